frappe.ui.form.on("Correction Notice", {
	refresh(frm) {
		fangxiu.ticket_child(frm);
		fangxiu.correction_buttons(frm);
		frm.toggle_enable(["faults", "demand", "due_at"], frm.doc.state === "Issued");
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
