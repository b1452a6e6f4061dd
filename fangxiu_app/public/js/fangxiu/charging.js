/* Many deductions at once: drafted from what can be charged, notified together, submitted for approval, each with a summary (R111). */
import { open_deduction } from "./money";
import { esc, list_anew, read, write } from "./util";
import { __ } from "./wording";

const WAYS = ["Hand Delivery", "Registered Mail", "Fax", "Phone", "E-mail"];

/** On a ticket: what its contractor may be charged with for it. */
export function ticket_deduction(frm) {
	const { name, agreement, project } = frm.doc;
	if (frm.is_new() || !agreement || !frappe.model.can_create("Contractor Deduction")) return;
	frm.add_custom_button(__("Deduct"), async () => {
		const offers = await read("money.deductions.api_deductions.of_ticket", { ticket: name });
		if (!offers.length) {
			frappe.msgprint(
				__(
					"Nothing of this ticket can be charged now: no order or compensation is verified and billed, and nothing was late by a clause of the agreement."
				)
			);
			return;
		}
		const take = (offer) => open_deduction({ project, agreement, source: offer.source }, offer);
		if (offers.length === 1 && !offers[0].blocked) return take(offers[0]);
		const options = offers.map((offer, at) => ({ value: String(at), label: said(offer) }));
		frappe.prompt(
			[
				{
					fieldname: "at",
					fieldtype: "Select",
					label: __("Take From"),
					options,
					reqd: 1,
					default: "0",
				},
			],
			({ at }) => (offers[at].blocked ? frappe.msgprint(offers[at].blocked) : take(offers[at])),
			__("Deduct"),
			__("Take")
		);
	});
}

const said = ({ source, title, amount }) =>
	[__(source), title, format_currency(amount, frappe.boot.sysdefaults.currency)].join(" · ");

/** Drafts for the marked sources of the contractor's account. */
export async function draft_several(sources) {
	const { done, refused } = await write("money.deductions.api_deductions.draft", { sources });
	report(refused);
	if (!done.length) return;
	frappe.show_alert(
		{
			message: __("{0} deductions are drafted: look at them, then record the notice for all of them.", [
				done.length,
			]),
			indicator: "green",
		},
		10
	);
	frappe.set_route("List", "Contractor Deduction", { name: ["in", done] });
}

/** Actions of the list: for the marked deductions. */
export function list_actions(list) {
	if (!frappe.model.can_write("Contractor Deduction")) return;
	list.page.add_actions_menu_item(__("Record Notice"), () => tell(list), false);
	list.page.add_actions_menu_item(__("Request Approval"), () => put_forward(list), false);
}

async function look(list, state, title, fields, run) {
	const marked = list.get_checked_items(true);
	const rows = (
		await read("money.deductions.api_deductions.glance", { deductions: JSON.stringify(marked) })
	).filter(state);
	if (!rows.length) {
		frappe.msgprint(__("None of the marked deductions is at this step."));
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title,
		size: "large",
		fields: [{ fieldtype: "HTML", fieldname: "cards" }, { fieldtype: "Section Break" }, ...fields],
		primary_action_label: title,
		async primary_action({ cards, ...values }) {
			const box = dialog.fields_dict.cards.$wrapper;
			const deductions = rows
				.filter((row, at) => box.find(`[data-at="${at}"]`).prop("checked"))
				.map((row) => row.name);
			if (!deductions.length) return;
			const { done, refused } = await run({ deductions, ...values });
			dialog.hide();
			if (done.length)
				frappe.show_alert({
					message: __("Done for {0} deductions.", [done.length]),
					indicator: "green",
				});
			report(refused);
			list_anew(list);
		},
	});
	dialog.fields_dict.cards.$wrapper.addClass("fx-signing").html(rows.map(card).join(""));
	dialog.show();
}

function card(row, at) {
	const lines = row.lines
		.map(
			(line) => `<li>${esc(line.description)} <b>${format_currency(line.amount, row.currency)}</b></li>`
		)
		.join("");
	// the ways out come as text of the server, with links of its own
	const missing = row.missing.map((text) => `<li class="text-danger">${text}</li>`).join("");
	return `<section class="fx-sign-card"><label class="fx-choice"><input type="checkbox" data-at="${at}" checked>
		<b>${esc(row.name)}</b> ${esc(row.contractor_name)} <span class="fx-amount">${format_currency(row.total, row.currency)}</span></label>
		<div>${esc(row.facts)}</div><ul>${lines}${missing}</ul></section>`;
}

const tell = (list) =>
	look(
		list,
		(row) => row.state === "Draft",
		__("Record Notice"),
		[
			{
				fieldname: "received_at",
				fieldtype: "Datetime",
				label: __("Notice Received At"),
				reqd: 1,
				default: frappe.datetime.now_datetime(),
			},
			{
				fieldname: "way",
				fieldtype: "Select",
				label: __("Method of Service"),
				reqd: 1,
				options: WAYS.map((value) => ({ value, label: __(value) })),
			},
			{ fieldtype: "Column Break" },
			{ fieldname: "receiver", fieldtype: "Data", label: __("Received By"), reqd: 1 },
			{
				fieldname: "proof",
				fieldtype: "Data",
				label: __("Proof of Service"),
				reqd: 1,
				description: __("Tracking number, receipt, or words said on the phone"),
			},
			{ fieldname: "file", fieldtype: "Attach", label: __("Receipt, photo or recording"), reqd: 1 },
		],
		(values) => write("money.deductions.api_deductions.tell", values)
	);

const put_forward = (list) =>
	look(
		list,
		(row) => ["Notified", "Answered", "Draft"].includes(row.state),
		__("Request Approval"),
		[],
		(values) => write("money.deductions.api_deductions.put_forward", values)
	);

/** What was refused, each with its reason as the server wrote it. */
function report(refused) {
	if (!refused.length) return;
	const rows = refused.map(({ name, text }) => `<li><b>${esc(name)}</b>: ${text}</li>`).join("");
	frappe.msgprint({
		title: __("Not Done for {0}", [refused.length]),
		message: `<ul>${rows}</ul>`,
		indicator: "orange",
	});
}
