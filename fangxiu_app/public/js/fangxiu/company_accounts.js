/* The accounts of a company, from Fangxiu Settings: proposed line by line, corrected, and made where the chart has none. */

import { read, write } from "./util";
import { __ } from "./wording";

/** For which company; the one of the settings first. */
export function ask_company(frm) {
	const query = () => ({ filters: { is_group: 0 } });
	const company = {
		fieldname: "company",
		fieldtype: "Link",
		options: "Company",
		label: __("Company"),
		reqd: 1,
		default: frm.doc.company,
		get_query: query,
	};
	frappe.prompt(
		[company],
		async ({ company }) =>
			ask_accounts(frm, company, await read("ledger.api_company_accounts.proposal", { company })),
		__("Prepare Accounts"),
		__("Continue")
	);
}

function ask_accounts(frm, company, proposed) {
	const column = (fieldname, fieldtype, label, more = {}) => ({
		fieldname,
		fieldtype,
		label,
		in_list_view: 1,
		...more,
	});
	const of_company = (is_group) => () => ({ filters: { company, is_group } });
	const dialog = new frappe.ui.Dialog({
		title: `${__("Prepare Accounts")} · ${company}`,
		size: "extra-large",
		fields: [
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${__("Choose an account of the company, or leave it empty: then an account with this name is made under the group. Without a group the deposit account goes under 2241 其他应付款, which is made where it is missing.")}</p>`,
			},
			{
				fieldname: "lines",
				fieldtype: "Table",
				label: __("Accounts"),
				cannot_add_rows: true,
				cannot_delete_rows: true,
				in_place_edit: true,
				data: proposed.map(({ field, label, account, name, parent, number }) => ({
					field,
					label,
					account,
					new_name: name,
					group: parent,
					number,
				})),
				fields: [
					column("label", "Data", __("Used For"), { read_only: 1, columns: 2 }),
					column("account", "Link", __("Account"), {
						options: "Account",
						columns: 3,
						get_query: of_company(0),
					}),
					column("new_name", "Data", __("New Account Name"), { columns: 2 }),
					column("group", "Link", __("Under Group"), {
						options: "Account",
						columns: 2,
						get_query: of_company(1),
					}),
					column("number", "Data", __("Account Number"), { columns: 1 }),
				],
			},
		],
		primary_action_label: __("Prepare Accounts"),
		async primary_action({ lines }) {
			const sent = lines.map(({ field, account, new_name, group, number }) => ({
				field,
				account,
				name: new_name,
				parent: group,
				number,
			}));
			const made = await write(
				"ledger.api_company_accounts.prepare",
				{ company, lines: sent },
				dialog.get_primary_btn()
			);
			dialog.hide();
			await frm.reload_doc();
			const message = made.length
				? __("{0} accounts were made.", [made.length])
				: __("The accounts are set.");
			frappe.show_alert({ message, indicator: "green" }, 10);
		},
	});
	dialog.show();
}
