/* ERPNext's vouchers written by people of chosen projects: the project is asked for before saving, where the server could only refuse. */
import { __ } from "./wording";

const HEADS = ["Purchase Order", "Purchase Receipt", "Purchase Invoice", "Sales Invoice", "Payment Entry"];
const ROWS = { "Purchase Invoice": "items", "Sales Invoice": "items", "Journal Entry": "accounts" };

/** Projects the user is limited to; none for people of others, and where the site reads an empty project as open to everybody. */
const chosen = (doctype) =>
	frappe.boot.fx_ours && cint(frappe.boot.sysdefaults.apply_strict_user_permissions)
		? (frappe.defaults.get_user_permissions().Project || [])
				.filter((one) => !one.applicable_for || one.applicable_for === doctype)
				.map((one) => one.doc)
		: [];

function ask(frm) {
	if (chosen(frm.doctype).length && frm.fields_dict.project) frm.toggle_reqd("project", !frm.doc.docstatus);
}

/** Rows without a project take that of the voucher, else the one that the other rows name, else the user's only one. */
function fill(frm, table) {
	const mine = chosen(frm.doctype);
	const rows = (frm.doc[table] || []).filter((row) => !row.project);
	if (!mine.length || !rows.length || frm.doc.docstatus) return;
	const named = [...new Set(frm.doc[table].map((row) => row.project).filter(Boolean))];
	const only = frm.doc.project || (named.length === 1 && named[0]) || (mine.length === 1 && mine[0]);
	if (!only)
		frappe.throw(
			__(
				"Row {0}: choose its project. You work for chosen projects, and each row of your vouchers belongs to one of them.",
				[rows[0].idx]
			)
		);
	for (const row of rows) row.project = only;
	frm.refresh_field(table);
}

for (const doctype of HEADS) frappe.ui.form.on(doctype, { refresh: ask });
for (const [doctype, table] of Object.entries(ROWS))
	frappe.ui.form.on(doctype, { validate: (frm) => fill(frm, table) });
