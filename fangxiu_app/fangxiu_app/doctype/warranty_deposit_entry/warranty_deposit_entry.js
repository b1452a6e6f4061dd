frappe.ui.form.on("Warranty Deposit Entry", {
	setup(frm) {
		// cancelling takes its own journal entry along: Frappe would ask to cancel that one first, which is refused
		frm.ignore_doctypes_on_cancel_all = ["Journal Entry"];
		frm.set_query("agreement", () => ({ filters: { security: "Deposit", ...project_of(frm) } }));
		frm.set_query("purchase_invoice", () => ({
			filters: {
				docstatus: 1,
				is_return: 0,
				supplier: frm.doc.contractor,
				outstanding_amount: [">", 0],
			},
		}));
		frm.set_query("other_account", () => ({
			filters: { company: frm.doc.company, is_group: 0, fx_warranty_deposit: 0 },
		}));
		frm.set_query("bucket", () => ({ filters: { docstatus: 1, fx_deposit_entry: ["is", "set"] } }));
	},

	refresh(frm) {
		fangxiu.freeing_buttons(frm);
		if (
			frm.doc.docstatus === 0 &&
			!frm.is_new() &&
			!frm.perm[0]?.submit &&
			frm.doc.kind !== "Taken Back"
		) {
			frm.set_intro(__("Finance submits this entry: nothing is posted before."), "blue");
		}
		if (frm.doc.journal_entry) {
			frm.add_custom_button(__("Journal Entry"), () =>
				frappe.set_route("Form", "Journal Entry", frm.doc.journal_entry)
			);
		}
	},

	async agreement(frm) {
		if (!frm.doc.agreement) return;
		const { message } = await frappe.db.get_value("Warranty Agreement", frm.doc.agreement, [
			"project",
			"contractor",
			"contractor_name",
			"currency",
		]);
		await frm.set_value(message);
	},
});

function project_of(frm) {
	return frm.doc.project ? { project: frm.doc.project } : {};
}
