/* Quotations of paid repairs (有偿维修报价单): made from a ticket, accepted by whoever pays, billed by a Sales Invoice (R58). */
import { AT, event_time, event_time_fields } from "./event_time";
import { show_link } from "./quote_link";
import { esc, form_link, long_time, read, write } from "./util";
import { __ } from "./wording";

const TOLERANCE = 10;
const COLOURS = {
	Draft: "gray",
	Issued: "orange",
	Agreed: "green",
	Refused: "red",
	Superseded: "gray",
	Withdrawn: "gray",
	Waived: "blue",
};
const QUOTED = ["Paid Repair", "In Repair"];
const DONE = ["Pre-accepted", "Cleaned", "Owner Accepted", "Closed"];

const money = (value) => format_currency(value, frappe.boot.sysdefaults.currency);
const pill = (state) => `<span class="indicator-pill ${COLOURS[state]}">${esc(__(state))}</span>`;

/** Draw the ticket's quotations into its field; nothing for tickets under warranty. */
export async function show_quotes(frm) {
	const field = frm.fields_dict.quotes_html;
	if (!field || frm.is_new() || !frappe.model.can_read("Paid Repair Quote")) return;
	const box = $(field.wrapper).empty();
	const { doc } = frm;
	const rows =
		doc.paid_agreed_at || doc.quote
			? await read("paid_repairs.api_quotes.of_ticket", { ticket: doc.name })
			: [];
	if (!rows.length && doc.status !== "Paid Repair") return;
	const may_add = QUOTED.includes(doc.status) && frappe.model.can_create("Paid Repair Quote");
	box.html(`
		<div class="fx-row fx-parts-bar"><b>${esc(__("Paid Repair"))}</b>
			${may_add ? `<button type="button" class="btn btn-sm btn-default" data-quote>${esc(__("Make Quotation"))}</button>` : ""}</div>
		${rows.length ? table(rows) : `<p class="text-muted">${esc(__("No quotation yet: the work starts once the payer has accepted one (R58)."))}</p>`}
	`);
	box.off("click.fx").on("click.fx", "[data-quote]", () => make_quote(frm));
}

function table(rows) {
	const heads = [
		__("Quotation"),
		__("Payer Type"),
		__("Sum"),
		__("State"),
		__("Signed Link"),
		__("Agreed"),
		__("Invoice and Payment"),
	];
	return `<div class="fx-scroll"><table class="fx-parts fx-stacked"><thead><tr>${heads.map((head) => `<th>${esc(head)}</th>`).join("")}</tr></thead>
		<tbody>${rows.map(row).join("")}</tbody></table></div>`;
}

function row(quote) {
	const accepted = quote.accepted_at
		? `${esc(quote.accepted_by)} <small>${esc(long_time(quote.accepted_at))}</small>`
		: "–";
	return `<tr>
		<td>${form_link("Paid Repair Quote", quote.name)} <small>${esc(__("Version {0}", [quote.version]))}</small></td>
		<td>${esc(__(quote.payer_kind))} · ${esc(quote.payer_name)}</td>
		<td>${esc(money(quote.total))}</td>
		<td>${pill(quote.state)}</td>
		<td class="${quote.link ? "" : "fx-none"}">${link_words(quote.link)}</td>
		<td class="${quote.accepted_at ? "" : "fx-none"}">${accepted}</td>
		<td class="${quote.invoice ? "" : "fx-none"}">${bill(quote.invoice)}</td>
	</tr>`;
}

/** How the signed link stands, with what the owner asked. */
function link_words(link) {
	if (!link) return "–";
	const sent = link.sent_at ? __("sent {0}", [long_time(link.sent_at)]) : "";
	const asked = (link.questions || "").split("\n").filter(Boolean);
	return `${esc(__(link.state))} <small>${esc(sent)}</small>${asked.map((line) => `<br><small>${esc(__("Question"))}：${esc(line)}</small>`).join("")}`;
}

/** Invoice and what is paid of it, in words. */
function bill(invoice) {
	if (!invoice) return "–";
	const name = frappe.model.can_read("Sales Invoice")
		? form_link("Sales Invoice", invoice.name)
		: esc(invoice.name);
	if (!invoice.docstatus) return `${name} <small>${esc(__("draft, with finance"))}</small>`;
	const owed = invoice.outstanding_amount;
	const paid = owed > 0 ? __("{0} still to be paid", [money(owed)]) : __("Paid");
	return `${name} ${esc(money(invoice.grand_total))} <span class="indicator-pill ${owed > 0 ? "orange" : "green"}">${esc(paid)}</span>`;
}

/** A new quotation with what the ticket knows. */
export function make_quote(frm) {
	const { doc } = frm;
	frappe.db.get_value("Repair Location", doc.location, "common_part").then(({ message }) => {
		const fund = Boolean(message?.common_part) && doc.responsibility === "Expired";
		frappe.new_doc("Paid Repair Quote", {
			ticket: doc.name,
			project: doc.project,
			unit: doc.unit,
			payer_kind: fund ? "Maintenance Fund" : "Owner",
			payer_name: fund ? __("Owners' Committee") : doc.caller_name,
			payer_phone: fund ? "" : doc.caller_phone,
			property_contact: doc.transfer_acknowledged_by || doc.explained_with,
			work_days: doc.expected_days,
			scope_text: [doc.location, doc.defect_type, doc.root_cause].filter(Boolean).join("，"),
		});
	});
}

/** The quotation that waits for the payer, or a new one where there is none. */
export async function open_quote(frm) {
	const rows = await read("paid_repairs.api_quotes.of_ticket", { ticket: frm.doc.name });
	const waiting = rows.find((quote) => ["Draft", "Issued", "Refused"].includes(quote.state));
	if (waiting) frappe.set_route("Form", "Paid Repair Quote", waiting.name);
	else make_quote(frm);
}

/** The payer's name with a drawing, or with the photographed paper. */
function accept_quote(frm) {
	const opened_at = frappe.datetime.system_datetime();
	const dialog = new frappe.ui.Dialog({
		title: __("Payer Accepts Quotation"),
		fields: [
			{
				fieldname: "accepted_by",
				fieldtype: "Data",
				label: __("Agreed By"),
				reqd: 1,
				default: frm.doc.payer_name,
			},
			{
				fieldname: "file",
				fieldtype: "Attach",
				label: __("Signed Quotation"),
				description: __("If it was signed on paper: the photo of it"),
			},
			{ fieldtype: "Column Break" },
			{ fieldname: "signature", fieldtype: "Signature", label: __("Signature") },
			...event_time_fields(TOLERANCE),
		],
		primary_action_label: __("Payer Accepts Quotation"),
		primary_action(values) {
			const { accepted_by, file, signature } = values;
			const args = { quote: frm.doc.name, accepted_by, file, signature, ...event_time(dialog, values) };
			write("paid_repairs.api_quotes.accept", args, dialog.get_primary_btn()).then(() =>
				close(dialog, frm)
			);
		},
	});
	open(dialog, opened_at);
}

function decline_quote(frm) {
	const opened_at = frappe.datetime.system_datetime();
	const dialog = new frappe.ui.Dialog({
		title: __("Payer Refuses Quotation"),
		fields: [
			{
				fieldname: "refused_by",
				fieldtype: "Data",
				label: __("Refused By"),
				reqd: 1,
				default: frm.doc.payer_name,
			},
			{ fieldname: "refusal", fieldtype: "Small Text", label: __("Reason For Refusal"), reqd: 1 },
			...event_time_fields(TOLERANCE),
		],
		primary_action_label: __("Payer Refuses Quotation"),
		primary_action(values) {
			const { refused_by, refusal } = values;
			const args = { quote: frm.doc.name, refused_by, refusal, ...event_time(dialog, values) };
			write("paid_repairs.api_quotes.decline", args, dialog.get_primary_btn()).then(() =>
				close(dialog, frm)
			);
		},
	});
	open(dialog, opened_at);
}

function open(dialog, opened_at) {
	dialog.set_value(AT, opened_at);
	dialog.opened_at = opened_at;
	dialog.show();
}

function close(dialog, frm) {
	dialog.hide();
	frm.reload_doc();
}

function with_reason(label, method, frm) {
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		({ reason }) => write(method, { quote: frm.doc.name, reason }).then(() => frm.reload_doc()),
		label,
		label
	);
}

/** What was handed out is not changed any more; the resolution may still come. */
const CONTENT = [
	"payer_kind",
	"payer_name",
	"payer_phone",
	"property_contact",
	"resources",
	"scope_text",
	"work_days",
	"valid_until",
	"items",
];
const RESOLUTION = ["resolution_no", "resolution_date", "resolution_file"];

export function quote_form(frm) {
	const { state, name } = frm.doc;
	const draft = frm.is_new() || state === "Draft";
	frm.toggle_enable(CONTENT, draft);
	frm.toggle_enable(RESOLUTION, draft || ["Issued", "Refused"].includes(state));
	if (frm.is_new()) return;
	if (frappe.model.can_read("Repair Ticket")) {
		frm.add_custom_button(__("Open Ticket"), () =>
			frappe.set_route("Form", "Repair Ticket", frm.doc.ticket)
		);
	}
	frm.add_custom_button(__("Print Quotation"), () => print_quote(name));
	if (frm.is_dirty()) return;
	show_bill(frm);
	if (!frappe.model.can_write("Paid Repair Quote")) return;
	quote_buttons(frm, state);
	show_link(frm, () => with_reason(__("Revoke Link"), "paid_repairs.api_quotes.revoke_link", frm));
}

/** Asked first: the payer has to accept anew. */
function revise_quote(quote) {
	const ask = __(
		"Make a new version of quotation {0}? It begins as a draft with the same content. What was issued counts until the new version is issued; the payer then accepts that one.",
		[esc(quote)]
	);
	frappe.confirm(ask, () =>
		write("paid_repairs.api_quotes.revise", { quote }).then((name) =>
			frappe.set_route("Form", "Paid Repair Quote", name)
		)
	);
}

function quote_buttons(frm, state) {
	const reload = () => frm.reload_doc();
	const more = __("Other Actions");
	const offer = (states, label, run, group) =>
		states.includes(state) && frm.add_custom_button(label, run, group);
	if (state === "Draft")
		primary(frm, __("Issue Quotation"), () =>
			write("paid_repairs.api_quotes.issue", { quote: frm.doc.name }).then(reload)
		);
	if (["Issued", "Refused"].includes(state))
		primary(frm, __("Payer Accepts Quotation"), () => accept_quote(frm));
	offer(["Issued"], __("Payer Refuses Quotation"), () => decline_quote(frm), more);
	offer(
		["Issued", "Refused", "Agreed", "Withdrawn"],
		__("New Version"),
		() => revise_quote(frm.doc.name),
		more
	);
	offer(
		["Draft", "Issued", "Refused", "Agreed"],
		__("Withdraw"),
		() => with_reason(__("Withdraw"), "paid_repairs.api_quotes.withdraw", frm),
		more
	);
	if (frappe.user.has_role("Repair Manager"))
		offer(
			["Agreed"],
			__("Waive Payment"),
			() => with_reason(__("Waive Payment"), "paid_repairs.api_quotes.waive", frm),
			more
		);
}

/** The invoice, or the button that drafts it once the work is done. */
async function show_bill(frm) {
	if (frm.doc.state !== "Agreed") return;
	const invoice = await read("paid_repairs.api_quotes.bill", { quote: frm.doc.name });
	if (invoice) {
		frm.set_intro(`${esc(__("Sales Invoice"))} ${bill(invoice)}`, "blue");
		return;
	}
	// finance reads quotations, but no tickets
	if (!frappe.model.can_write("Paid Repair Quote")) return;
	const ticket = await frappe.db.get_value("Repair Ticket", frm.doc.ticket, "status");
	if (DONE.includes(ticket.message.status)) {
		primary(frm, __("Draft Sales Invoice"), () =>
			write("paid_repairs.api_quotes.draft_invoice", { quote: frm.doc.name }).then((name) => {
				frappe.show_alert({
					message: __("Sales Invoice {0} is drafted; finance submits it.", [name]),
					indicator: "green",
				});
				frm.reload_doc();
			})
		);
	}
}

function print_quote(name) {
	const query = new URLSearchParams({
		doctype: "Paid Repair Quote",
		name,
		format: "Paid Repair Quotation",
		no_letterhead: 1,
	});
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`, "_blank", "noopener");
}

function primary(frm, label, run) {
	frm.add_custom_button(label, run).removeClass("btn-default").addClass("btn-primary");
}

/** Sum of a line while it is typed; the server computes it again. */
export function quote_amounts(frm) {
	frm.doc.items.forEach((line) => (line.amount = flt(line.qty * line.rate, 2)));
	frm.set_value(
		"total",
		flt(
			frm.doc.items.reduce((sum, line) => sum + line.amount, 0),
			2
		)
	);
	frm.refresh_field("items");
}
