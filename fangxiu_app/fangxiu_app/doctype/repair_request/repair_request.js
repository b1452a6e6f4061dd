frappe.ui.form.on("Repair Request", {
	refresh(frm) {
		if (frm.is_new()) return;
		const tickets = frm.doc.items.map((item) => item.ticket).filter(Boolean);
		tickets.forEach((ticket) =>
			frm.add_custom_button(
				ticket,
				() => frappe.set_route("Form", "Repair Ticket", ticket),
				__("Tickets")
			)
		);
	},
});
