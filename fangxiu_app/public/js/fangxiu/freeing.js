/* Money of a deposit that is freed (taken back, or its entry cancelled later): the reason and the second signature. */
import { esc, write } from "./util";
import { __ } from "./wording";

const KINDS = ["Held", "Cash In", "Brought Forward"];

export function freeing_buttons(frm) {
	if (frm.is_new() || frm.is_dirty()) return;
	const { docstatus, kind, freed_reason, freed_signed_by, freed_asked_by, owner, name, creation } = frm.doc;
	const back = docstatus === 0 && kind === "Taken Back";
	const posted = docstatus === 1 && KINDS.includes(kind);
	if (!back && !posted) return;
	if (freed_reason && !freed_signed_by)
		frm.set_intro(
			__("Awaits the second signature of the head of customer service or the general manager."),
			"orange"
		);
	const head = ["Fangxiu Customer Service Head", "Fangxiu General Manager"].some((role) =>
		frappe.user.has_role(role)
	);
	if (head && freed_reason && !freed_signed_by && ![owner, freed_asked_by].includes(frappe.session.user)) {
		frm.add_custom_button(__("Second Signature"), () => ask_signature(frm))
			.removeClass("btn-default")
			.addClass("btn-primary");
	}
	const earlier = creation.slice(0, 10) < frappe.datetime.now_date();
	if (posted && earlier && !freed_signed_by && frappe.user.has_role("Accounts Manager")) {
		frm.add_custom_button(__("Ask to Cancel"), () =>
			frappe.prompt(
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason to Cancel"),
					reqd: 1,
					default: freed_reason,
				},
				({ reason }) =>
					write("money.deposits.api_deposit_entries.ask_freeing", { entry: name, reason }).then(
						() => frm.reload_doc()
					),
				__("Ask to Cancel")
			)
		);
	}
}

/** A signature is not given by one click: what it frees and why stand once more in one sentence. */
function ask_signature(frm) {
	const { doc } = frm;
	const amount = format_currency(doc.amount, doc.currency);
	const text = __("{0} of the deposit of {1} become payable again. Reason: {2}", [
		amount,
		esc(doc.contractor_name),
		esc(doc.freed_reason),
	]);
	frappe.confirm(text, () =>
		write("money.deposits.api_deposit_entries.sign_freeing", {
			entry: doc.name,
			seen: doc.__onload?.seen,
		}).then(() => frm.reload_doc())
	);
}
