frappe.ui.form.on("Fangxiu Settings", {
	refresh(frm) {
		if (frm.perm[0]?.write && !frm.is_dirty())
			frm.add_custom_button(__("Prepare Accounts"), () => fangxiu.prepare_accounts(frm));
	},
	onload(frm) {
		frm.set_query("company", () => ({ filters: { is_group: 0 } }));
		frm.set_query("company", "company_accounts", () => ({ filters: { is_group: 0 } }));
		const accounts = frappe.get_meta("Company Accounts").fields.filter((df) => df.options === "Account");
		for (const { fieldname: field } of accounts) {
			frm.set_query(field, () => ({ filters: { company: frm.doc.company, is_group: 0 } }));
			frm.set_query(field, "company_accounts", (doc, cdt, cdn) => ({
				filters: { company: locals[cdt][cdn].company, is_group: 0 },
			}));
		}
	},
});
