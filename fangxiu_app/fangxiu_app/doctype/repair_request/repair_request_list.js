frappe.listview_settings["Repair Request"] = {
	add_fields: ["is_complaint", "to_be_verified", "channel"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		if (doc.is_complaint) return [__("Complaint"), "red", "is_complaint,=,1"];
		if (doc.to_be_verified) return [__("To Be Verified"), "orange", "to_be_verified,=,1"];
		return [__("Handed Over"), "green", "to_be_verified,=,0"];
	},
	onload(list) {
		fangxiu.intake_button(list);
	},
};
