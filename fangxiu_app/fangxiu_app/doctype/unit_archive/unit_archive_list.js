frappe.listview_settings["Unit Archive"] = {
	onload(listview) {
		if (frappe.model.can_create("Unit Archive")) {
			listview.page.add_inner_button(__("Import Units"), () => fangxiu.import_units(listview));
		}
	},
};
