frappe.listview_settings["KPI Target"] = {
	formatters: {
		// Frappe shows a target that was not set as 0.000
		target: (value, _df, doc) => (doc.has_target ? String(Number(value)) : "–"),
	},
};
