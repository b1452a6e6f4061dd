/* A deduction or release begun on the page of a contractor: of which agreement it is, and what follows from that. */
import { __ } from "./wording";

/** ``data`` of the page: its agreements, and what is safe to release of each. Of several the user names one, the only one is taken. */
export function new_of_agreement(doctype, data) {
	const funded = data.agreements.filter((one) => one.balance > 0);
	const choices = doctype === "Deposit Release" && funded.length ? funded : data.agreements;
	const begin = (one, amount) =>
		open_new(doctype, { ...values_of(doctype, one, amount), ...source_of(doctype, data, one) });
	const open = (one) => {
		const amount = safe_amount(data, one.agreement);
		if (doctype !== "Deposit Release" || amount > 0) return begin(one, amount);
		return frappe.confirm(nothing_safe(one), () => begin(one, amount));
	};
	if (choices.length === 1) return open(choices[0]);
	return ask(doctype, choices, data, open);
}

/** Why a release of this agreement begins with an amount of 0, and what it takes to ask for more. */
const nothing_safe = ({ agreement, balance, currency }) =>
	__(
		"Nothing of the deposit of {0} can be asked for now: its balance of {1} is in approval already, or kept for deductions, compensations and open defects. More is released for a reason and with a second signature. Begin a release all the same?",
		[agreement, format_currency(balance || 0, currency)]
	);

/** What can be asked for of a deposit without a second signature: what is safe, less what is being signed already. */
export function safe_amount({ figures }, agreement) {
	return askable(figures.flatMap(({ safe }) => safe.lines).find((one) => one.agreement === agreement));
}

/** The same of one line of the page; nothing of none. */
export function askable(line) {
	return Math.max(0, Math.round(((line?.amount || 0) - (line?.in_approval || 0)) * 100) / 100);
}

const values_of = (doctype, one, amount) => ({
	agreement: one.agreement,
	project: one.project,
	contractor: one.contractor,
	contractor_name: one.contractor_name,
	currency: one.currency,
	...(doctype === "Deposit Release" ? { amount, due_on: one.liability_end } : {}),
});

/** A deduction begins with the kind of what has waited longest to be deducted from the agreement. */
function source_of(doctype, { waiting = [] }, { agreement }) {
	const first = waiting.find((one) => one.agreement === agreement);
	return doctype === "Contractor Deduction" && first ? { source: first.kind } : {};
}

async function open_new(doctype, values) {
	await frappe.model.with_doctype(doctype);
	const doc = Object.assign(frappe.model.get_new_doc(doctype), values);
	return frappe.set_route("Form", doctype, doc.name);
}

/** One line for each agreement: project, balance, the day it is due back, and for a release what is safe. */
function ask(doctype, choices, data, open) {
	const line = (one) => {
		const parts = [
			one.agreement,
			one.project_name,
			__("balance {0}", [format_currency(one.balance || 0, one.currency)]),
			one.liability_end
				? __("due back on {0}", [frappe.datetime.str_to_user(one.liability_end)])
				: __("without a due day"),
		];
		if (doctype === "Deposit Release")
			parts.push(
				__("can be asked for: {0}", [format_currency(safe_amount(data, one.agreement), one.currency)])
			);
		const waits = (data.waiting || []).filter(({ agreement }) => agreement === one.agreement).length;
		if (doctype === "Contractor Deduction" && waits)
			parts.push(__("{0} waiting to be deducted", [waits]));
		return parts.join(" · ");
	};
	const dialog = new frappe.ui.Dialog({
		title: __("Which Agreement?"),
		fields: [
			{
				fieldname: "agreement",
				fieldtype: "Select",
				label: __("Warranty Agreement"),
				reqd: 1,
				options: choices.map((one) => ({ value: one.agreement, label: line(one) })),
			},
		],
		size: "large",
		primary_action_label: __("Continue"),
		primary_action({ agreement }) {
			dialog.hide();
			return open(choices.find((one) => one.agreement === agreement));
		},
	});
	dialog.show();
	return dialog;
}
