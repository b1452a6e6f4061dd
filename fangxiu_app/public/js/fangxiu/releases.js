/* Releases of deposits (质保金退还): why so much is safe, the second signature, the payment of finance. */
import { esc, form_link, write } from "./util";
import { __ } from "./wording";

/** Why so much may be released, and the second signature above it. */
export function release_head(frm) {
	if (frm.is_new()) return;
	const doc = frm.doc;
	const money = (value) => format_currency(value, doc.currency);
	const early = doc.docstatus === 0 && (!doc.due_on || doc.due_on > frappe.datetime.get_today());
	const above = doc.docstatus === 0 && (early || doc.amount > doc.safe_amount);
	const text = __(
		"Safe to release {0} = balance {1} − approved, not paid yet {2} − undecided deductions {3} − {4} open defects × {5} − expected {6} − charges not deducted yet {7} − compensations under way {8}",
		[
			`<b>${money(doc.safe_amount)}</b>`,
			money(doc.balance),
			money(doc.promised || 0),
			money(doc.undecided),
			doc.open_defects,
			money(doc.average_cost),
			money(doc.expected),
			money(doc.waiting_charges),
			money(doc.compensations),
		]
	);
	const words = doc.due_on
		? __("Not due before {0}: a reason and a second signature are needed.", [
				frappe.datetime.str_to_user(doc.due_on),
			])
		: __(
				"Agreement {0} has no day of acceptance, so nobody knows when its deposit is due. Enter it there; without it a reason and a second signature are needed.",
				[form_link("Warranty Agreement", doc.agreement)]
			);
	const note = early ? `${words}<br>` : "";
	const unchecked =
		doc.docstatus === 0 && (!doc.checked_on || !doc.check_file || doc.checks.some((row) => !row.result));
	const check = unchecked
		? `${__(
				"First the joint check (by {0}): enter its day, a result and who checked for each line, who signed for the contractor, and upload the signed sheet.",
				[frappe.datetime.str_to_user(doc.check_by)]
			)}<br>`
		: "";
	frm.set_intro("");
	frm.set_intro(check + note + text, above ? "orange" : "blue");
	if (frm.is_dirty()) return;
	const heads = ["Fangxiu General Manager", "Fangxiu Customer Service Head"].some((role) =>
		frappe.user.has_role(role)
	);
	if (above && heads && !doc.above_signed_by) {
		const words = [
			money(doc.amount),
			esc(doc.contractor_name),
			money(doc.safe_amount),
			esc(doc.above_reason || "–"),
		];
		const sentence = __("{0} go back to {1}; {2} are safe to release. Reason: {3}", words);
		frm.add_custom_button(__("Second Signature"), () =>
			frappe.confirm(sentence, () =>
				frm.call("sign_above", { seen: frm.doc.__onload?.seen || "" }).then(() => frm.reload_doc())
			)
		);
	}
	const finance = ["Accounts Manager", "Accounts User"].some((role) => frappe.user.has_role(role));
	if (doc.docstatus === 1 && doc.state !== "Paid" && finance) {
		frm.add_custom_button(__("Open Payment"), () =>
			write("money.releases.api_releases.draft_payment", { release: doc.name }).then((names) => {
				if (names.length === 1) frappe.set_route("Form", "Payment Entry", names[0]);
				else frappe.set_route("List", "Payment Entry", { fx_deposit_release: doc.name });
			})
		);
	}
}
