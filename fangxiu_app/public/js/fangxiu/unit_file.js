/* The one page of a unit (一户一档): completeness, both warranty clocks by part, tickets, handover, evidence. */
import { esc, form_link, long_time, read, short_time, write } from "./util";

export async function show_unit(frm) {
	if (frm.is_new()) return;
	buttons(frm);
	const file = await read("units.file", { unit: frm.doc.name });
	if (file.unit !== frm.doc.name) return;
	const $box = frm.fields_dict.file_page.$wrapper.empty();
	$box.html(
		[
			completeness(file),
			table(
				__("Warranty by Part"),
				[__("Warranty Item"), __("Owner covered until"), __("Contractor liable until"), __("Payer")],
				file.warranty.map((row) => [
					esc(row.part),
					covered(row.owner_until, row.owner_covered),
					covered(row.contractor_until, row.contractor_covered),
					esc(row.payer),
				])
			),
			table(
				__("Repair Tickets"),
				[__("Ticket"), __("Reported At"), __("Location"), __("Defect Type"), __("State")],
				file.tickets.map((row) => [
					form_link("Repair Ticket", row.name),
					esc(short_time(row.reported_at)),
					esc(row.location),
					esc(row.defect_type),
					esc(__(row.status)),
				])
			),
			table(
				__("Inspection and Handover"),
				[__("Document"), __("Kind"), __("State"), __("Time")],
				[
					...file.inspections.map((row) => [form_link("Handover Inspection", row.name), esc(__(row.round)), esc(__(row.state)), esc(long_time(row.inspected_at))]),
					...file.transfers.map((row) => [form_link("Unit Transfer", row.name), esc(__(row.kind)), esc(__(row.state)), esc(long_time(row.handed_over_at))]),
				]
			),
			gallery(file.evidence),
		].join("")
	);
}

function completeness(file) {
	const words = file.missing.length ? `${esc(__("Missing"))}：${file.missing.map(esc).join("、")}` : esc(__("The file is complete."));
	return `<div class="fx-file-head"><div class="progress"><div class="progress-bar" style="width: ${file.percent}%"></div></div>
		<b>${file.percent}%</b> ${words}</div>`;
}

function covered(day, yes) {
	if (!day) return "–";
	return `<span class="indicator-pill ${yes ? "green" : "gray"}">${esc(day)} ${esc(yes ? __("covered") : __("over"))}</span>`;
}

function table(title, heads, rows) {
	const body = rows.length
		? rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("")
		: `<tr><td colspan="${heads.length}" class="text-muted">${esc(__("None"))}</td></tr>`;
	return `<h5>${esc(title)}</h5><table class="table table-sm fx-file"><thead><tr>${heads.map((head) => `<th>${esc(head)}</th>`).join("")}</tr></thead><tbody>${body}</tbody></table>`;
}

function gallery(items) {
	const photos = items.filter((item) => item.kind === "Photo");
	const shown = photos.map((item) => `<a href="${esc(item.file)}" target="_blank" rel="noopener" title="${esc(item.caption || "")}"><img src="${esc(item.file)}" alt="${esc(item.caption || "")}" loading="lazy"></a>`);
	return `<h5>${esc(__("Evidence"))} (${items.length})</h5><div class="fx-file-photos">${shown.join("")}</div>`;
}

function buttons(frm) {
	frm.add_custom_button(__("Inspect a Unit"), () => {
		frappe.route_options = { unit: frm.doc.name };
		frappe.set_route("unit-inspection");
	});
	frm.add_custom_button(__("Building Board"), () => {
		frappe.route_options = { project: frm.doc.project };
		frappe.set_route("building-board");
	});
}

/** Make the units of a building from its floors and positions: looked at first, then made. */
export function generate_units(frm) {
	if (frm.is_new() || !frappe.model.can_create("Unit Archive")) return;
	frm.add_custom_button(__("Generate Units"), () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Generate Units"),
			fields: [
				{ fieldname: "entrances", fieldtype: "Data", label: __("Entrances"), description: __("1, 2, 3; empty for a house without entrances"), default: "1" },
				{ fieldname: "first_floor", fieldtype: "Int", label: __("First Floor"), default: 1, reqd: 1 },
				{ fieldtype: "Column Break" },
				{ fieldname: "last_floor", fieldtype: "Int", label: __("Last Floor"), default: frm.doc.floors || 1, reqd: 1 },
				{ fieldtype: "Section Break" },
				{ fieldname: "positions", fieldtype: "Text", label: __("Positions of a Floor"), description: __("One a line: number, house type, area; for example 01 Three-room 118.5"), reqd: 1 },
				{ fieldname: "result", fieldtype: "HTML" },
			],
			primary_action_label: __("Check"),
			primary_action: (values) => run(frm, dialog, values, true),
		});
		dialog.show();
	});
}

async function run(frm, dialog, values, dry_run) {
	const report = await write("units.generate", { building: frm.doc.name, ...values, dry_run: dry_run ? 1 : 0 }, dialog.get_primary_btn());
	if (!report.ok) {
		dialog.fields_dict.result.$wrapper.html(report.errors.map((error) => `<p class="text-danger">${error.message}</p>`).join(""));
		return;
	}
	const counts = __("New: {0}, changed: {1}, unchanged: {2}", [report.created, report.updated, report.unchanged]);
	dialog.fields_dict.result.$wrapper.html(`<p><b>${esc(counts)}</b></p>`);
	if (dry_run) dialog.set_primary_action(__("Generate Units"), (now) => run(frm, dialog, now, false));
	else {
		dialog.hide();
		frappe.show_alert({ message: esc(counts), indicator: "green" });
	}
}
