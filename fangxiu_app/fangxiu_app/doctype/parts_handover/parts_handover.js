frappe.ui.form.on("Parts Handover", {
	setup(frm) {
		// cancelling takes its own transfer along: Frappe would ask to cancel that one first, and for the right to
		frm.ignore_doctypes_on_cancel_all = ["Stock Entry"];
		// two signatures submit it, no button
		frm.show_submit_message = () => {};
	},

	refresh(frm) {
		fangxiu.show_sides(frm);
		if (frm.is_new()) return;
		frm.add_custom_button(__("Open List"), () =>
			frappe.set_route("Form", "Spare Parts", frm.doc.spare_parts)
		);
		if (frm.doc.docstatus === 0) {
			// the second signature submits it
			if (!frm.is_dirty()) frm.page.clear_primary_action();
			frm.set_intro(
				__(
					"Count together and correct the quantities; each side signs from its own login. The second signature moves the stock."
				),
				"blue"
			);
		}
	},
});
