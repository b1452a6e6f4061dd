frappe.listview_settings["Custody Entry"] = {
	formatters: {
		user: (value) => frappe.utils.escape_html(frappe.user.full_name(value) || ""),
	},
};
