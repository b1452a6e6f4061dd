frappe.ui.form.on("Customer Complaint", {
	setup(frm) {
		const here = () => ({ filters: { project: frm.doc.project } });
		frm.set_query("unit", () => (frm.doc.project ? here() : {}));
		frm.set_query("unit", "units", here);
		frm.set_query("ticket", "tickets", here);
	},

	refresh(frm) {
		fangxiu.show_complaint(frm);
	},
});
