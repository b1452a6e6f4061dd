frappe.ui.form.on("Repair Plan", {
	refresh(frm) {
		fangxiu.plan_buttons(frm);
		if (frm.is_new() && frm.doc.ticket && !frm.doc.project) fangxiu.take_project(frm);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
