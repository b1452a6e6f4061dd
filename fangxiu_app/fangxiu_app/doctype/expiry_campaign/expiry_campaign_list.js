frappe.listview_settings["Expiry Campaign"] = {
	add_fields: ["status", "notice_due"],
	onload(listview) {
		fangxiu.check_expiry(listview);
	},
	refresh(listview) {
		fangxiu.check_expiry(listview);
	},
	get_indicator(doc) {
		const colours = { "To Notify": "orange", "Under Way": "blue", Closed: "green", Withdrawn: "gray" };
		return [__(doc.status, null, "Expiry Campaign"), colours[doc.status], `status,=,${doc.status}`];
	},
};
