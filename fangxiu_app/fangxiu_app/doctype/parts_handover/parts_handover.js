frappe.ui.form.on("Parts Handover", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Open List"), () => frappe.set_route("Form", "Spare Parts", frm.doc.spare_parts));
		if (frm.doc.docstatus === 0) {
			frm.set_intro(__("Count together, correct the quantities, sign both, then submit: that moves the stock."), "blue");
		}
	},
});
