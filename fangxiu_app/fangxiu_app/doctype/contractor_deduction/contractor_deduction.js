frappe.ui.form.on("Contractor Deduction", {
	setup(frm) {
		const sources = ["Third Party Order", "Compensation", "Repair Ticket", "Meter Charge"];
		const contractor = frm.is_new() && !frm.doc.agreement && frm.doc.contractor;
		frm.set_query("agreement", () => (contractor ? { filters: { contractor } } : {}));
		frm.set_query("source_type", "items", () => ({ filters: { name: ["in", sources] } }));
		frm.set_query("source_name", "items", () => ({ filters: { agreement: frm.doc.agreement || "" } }));
		frm.set_query("ticket", "items", () => ({ filters: { agreement: frm.doc.agreement || "" } }));
	},

	async agreement(frm) {
		if (!frm.doc.agreement) return;
		const fields = ["project", "contractor", "contractor_name", "currency"];
		const { message } = await frappe.db.get_value("Warranty Agreement", frm.doc.agreement, fields);
		const { currency, ...values } = message;
		frm.doc.currency = currency; // set as a value, Frappe would ask for the right to read currencies
		await frm.set_value(values);
		frm.refresh_fields(["currency", "items"]);
	},

	refresh(frm) {
		hold_told(frm);
		fangxiu.show_approval(frm);
		fangxiu.show_chain(frm);
		fangxiu.line_words(frm);
		fangxiu.deduction_buttons(frm);
		fangxiu.show_proofs(frm);
	},
});

/** What the contractor was told is read; a number of the bill that was missing may follow. */
function hold_told(frm) {
	const told = !frm.is_new() && !["", "Draft"].includes(frm.doc.state || "");
	for (const name of ["project", "agreement", "source", "clause", "facts", "bill_no", "items"]) {
		const follows = name === "bill_no" && !frm.doc.bill_no;
		frm.set_df_property(name, "read_only", told && !follows ? 1 : 0);
	}
	const words = __(
		"Not before the contractor was heard: the end of the objection period ({0}), or the day of the answer to an objection. Finance may name another day with its signature.",
		[frappe.datetime.str_to_user(frm.doc.objection_until) || "–"]
	);
	frm.set_df_property("posting_date", "description", told ? words : "");
}

frappe.ui.form.on("Deduction Item", {
	claimed(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		frappe.model.set_value(cdt, cdn, "amount", row.claimed);
	},

	/** A part of a bill in another currency: the bill's side is entered, the deposit's follows, rounded down. */
	base_claimed(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (row.line_kind !== "Repair Cost" || !row.exchange_rate) return;
		frappe.model.set_value(cdt, cdn, "claimed", fangxiu.taken(row.base_claimed, row.exchange_rate));
	},
});
