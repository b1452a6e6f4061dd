/* Forms of the money side: chain of evidence, notice and objection, safe amount. The server decides. */
import { deduction_next, main_button, print_papers } from "./deduction_words";
import { comma, esc, form_url, icon, long_time, read, write } from "./util";
import { __ } from "./wording";

/** The chain of evidence as a list with links; a missing link says what to do. */
export function show_chain(frm) {
	const rows = (frm.doc.__onload && frm.doc.__onload.chain) || [];
	const line = (row) => {
		const [doctype, name] = row.link;
		const link = name ? `<a href="${form_url(doctype, name)}">${esc(name)}</a>` : "";
		const mark = row.done ? "check" : "dash";
		const rest = row.done ? esc(row.at ? long_time(row.at).replace(/ 00:00$/, "") : "") : row.way_out;
		const only_time = row.code === "objection" && row.at; // nothing is missing, the window runs
		return `<li class="fx-link ${row.done ? "fx-done" : "fx-open"}">${icon(mark)} <b>${esc(row.label)}</b> ${link}
			<span class="${row.done || only_time ? "text-muted" : "text-danger"}">${rest}</span></li>`;
	};
	const text = frm.is_new() ? __("Save first: then the evidence stands here.") : "";
	frm.get_field("chain_html").$wrapper.html(`<ul class="fx-chain">${rows.map(line).join("")}</ul>${text}`);
}

/** Buttons that fit the state of a deduction. */
export function deduction_buttons(frm) {
	const open = frm.doc.docstatus === 0 && (frm.is_new() || frm.doc.state === "Draft");
	if (open && frm.doc.approval_state !== "In Approval") {
		frm.add_custom_button(__("Take From"), () => take_from(frm));
	}
	if (frm.is_new() || frm.is_dirty()) return;
	const { state, docstatus, approval_state } = frm.doc;
	const draft = docstatus === 0 && approval_state === "Draft";
	const group = __("Notice and Objection");
	const add = (label, run, next) =>
		next ? main_button(frm, label, run) : frm.add_custom_button(label, run, group);
	const step = deduction_next(frm);
	print_papers(frm, step);
	if (draft && frm.perm[0].write) {
		// beside the print, which is the step before it; where the contractor need not be heard it stays in the menu
		if (state === "Draft" && step) frm.add_custom_button(__("Record Notice"), () => notice(frm));
		else if (state === "Draft") add(__("Record Notice"), () => notice(frm));
		if (frm.doc.notified_at && !frm.doc.notice_file)
			add(__("Add Proof File"), () => add_proof(frm), step === "proof");
		if (state === "Objected") add(__("Answer Objection"), () => answer(frm), step === "answer");
		if (state === "Answered") add(__("Correct Answer"), () => answer(frm));
		if (state !== "Withdrawn")
			add(__("Withdraw Deduction"), () => reason(frm, "withdraw", __("Withdraw Deduction")));
	}
	const { objected_at, answered_at, notified_at } = frm.doc;
	if (frm.perm[0].write && notified_at && !objected_at && ["Notified", "Posted"].includes(state)) {
		add(__("Record Objection"), () => objection(frm));
	}
	if (frm.perm[0].write && state === "Posted" && objected_at && !answered_at)
		add(__("Answer Objection"), () => answer(frm));
	// elsewhere it is cancelled, which leaves nothing behind
	if (state === "Posted" && frm.doc.__onload?.only_reversed && frappe.user.has_role("Accounts Manager")) {
		frm.add_custom_button(__("Reverse Deduction"), () =>
			ask_reason(__("Reverse Deduction"), (values) =>
				write("money.deductions.api_deductions.reverse", { deduction: frm.doc.name, ...values }).then(
					() => frm.reload_doc()
				)
			)
		);
	}
}

/** What the agreement's contractor owes and nobody has charged yet: chosen lines come with amounts and source. */
async function take_from(frm) {
	const { agreement, source } = frm.doc;
	if (!agreement || !source) {
		frappe.show_alert({
			message: __("Choose the warranty agreement and the source first."),
			indicator: "orange",
		});
		return;
	}
	const offers = await read("money.deductions.api_deductions.offers", { agreement, source });
	if (!offers.length) return nothing_open(agreement, source);
	const named = new Set(frm.doc.items.map((row) => `${row.source_name}|${row.clause_no || ""}`));
	const fields = offers.map((offer, index) => ({
		fieldname: `offer_${index}`,
		fieldtype: "Check",
		label: offer_label(frm, offer),
		default: offers.length === 1 && !offer.blocked ? 1 : 0,
		read_only: offer.blocked ? 1 : 0,
		description: offer.blocked,
		hidden: offer.lines.length && named.has(`${offer.source_name}|${offer.lines[0].clause_no}`) ? 1 : 0,
	}));
	const dialog = new frappe.ui.Dialog({
		title: __("Take From: {0}", [__(source)]),
		fields,
		primary_action_label: __("Take"),
		primary_action(values) {
			dialog.hide();
			take(
				frm,
				offers.filter((_offer, index) => values[`offer_${index}`])
			);
		},
	});
	dialog.show();
}

/** Says of which other source something can be taken, so that nobody tries them one by one. */
async function nothing_open(agreement, source) {
	const others = ["Third Party Order", "Compensation", "Meter Charge"].filter((one) => one !== source);
	const found = await Promise.all(
		others.map((other) => read("money.deductions.api_deductions.offers", { agreement, source: other }))
	);
	const open = others.filter((_other, index) => found[index].some((offer) => !offer.blocked));
	const words = [
		__(
			"Nothing of this kind is open for this agreement: all of it is charged already, or not verified yet."
		),
	];
	if (open.length)
		words.push(
			__("Open are: {0}. Choose that under Source, then press “{1}” again.", [
				open.map((one) => __(one, null, "Contractor Deduction")).join(comma()),
				__("Take From"),
			])
		);
	frappe.msgprint(words.join("<br>"));
}

/** A bill in another currency shows both: what was billed, and what all its lines take from the deposit. */
const offer_label = (frm, offer) => {
	const ours = frappe.boot.sysdefaults.currency;
	const billed = offer.base_amount ? `${format_currency(offer.base_amount, ours)} → ` : "";
	const name = esc(offer.source_type ? offer.source_name : "");
	return `${name} ${esc(offer.title)} <b>${billed}${offer.blocked ? "" : format_currency(offer.amount, frm.doc.currency)}</b>`;
};

/** What a bill takes from a deposit in another currency, rounded down to the cent as the server does. */
export const taken = (base, rate) => Math.floor((base * 100) / rate + 1e-6) / 100;

function take(frm, offers) {
	const empty = (row) => !row.description && !row.claimed && !row.source_name;
	frm.doc.items = frm.doc.items.filter((row) => !empty(row));
	for (const line of offers.flatMap((offer) => offer.lines)) {
		frm.add_child("items", { ...line, amount: line.claimed });
	}
	const bills = [frm.doc.bill_no, ...offers.map((offer) => offer.bill_no)].filter(Boolean);
	frm.set_value("bill_no", [...new Set(bills)].join("、"));
	if (!frm.doc.facts) frm.set_value("facts", offers.map((offer) => offer.title).join("；"));
	frm.refresh_field("items");
	frm.dirty();
}

/** On what a contractor answers for: the deduction that charges it, or the way to one. */
export function charge_button(frm, source) {
	const name = frm.doc.__onload?.deduction;
	const [label, may, run] = name
		? [
				__("Contractor Deduction"),
				"can_read",
				() => frappe.set_route("Form", "Contractor Deduction", name),
			]
		: [__("Deduct"), "can_create", () => deduct_source(source)];
	if (frappe.model[may]("Contractor Deduction")) frm.add_custom_button(label, run);
}

/** A new deduction with the lines of one source: of an order, a compensation or a meter charge. */
export async function deduct_source({ kind, name, project, agreement }) {
	const offers = await read("money.deductions.api_deductions.offers", { agreement, source: kind });
	const offer = offers.find((one) => one.source_name === name);
	if (!offer) {
		frappe.msgprint(
			__("{0} is charged already, or cannot be charged any more. Reload the page.", [name])
		);
		return;
	}
	if (offer.blocked) {
		frappe.msgprint(offer.blocked);
		return;
	}
	open_deduction({ project, agreement, source: kind }, offer);
}

/** A new deduction of one offer, its lines filled in. */
export async function open_deduction(values, offer) {
	await frappe.model.with_doctype("Contractor Deduction");
	const doc = frappe.model.get_new_doc("Contractor Deduction");
	Object.assign(doc, values, { facts: offer.title, bill_no: offer.bill_no, items: [] });
	for (const line of offer.lines) {
		Object.assign(frappe.model.add_child(doc, "Deduction Item", "items"), line, { amount: line.claimed });
	}
	frappe.set_route("Form", "Contractor Deduction", doc.name);
}

/** Of a posted deduction too: Frappe asks for the right to submit before any method of its form, and nobody holds it. */
const hear = (frm, action, args) =>
	write(`money.deductions.api_deductions.${action}`, { deduction: frm.doc.name, ...args }).then(() =>
		frm.reload_doc()
	);

function call(frm, method, args) {
	return frm.call(method, args).then(() => frm.reload_doc());
}

function ask(title, fields, run, size = "") {
	const dialog = new frappe.ui.Dialog({
		title,
		size,
		fields,
		primary_action_label: __("Save"),
		primary_action: (values) => run(values).then(() => dialog.hide()),
	});
	dialog.show();
}

const when = (label) => ({
	fieldname: "received_at",
	fieldtype: "Datetime",
	label,
	reqd: 1,
	default: frappe.datetime.now_datetime(),
});

function notice(frm) {
	const ways = ["Hand Delivery", "Registered Mail", "Fax", "Phone", "E-mail"];
	ask(
		__("Record Notice"),
		[
			when(__("Notice Received At")),
			{
				fieldname: "way",
				fieldtype: "Select",
				label: __("Method of Service"),
				reqd: 1,
				options: ways.map((value) => ({ value, label: __(value) })),
			},
			{ fieldname: "receiver", fieldtype: "Data", label: __("Received By"), reqd: 1 },
			{
				fieldname: "proof",
				fieldtype: "Data",
				label: __("Proof of Service"),
				reqd: 1,
				description: __("Tracking number, receipt, or words said on the phone"),
			},
			proof_file(),
		],
		(values) => call(frm, "notify", values)
	);
}

const proof_file = () => ({
	fieldname: "file",
	fieldtype: "Attach",
	label: __("Receipt, photo or recording"),
	reqd: 1,
});

function add_proof(frm) {
	ask(__("Add Proof File"), [proof_file()], (values) => call(frm, "add_proof", values));
}

function objection(frm) {
	ask(
		__("Record Objection"),
		[
			when(__("Objected At")),
			{ fieldname: "objection", fieldtype: "Small Text", label: __("Objection"), reqd: 1 },
			{
				fieldname: "file",
				fieldtype: "Attach",
				label: __("Objection and Its Proof"),
				description: __(
					"The contractor's paper with its proof, as the notice asks for it, in one file. Leave it empty where it was only said."
				),
			},
		],
		({ received_at, objection: text, file }) => hear(frm, "objection", { received_at, text, file })
	);
}

function answer(frm) {
	const rows = frm.doc.items.map((row) => ({
		name: row.name,
		description: row.description,
		claimed: row.claimed,
		amount: row.claimed,
		rate: row.exchange_rate,
		billed: row.base_claimed,
		base: row.base_claimed,
	}));
	const converted = rows.some((row) => row.rate);
	const results = ["Rejected", "Upheld in Part", "Upheld"];
	ask(
		__("Answer Objection"),
		[
			{
				fieldname: "result",
				fieldtype: "Select",
				label: __("Result of the Objection"),
				reqd: 1,
				options: results.map((value) => ({ value, label: __(value, null, "Contractor Deduction") })),
				default: frm.doc.objection_result,
			},
			{
				fieldname: "answer",
				fieldtype: "Small Text",
				label: __("Answer", null, "Contractor Deduction"),
				reqd: 1,
				default: frm.doc.answer,
			},
			{
				fieldname: "rows",
				fieldtype: "Table",
				label: __("Amounts"),
				depends_on: "eval:doc.result=='Upheld in Part'",
				cannot_add_rows: true,
				cannot_delete_rows: true,
				in_place_edit: true,
				data: rows,
				fields: [
					{
						fieldname: "description",
						fieldtype: "Data",
						label: __("Description"),
						in_list_view: 1,
						read_only: 1,
					},
					{
						fieldname: "claimed",
						fieldtype: "Currency",
						options: "currency",
						label: __("Claimed"),
						in_list_view: 1,
						read_only: 1,
					},
					...(converted
						? [
								{
									fieldname: "base",
									fieldtype: "Currency",
									label: __("Amount in Company Currency"),
									in_list_view: 1,
								},
							]
						: []),
					{
						fieldname: "amount",
						fieldtype: "Currency",
						options: "currency",
						label: __("Amount"),
						in_list_view: 1,
					},
					{
						fieldname: "reason",
						fieldtype: "Data",
						label: __("Reason for the Change"),
						in_list_view: 1,
					},
				],
			},
		],
		({ result, answer, rows }) => {
			const amounts = {};
			if (result === "Upheld in Part") {
				for (const row of rows) {
					if (row.rate && row.amount === row.claimed && row.base !== row.billed)
						row.amount = taken(row.base, row.rate);
					if (row.amount !== row.claimed) amounts[row.name] = [row.amount, row.reason];
				}
			}
			return hear(frm, "answer", { result, text: answer, amounts });
		},
		"large"
	);
}

function ask_reason(title, run) {
	ask(title, [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }], run);
}

function reason(frm, method, title) {
	ask_reason(title, (values) => call(frm, method, values));
}
