frappe.listview_settings["Handover Inspection"] = {
	add_fields: ["state", "opinion", "round", "inspected_at"],
	formatters: {
		unit_code: (value, _df, doc) => fangxiu.inspection_title(value, doc),
	},
	get_indicator(doc) {
		const colours = {
			Recorded: "orange",
			Rectified: "blue",
			"Owner Signed": doc.opinion === "Refuse" ? "red" : "green",
		};
		return [__(doc.state, null, "Handover Inspection"), colours[doc.state], `state,=,${doc.state}`];
	},
	onload(listview) {
		listview.page.add_inner_button(__("Inspect a Unit"), () => frappe.set_route("unit-inspection"));
	},
};
