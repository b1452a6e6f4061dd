frappe.listview_settings["Warranty Deposit Entry"] = {
	onload(listview) {
		if (!frappe.model.can_submit("Warranty Deposit Entry")) return;
		listview.page.add_inner_button(__("Import Opening Deposits"), () => fangxiu.import_deposits(listview));
	},
};
