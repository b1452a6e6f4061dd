frappe.listview_settings["Contractor Register"] = {
	onload(list) {
		if (frappe.model.can_create("Contractor Request")) {
			list.page.add_inner_button(__("Request New Contractor"), () => fangxiu.request_contractor());
		}
		fangxiu.unlisted_contractors(list);
	},
};
