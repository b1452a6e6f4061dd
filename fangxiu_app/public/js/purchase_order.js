/* ERPNext's order for a project of ours: parts suppliers to choose from, and prices asked for before it is submitted. */
frappe.ui.form.on("Purchase Order", {
	refresh(frm) {
		if (!frm.doc.fx_spare_parts) return;
		frm.set_query("supplier", () => ({ filters: fangxiu.suppliers.parts }));
		fangxiu.price_button(frm);
	},
});
