/* ERPNext's order for a project of ours: parts suppliers to choose from, and prices asked for before it is submitted. */
frappe.ui.form.on("Purchase Order", {
	refresh(frm) {
		if (!frm.doc.fx_spare_parts) return;
		const query = "erpnext.controllers.queries.supplier_query";
		frm.set_query("supplier", () => ({ query, filters: fangxiu.suppliers.parts }));
		fangxiu.price_button(frm);
	},
});
