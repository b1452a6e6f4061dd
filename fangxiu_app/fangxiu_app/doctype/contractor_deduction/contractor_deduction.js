frappe.ui.form.on("Contractor Deduction", {
	setup(frm) {
		frm.set_query("third_party_order", () => ({
			filters: { agreement: frm.doc.agreement || "", docstatus: 1 },
		}));
		frm.set_query("ticket", "items", () => ({ filters: { agreement: frm.doc.agreement || "" } }));
	},

	refresh(frm) {
		fangxiu.show_approval(frm);
		fangxiu.show_chain(frm);
		fangxiu.deduction_buttons(frm);
	},
});

frappe.ui.form.on("Deduction Item", {
	claimed(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		frappe.model.set_value(cdt, cdn, "amount", row.claimed);
	},
});
