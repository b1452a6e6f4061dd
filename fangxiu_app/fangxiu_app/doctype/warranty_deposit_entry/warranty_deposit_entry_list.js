frappe.listview_settings["Warranty Deposit Entry"] = {
	// "Held" of a deposit is 扣留; without the context Frappe's list shows the word of a held ticket
	formatters: {
		kind: (value) => frappe.utils.escape_html(__(value, null, "Warranty Deposit Entry")),
	},
};
