// what has not happened yet is an empty cell, not a grey dot
const pill = (value, df) =>
	value
		? `<span class="filterable indicator-pill ${frappe.utils.guess_colour(value)} ellipsis" data-filter="${df.fieldname},=,${value}"><span class="ellipsis">${__(value, null, "Expiry Unit")}</span></span>`
		: "";

frappe.listview_settings["Expiry Unit"] = { formatters: { channel: pill, reply: pill } };
