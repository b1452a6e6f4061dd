/* Deposits among trade payables move to 2241 其他应付款: a step for finance, with its vouchers. */
import { esc, read, write } from "./util";
import { __ } from "./wording";

/** On the deposit register, for finance, while a deposit account is in the wrong group. */
export async function deposit_move(page) {
	if (!frappe.user.has_role("Accounts Manager")) return;
	const found = await read("money.deposits.api_deposit_accounts.misplaced");
	const label = __("Move to 2241");
	if (found.length === 1) page.add_inner_button(label, () => ask(found[0]));
	else for (const one of found) page.add_inner_button(one.account, () => ask(one), label);
}

async function ask({ account }) {
	const found = (await read("money.deposits.api_deposit_accounts.misplaced")).find(
		(one) => one.account === account
	);
	if (!found)
		return frappe.show_alert({
			message: __("{0} has been moved already.", [account]),
			indicator: "green",
		});
	const drafted = found.drafts.length;
	const lines = [
		__("{0} stands among trade payables. Deposits belong under 2241 Other Payables.", [account]),
		__(
			"{0} agreements, {1} in all. Each deposit voucher with something left moves by a voucher of its own: contractor, agreement and the day it was held stay.",
			[found.agreements, format_currency(found.amount)]
		),
		found.in_the_way.length &&
			__("Submit or delete these drafts first: {0}", [found.in_the_way.join("、")]),
		drafted &&
			__("{0} entries are drafted. Look at them, then post: agreements and settings follow.", [
				drafted,
			]),
	];
	const dialog = new frappe.ui.Dialog({
		title: __("Move Deposits to Other Payables"),
		fields: [
			{
				fieldtype: "HTML",
				options: lines
					.filter(Boolean)
					.map((line) => `<p>${esc(line)}</p>`)
					.join(""),
			},
		],
		primary_action_label: drafted ? __("Post the Move") : __("Draft the Move"),
		primary_action: () => (drafted ? post(dialog, account) : prepare(dialog, account)),
		...(drafted && {
			secondary_action_label: __("Review the Drafts"),
			secondary_action: () =>
				frappe.set_route("List", "Warranty Deposit Entry", { kind: "Moved", docstatus: 0 }),
		}),
	});
	dialog.show();
}

const prepare = (dialog, account) =>
	write("money.deposits.api_deposit_accounts.prepare", { account }).then(() => {
		dialog.hide();
		ask({ account });
	});

const post = (dialog, account) =>
	write("money.deposits.api_deposit_accounts.post", { account }).then((count) => {
		dialog.hide();
		frappe.show_alert(
			{
				message: __("{0} vouchers are posted. The deposits stand under 2241 now.", [count]),
				indicator: "green",
			},
			10
		);
		frappe.query_report?.refresh();
	});
