frappe.listview_settings["Expiry Campaign"] = {
	add_fields: ["status", "notice_due"],
	onload(listview) {
		fangxiu.check_expiry(listview);
	},
	refresh(listview) {
		fangxiu.check_expiry(listview);
		fangxiu.mark_late_campaigns(listview);
	},
	get_indicator(doc) {
		const colours = { "To Notify": "orange", "Under Way": "blue", Closed: "green", Withdrawn: "gray" };
		const state = __(doc.status, null, "Expiry Campaign");
		return doc.fx_late
			? [`${state} · ${__("Overdue", null, "Fangxiu")}`, "red", `status,=,${doc.status}`]
			: [state, colours[doc.status], `status,=,${doc.status}`];
	},
};
