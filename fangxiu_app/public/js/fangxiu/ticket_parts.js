/* Parts of a repair ticket: reserve, issue, give back, and what was fitted and removed; with their cost from the ledger. */
import { esc, form_link, read, write } from "./util";
import { __ } from "./wording";

const FINISHED = ["Closed", "Merged", "Cancelled", "Transferred"];
export const PART_COLOURS = { Reserved: "orange", Issued: "green", Returned: "gray", Freed: "gray" };

/** Draw the ticket's parts into its field; ``frm`` is a Repair Ticket. */
export async function show_parts(frm) {
	const field = frm.fields_dict.parts_html;
	if (!field || frm.is_new()) return;
	const reads = frappe.model.can_read("Ticket Part");
	frm.toggle_display("parts_html", reads);
	if (!reads) return;
	const box = $(field.wrapper);
	const found = await read("parts.api_ticket_parts.of_ticket", { ticket: frm.doc.name });
	const writes = frappe.model.can_write("Ticket Part");
	const open = writes && !FINISHED.includes(frm.doc.status);
	box.html(`
		<div class="fx-row fx-parts-bar">
			${open ? `<button type="button" class="btn btn-sm btn-default" data-take>${esc(__("Take a Part"))}</button>` : ""}
			${found.cost === null ? "" : whole(found.cost)}
		</div>
		${found.parts.length ? table(found.parts, writes, found.cost !== null) : `<p class="text-muted">${esc(__("No parts were taken for this ticket."))}</p>`}
	`);
	box.off("click.fx")
		.on("click.fx", "[data-take]", () => take(frm, found))
		.on("click.fx", "[data-act]", (event) => act(frm, found.parts, event.currentTarget));
}

function whole(cost) {
	return `<span>${esc(__("Cost of parts"))} <b>${esc(format_currency(cost, frappe.boot.sysdefaults.currency))}</b>
		<small class="text-muted">${esc(__("as booked in the stock ledger"))}</small></span>`;
}

/** What parts cost stands there for whom it is (``priced``). */
function table(parts, writes, priced) {
	const heads = [
		__("Spare Part"),
		__("Quantity"),
		__("State"),
		__("Fitted and Removed Part"),
		...(priced ? [__("Cost")] : []),
		"",
	];
	return `<div class="fx-scroll"><table class="fx-parts fx-stacked"><thead><tr>${heads.map((head) => `<th>${esc(head)}</th>`).join("")}</tr></thead>
		<tbody>${parts.map((part) => row(part, writes, priced)).join("")}</tbody></table></div>`;
}

function row(part, writes, priced) {
	const back = part.returned_qty ? `<small>${esc(__("{0} given back", [part.returned_qty]))}</small>` : "";
	const removed = [part.removed_note, part.removed_fate && __(part.removed_fate)]
		.filter(Boolean)
		.join(" → ");
	const notes = [part.fitted_note, removed].filter(Boolean).join("；");
	return `<tr>
		<td>${form_link("Ticket Part", part.name, part.item_name || part.item)}</td>
		<td>${esc(part.qty)} ${esc(part.unit)} ${back}</td>
		<td><span class="indicator-pill ${PART_COLOURS[part.state]}">${esc(__(part.state, null, "Ticket Part"))}</span></td>
		<td class="${notes ? "" : "fx-none"}">${esc(notes || "–")}</td>
		${priced ? `<td class="${part.cost ? "" : "fx-none"}">${esc(part.cost ? format_currency(part.cost, frappe.boot.sysdefaults.currency) : "–")}</td>` : ""}
		<td>${writes ? buttons(part) : ""}</td>
	</tr>`;
}

const ACTIONS = {
	Reserved: [
		["issue", () => __("Issue")],
		["release", () => __("Release")],
	],
	Issued: [
		["note", () => __("Record Fitting")],
		["give_back", () => __("Give Back")],
		["undo_issue", () => __("Undo Issue")],
		["undo_return", () => __("Undo Return")],
	],
	Returned: [["undo_return", () => __("Undo Return")]],
};

/** The last step is undone first: the return while something was given back, else the issue. */
const fits = (action, part) =>
	action === "undo_issue" ? !part.returned_qty : action === "undo_return" ? part.returned_qty : true;

function buttons(part) {
	return (ACTIONS[part.state] || [])
		.filter(([action]) => fits(action, part))
		.map(
			([action, label]) =>
				`<button type="button" class="btn btn-xs btn-default" data-act="${action}" data-part="${esc(part.name)}">${esc(label())}</button>`
		)
		.join(" ");
}

function act(frm, parts, button) {
	const part = parts.find((one) => one.name === button.dataset.part);
	perform(button.dataset.act, part, () => show_parts(frm), $(button));
}

/** One action on a part, asking what it needs. */
export function perform(action, part, done, button) {
	if (action === "note") {
		frappe.set_route("Form", "Ticket Part", part.name);
	} else if (action === "give_back") {
		const left = part.issued_qty - part.returned_qty;
		// it stays open where the quantity is refused
		const dialog = new frappe.ui.Dialog({
			title: __("Give Back"),
			fields: [
				{
					fieldname: "qty",
					fieldtype: "Float",
					label: __("Quantity to give back"),
					default: left,
					reqd: 1,
				},
			],
			primary_action_label: __("Give Back"),
			primary_action: ({ qty }) =>
				write(
					"parts.api_ticket_parts.give_back",
					{ name: part.name, qty },
					dialog.get_primary_btn()
				).then((answer) => {
					dialog.hide();
					done(answer);
				}),
		});
		dialog.show();
	} else if (action === "undo_issue") {
		frappe.confirm(
			__("Cancel the issue? The part goes back into the store and stays reserved for this ticket."),
			() => write("parts.api_ticket_parts.undo_issue", { name: part.name }).then(done)
		);
	} else if (action === "undo_return") {
		frappe.confirm(__("Undo the latest return? Its pieces count as used on this ticket again."), () =>
			write("parts.api_ticket_parts.undo_return", { name: part.name }).then(done)
		);
	} else {
		write(`parts.api_ticket_parts.${action}`, { name: part.name }, button).then(done);
	}
}

function take(frm, { stock, store }) {
	if (!store) {
		frappe.msgprint(
			__("This project has no spare parts store yet. The buyer makes it with the spare parts list.")
		);
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title: __("Take a Part"),
		no_submit_on_enter: true, // Enter chooses the part from the list
		fields: [
			{
				fieldname: "item",
				fieldtype: "Autocomplete",
				label: __("Spare Part"),
				reqd: 1,
				options: stock.map((one) => ({
					value: one.name,
					label: one.item_name,
					description: __("{0} {1} free", [one.free, one.unit]),
				})),
				description: esc(store),
			},
			{ fieldname: "qty", fieldtype: "Float", label: __("Quantity"), default: 1, reqd: 1 },
			{
				fieldname: "now",
				fieldtype: "Check",
				label: __("Take it out of the store now"),
				default: 1,
				description: __("Otherwise it is reserved for this ticket."),
			},
		],
		primary_action_label: __("Take a Part"),
		async primary_action({ item, qty, now }) {
			const button = dialog.get_primary_btn().prop("disabled", true); // pressed twice, taken once
			const values = {
				doctype: "Ticket Part",
				ticket: frm.doc.name,
				project: frm.doc.project,
				item,
				qty,
			};
			const part = await frappe.db.insert(values).catch(() => null); // Frappe has shown the refusal
			if (!part) return button.prop("disabled", false);
			dialog.hide();
			if (now) await write("parts.api_ticket_parts.issue", { name: part.name });
			return show_parts(frm);
		},
	});
	dialog.show();
}

/** The buttons of the Ticket Part form. */
export function part_buttons(frm) {
	if (frm.is_new()) return;
	frm.add_custom_button(__("Open Ticket"), () => frappe.set_route("Form", "Repair Ticket", frm.doc.ticket));
	if (!frappe.model.can_write("Ticket Part")) return;
	(ACTIONS[frm.doc.state] || [])
		.filter(([action]) => action !== "note" && fits(action, frm.doc))
		.forEach(([action, label]) =>
			frm.add_custom_button(label(), () => perform(action, frm.doc, () => frm.reload_doc()))
		);
}
