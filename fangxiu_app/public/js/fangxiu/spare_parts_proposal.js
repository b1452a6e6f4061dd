/* Proposed quantities of a spare parts list: shown with what stands there already, written only after a yes, then told (R36). */
import { comma, esc, read, write } from "./util";
import { __ } from "./wording";

export async function propose({ frm }) {
	const { name } = frm.doc;
	const lines = await read("parts.api_spare_parts.proposal", { name });
	const add = lines.filter((line) => line.add > 0);
	const dialog = new frappe.ui.Dialog({
		title: __("Propose Quantities"),
		size: "large",
		fields: [{ fieldname: "what", fieldtype: "HTML", options: content(lines, add) }],
		primary_action_label: __("Add"),
		async primary_action() {
			const parts = ticked(dialog);
			const args = {
				name,
				parts: JSON.stringify(parts),
				quantities: JSON.stringify(typed(dialog, parts)),
			};
			const added = await write("parts.api_spare_parts.propose", args, dialog.get_primary_btn());
			dialog.hide();
			tell(added);
			frm.reload_doc();
		},
		secondary_action_label: __("Cancel"),
		secondary_action: () => dialog.hide(),
	});
	const label = () => {
		const count = ticked(dialog).length;
		dialog
			.get_primary_btn()
			.text(count ? __("Add {0} Parts", [count]) : __("Only Renew the Proposed Quantities"));
	};
	dialog.$wrapper.on("change", "[data-all]", (event) => {
		dialog.$wrapper.find("[data-part]").prop("checked", event.currentTarget.checked);
		label();
	});
	dialog.$wrapper.on("change", "[data-part]", () => {
		const boxes = dialog.$wrapper.find("[data-part]");
		dialog.$wrapper.find("[data-all]").prop("checked", boxes.length === boxes.filter(":checked").length);
		label();
	});
	label();
	dialog.show();
}

const ticked = (dialog) =>
	dialog.$wrapper
		.find("[data-part]:checked")
		.toArray()
		.map((box) => box.dataset.part);

/** Part → the quantity that stands in its field. */
const typed = (dialog, parts) =>
	Object.fromEntries(
		dialog.$wrapper
			.find("[data-qty]")
			.toArray()
			.filter((field) => parts.includes(field.dataset.qty))
			.map((field) => [field.dataset.qty, field.value])
	);

function tell(added) {
	const parts = added.map((line) => `${line.part_name} ${format_number(line.add, null, 0)} ${line.unit}`);
	frappe.msgprint({
		title: __("Propose Quantities"),
		message: added.length
			? esc(__("{0} parts were added: {1}.", [added.length, parts.join(comma())]))
			: esc(__("No part was added; the proposed quantities of the rows were renewed.")),
		indicator: "green",
	});
}

function content(lines, add) {
	const short = lines.filter((line) => !line.add && !line.row && line.like);
	const listed = lines.filter((line) => line.row);
	const parts = [];
	if (add.length) {
		parts.push(
			`<p>${esc(__("These {0} parts would be added to the list:", [add.length]))}</p>${table(add)}`
		);
	} else {
		parts.push(`<p>${esc(__("Nothing is to be added: the list has all parts that are proposed."))}</p>`);
	}
	if (short.length) {
		const names = short.map((line) =>
			__("{0} (listed: {1} {2} {3})", [
				line.part_name,
				line.like,
				format_number(line.provided, null, 0),
				line.unit,
			])
		);
		parts.push(
			`<p class="text-muted">${esc(__("Not proposed again, as the list provides for them: {0}.", [names.join(comma())]))}</p>`
		);
	}
	if (listed.length) {
		parts.push(
			`<p class="text-muted">${esc(
				__("{0} proposed parts have a row already: what is planned there stays.", [listed.length])
			)}</p>`
		);
	}
	return parts.join("");
}

function table(lines) {
	const heads = [__("Spare Part"), __("Quantity to Add"), __("Basis")];
	const row = (line) => `<tr>
		<td><label class="fx-part-pick"><input type="checkbox" data-part="${esc(line.part_name)}" checked> ${esc(line.part_name)}</label></td>
		<td class="fx-num text-nowrap"><input type="number" min="0" step="any" class="form-control input-xs fx-qty" data-qty="${esc(line.part_name)}"
			value="${Number(line.add)}" aria-label="${esc(`${__("Quantity to Add")} ${line.part_name}`)}"> <small>${esc(line.unit)}</small></td>
		<td><small>${esc(line.basis)}${line.like ? `<br>${esc(difference(line))}` : ""}</small></td></tr>`;
	const all = `<label class="fx-part-pick"><input type="checkbox" data-all checked> ${esc(__("All or None"))}</label>`;
	return `<div class="fx-scroll"><p>${all}</p><table class="fx-parts"><thead><tr>${heads
		.map((label, at) => `<th class="${at === 1 ? "fx-num" : ""}">${esc(label)}</th>`)
		.join("")}</tr></thead><tbody>${lines.map(row).join("")}</tbody></table></div>`;
}

/** Another row provides for a part of it: only the rest is proposed. */
const difference = ({ like, provided, unit, proposed }) =>
	__("{0} {1} are proposed, the list has {2} with {3} {1}: only the difference.", [
		format_number(proposed, null, 0),
		unit,
		like,
		format_number(provided, null, 0),
	]);
