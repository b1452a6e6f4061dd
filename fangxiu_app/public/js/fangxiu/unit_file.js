/* The one page of a unit (一户一档): completeness, one table per section, evidence; and its full file as a PDF. */
import { made_file } from "./made_files";
import { personal_data_buttons } from "./personal_data";
import { people_button } from "./unit_people";
import { esc, form_link, long_time, read, write } from "./util";
import { __ } from "./wording";

export async function show_unit(frm) {
	if (frm.is_new()) return;
	buttons(frm);
	people_button(frm);
	personal_data_buttons(frm);
	const file = await read("archive.api_units.file", { unit: frm.doc.name });
	if (file.unit !== frm.doc.name) return;
	const sections = file.sections.map(section);
	const links = file.sections.map(
		(one) =>
			`<a href="#" data-section="${esc(one.code)}">${esc(__(one.title))} <b>${one.rows.length}</b></a>`
	);
	const $box = frm.fields_dict.file_page.$wrapper.empty();
	$box.html(
		`${completeness(file)}<div class="fx-file-links">${links.join("")}</div>${sections.join("")}${gallery(file.evidence)}`
	);
	$box.find("[data-section]").on("click", (event) => {
		event.preventDefault();
		$box.find(`[data-part="${event.currentTarget.dataset.section}"]`)[0].scrollIntoView({
			behavior: "smooth",
		});
	});
}

/** One value as its column shows it; a kind that is none of these is the document the value opens. */
function shown(column, row) {
	const value = row[column.field];
	if (column.kind === "cover") return covered(value, row[column.field.replace("until", "covered")]);
	if (value == null || value === "") return "–";
	const as = {
		text: () => esc(value),
		word: () => esc(__(value)),
		words: () =>
			value.map((word) => `<span class="fx-tag fx-orange">${esc(__(word))}</span>`).join(" ") || "–",
		day: () => esc(String(value).slice(0, 10)),
		moment: () => esc(long_time(value)),
		int: () => esc(value),
		number: () => esc(flt(value)),
		money: () => esc(format_currency(value)),
	};
	return (as[column.kind] || (() => form_link(column.kind, value)))();
}

function section({ code, title, columns, rows }) {
	const head = columns.map((c) => `<th style="width: ${c.width}%">${esc(__(c.label))}</th>`).join("");
	const numbers = ["int", "number", "money"];
	const cell = (c, row) =>
		`<td class="${numbers.includes(c.kind) ? "text-right" : ""}">${shown(c, row)}</td>`;
	const body = rows.length
		? rows.map((row) => `<tr>${columns.map((c) => cell(c, row)).join("")}</tr>`).join("")
		: `<tr><td colspan="${columns.length}" class="text-muted">${esc(__("None"))}</td></tr>`;
	return `<section data-part="${esc(code)}"><h5>${esc(__(title))}</h5><div class="fx-scroll"><table class="table table-sm fx-file">
		<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></section>`;
}

function completeness(file) {
	const words = file.missing.length
		? `${esc(__("Missing"))}：${file.missing.map(esc).join("、")}`
		: esc(__("The file is complete."));
	return `<div class="fx-file-head"><div class="progress"><div class="progress-bar" style="width: ${file.percent}%"></div></div>
		<b>${file.percent}%</b> ${words}</div>`;
}

function covered(day, yes) {
	if (!day) return "–";
	return `<span class="indicator-pill ${yes ? "green" : "gray"}">${esc(day)} ${esc(yes ? __("covered") : __("over"))}</span>`;
}

function gallery(items) {
	const photos = items.filter((item) => item.kind === "Photo");
	const shown = photos.map(
		(item) =>
			`<a href="${esc(item.file)}" target="_blank" rel="noopener" title="${esc(item.caption || "")}"><img src="${esc(item.file)}" alt="${esc(item.caption || "")}" loading="lazy"></a>`
	);
	return `<h5>${esc(__("Evidence"))} (${items.length})</h5><div class="fx-file-photos">${shown.join("")}</div>`;
}

function buttons(frm) {
	if (frappe.model.can_create("Handover Inspection")) {
		frm.add_custom_button(__("Inspect a Unit"), () => {
			frappe.route_options = { unit: frm.doc.name };
			frappe.set_route("unit-inspection");
		});
	}
	frm.add_custom_button(__("Full File (PDF)"), () => full_file(frm));
	frm.add_custom_button(__("Building Board"), () => {
		frappe.route_options = { project: frm.doc.project };
		frappe.set_route("building-board");
	});
}

/** The whole file with its photos; a long one is made in the queue and followed until it is there. */
function full_file(frm) {
	return made_file(
		"archive.api_units.full_file",
		{ unit: frm.doc.name },
		"archive.api_units.full_file_state",
		{
			title: __("Full File (PDF)"),
			doing: __("Photos are put together"),
			interrupted: __("The file was interrupted. Start it again."),
			ready: __("The full file is ready."),
		}
	);
}

/** Make the units of a building from its floors and positions: looked at first, then made. */
export function generate_units(frm) {
	if (frm.is_new() || !frappe.model.can_create("Unit Archive")) return;
	frm.add_custom_button(__("Generate Units"), () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Generate Units"),
			fields: [
				{
					fieldname: "entrances",
					fieldtype: "Data",
					label: __("Entrance Numbers"),
					description: __("1, 2, 3; empty for a house without entrances"),
					default: numbered(frm.doc.entrances || 1),
				},
				{ fieldname: "first_floor", fieldtype: "Int", label: __("First Floor"), default: 1, reqd: 1 },
				{ fieldtype: "Column Break" },
				{
					fieldname: "last_floor",
					fieldtype: "Int",
					label: __("Last Floor"),
					default: frm.doc.floors || 1,
					reqd: 1,
				},
				{ fieldtype: "Section Break" },
				{
					fieldname: "positions",
					fieldtype: "Text",
					label: __("Positions of a Floor"),
					description: __("One a line: number, house type, area; for example 01 Three-room 118.5"),
					reqd: 1,
				},
				{ fieldname: "result", fieldtype: "HTML" },
			],
		});
		const check = () => {
			dialog.fields_dict.result.$wrapper.empty();
			dialog.set_primary_action(__("Check"), (values) => run(frm, dialog, values, true));
		};
		// what was changed after the check was not checked
		dialog.fields_list.forEach((field) => (field.df.onchange = check));
		check();
		dialog.show();
	});
}

/** 1, 2, 3 … */
function numbered(count) {
	return Array.from({ length: count }, (_, index) => index + 1).join(", ");
}

async function run(frm, dialog, values, dry_run) {
	const report = await write(
		"archive.api_units.generate",
		{ building: frm.doc.name, ...values, dry_run: dry_run ? 1 : 0 },
		dialog.get_primary_btn()
	);
	if (!report.ok) {
		dialog.fields_dict.result.$wrapper.html(
			report.errors.map((error) => `<p class="text-danger">${error.message}</p>`).join("")
		);
		return;
	}
	const counts = __("New: {0}, changed: {1}, unchanged: {2}", [
		report.created,
		report.updated,
		report.unchanged,
	]);
	dialog.fields_dict.result.$wrapper.html(`<p><b>${esc(counts)}</b></p>`);
	if (dry_run) dialog.set_primary_action(__("Generate Units"), (now) => run(frm, dialog, now, false));
	else {
		dialog.hide();
		frappe.show_alert({ message: esc(counts), indicator: "green" });
	}
}
