frappe.ui.form.on("Correction Notice", {
	refresh(frm) {
		fangxiu.ticket_child(frm);
		fangxiu.correction_buttons(frm);
		// saving issues it: what was issued stays, a mistake is withdrawn
		frm.toggle_enable(["faults", "demand", "due_at"], frm.is_new());
		frm.toggle_display("state", !frm.is_new());
		if (frm.is_new())
			frm.set_intro(
				__(
					"Saving issues the notice: its text stays from then on, a mistake is withdrawn and issued anew."
				),
				"blue"
			);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});
