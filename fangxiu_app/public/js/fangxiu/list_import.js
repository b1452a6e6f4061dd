/* Lists from a spreadsheet: see what was recognised, choose sheets and columns, check, then import all rows or none. */
import { esc, form_url, read, write } from "./util";
import { __ } from "./wording";

/** Problems shown in the dialog; all of them are in the file that can be downloaded. */
const SHOWN = 100;

/**
 * ``kind``: of the template and of what is looked for; ``method``: endpoint; ``fields``: asked besides the file;
 * ``counts``: rows [label, value] of a report; ``hint``, ``checked``, ``done``: what is said before, between, after.
 */
export class ListImport {
	constructor(listview, options) {
		this.listview = listview;
		this.options = options;
		this.sheets = [];
	}

	show() {
		this.dialog = new frappe.ui.Dialog({
			title: this.options.title,
			size: "large",
			fields: [
				...this.options.fields.map((field) => ({ ...field, onchange: () => this.reset() })),
				{
					fieldname: "file",
					fieldtype: "Attach",
					label: this.options.label,
					reqd: 1,
					onchange: () => this.look(),
				},
				{ fieldtype: "Section Break" },
				{ fieldname: "sheets", fieldtype: "HTML" },
				{ fieldname: "result", fieldtype: "HTML" },
			],
			secondary_action_label: __("Download Template"),
			secondary_action: () =>
				open_url_post("/api/method/fangxiu_app.importing.api_importing.template", {
					kind: this.options.kind,
				}),
		});
		this.dialog.show();
		this.reset();
	}

	/** Another project, file, sheet or column: what was checked before says nothing about it. */
	reset() {
		this.dialog.set_primary_action(__("Check File"), () => this.run(true));
		this.draw(`<p class="text-muted">${this.options.hint}</p>`);
	}

	/** A file was chosen: what stands in it is shown before anything is checked. */
	async look() {
		const file_url = this.dialog.get_value("file");
		if (file_url === this.file) return;
		this.file = file_url;
		this.sheets = [];
		this.draw_sheets("");
		this.reset();
		if (!file_url) return;
		const sheets =
			(await write("importing.api_importing.look", { file_url, kind: this.options.kind })) || [];
		if (this.file !== file_url) return;
		this.sheets = sheets;
		this.draw_sheets(sheets.map(sheet_row).join(""));
		this.dialog.fields_dict.sheets.$wrapper.find("input").on("change", () => this.reset());
	}

	draw_sheets(rows) {
		const note = rows
			? `<p class="text-muted small">${__("What was recognised in the file. Ticked sheets are imported.")}</p>`
			: "";
		this.dialog.fields_dict.sheets.$wrapper.html(`${note}<div class="fx-sheets">${rows}</div>`);
	}

	/** Names of ticked inputs of one kind. */
	ticked(name) {
		const inputs = this.dialog.fields_dict.sheets.$wrapper
			.find(`input[name="${name}"]:checked`)
			.toArray();
		return inputs.map((input) => input.value);
	}

	choices() {
		const named = this.sheets.some((sheet) => sheet.name);
		return { sheets: named ? this.ticked("sheet") : [], left_out: this.ticked("column") };
	}

	async run(dry_run) {
		const values = this.dialog.get_values();
		if (!values?.file || this.busy) return;
		const { sheets, left_out } = this.choices();
		if (this.sheets.some((sheet) => sheet.name && sheet.fits) && !sheets.length) {
			this.draw(
				`<p class="text-danger">${__("No sheet is ticked. Tick those that are to be imported.")}</p>`
			);
			return;
		}
		this.busy = true;
		this.dialog.disable_primary_action();
		this.draw(`<p class="text-muted">${dry_run ? __("Checking …") : __("Importing …")}</p>`);
		try {
			const asked = this.options.fields.map((field) => field.fieldname).filter(Boolean);
			const answer = await write(this.options.method, {
				...Object.fromEntries(asked.map((name) => [name, values[name]])),
				file_url: values.file,
				dry_run: dry_run ? 1 : 0,
				sheets: JSON.stringify(sheets),
				left_out: JSON.stringify(left_out),
			});
			this.report(answer.job ? await this.wait(answer.job) : answer);
		} catch {
			this.reset();
		} finally {
			this.busy = false;
			this.dialog.enable_primary_action();
		}
	}

	/** A long list is imported in the background: ask until its report is there. */
	async wait(job) {
		for (;;) {
			await new Promise((resolve) => setTimeout(resolve, 1500));
			const answer = await read("estate.api_import_units.state", { job });
			if (answer.state === "done") return answer.report;
			if (answer.state === "running") {
				this.progress(job, answer);
				if (answer.interrupted) await write("estate.api_import_units.resume", { job });
			} else {
				frappe.msgprint({
					title: __("Import Failed"),
					indicator: "red",
					message: answer.message || __("The import was interrupted. Start it again."),
				});
				throw new Error(answer.state);
			}
		}
	}

	/** How far it is, in the words of the import; it goes on without this window. */
	progress(job, { percent = 0, text, interrupted }) {
		const words = interrupted
			? __("The import was interrupted and is taken up again …")
			: text || __("Waiting for a free worker …");
		this
			.draw(`<div class="progress"><div class="progress-bar" style="width: ${cint(percent)}%"></div></div>
			<p>${cint(percent)}% · ${esc(words)}</p>
			<p class="text-muted">${__("You may close this window: the result stands in {0}.", [
				`<a href="${form_url("Unit Import", job)}">${__("Unit Import")}</a>`,
			])}</p>`);
	}

	report(report) {
		this.reset();
		if (!report.ok) {
			this.draw(problems(report) + notes(report));
			this.dialog.fields_dict.result.$wrapper.find("[data-save]").on("click", () => save(report));
		} else if (report.dry_run) {
			this.draw(this.counts(this.options.checked, report) + notes(report));
			this.dialog.set_primary_action(__("Import"), () => this.run(false));
		} else {
			this.draw(this.counts(this.options.done, report) + notes(report));
			this.dialog.set_primary_action(__("Close"), () => this.dialog.hide());
			this.listview.refresh();
		}
	}

	counts(title, report) {
		const cells = this.options
			.counts(report)
			.map(([label, value]) => `<tr><td>${label}</td><td class="text-right">${value}</td></tr>`);
		return `<p class="mt-3"><b>${title}</b></p><table class="table table-bordered table-sm fx-import">${cells.join("")}</table>`;
	}

	draw(html) {
		this.dialog.fields_dict.result.$wrapper.html(html);
	}
}

/** One sheet: whether it is taken, what its columns are read as, and those nobody knows with a tick to leave them out. */
function sheet_row(sheet) {
	const tick = sheet.fits
		? `<input type="checkbox" name="sheet" value="${esc(sheet.name)}" ${sheet.chosen ? "checked" : ""} ${sheet.name ? "" : "disabled"}>`
		: '<input type="checkbox" disabled>';
	const hidden = sheet.hidden ? `<span class="fx-tag fx-orange">${__("Hidden Sheet")}</span>` : "";
	const rows = sheet.fits ? `<span class="text-muted">${__("{0} rows", [sheet.rows])}</span>` : "";
	const body = sheet.fits ? columns(sheet) : `<div class="small text-muted">${sheet.says}</div>`;
	return `<div class="fx-sheet"><label>${tick} <b>${esc(sheet.name) || __("The file")}</b> ${rows} ${hidden}</label>${body}</div>`;
}

function columns(sheet) {
	const known = sheet.columns
		.filter((column) => column.means && !column.unclear)
		.map((column) => {
			const words =
				column.header === column.means
					? esc(column.means)
					: `${esc(column.header)} → ${esc(column.means)}`;
			return `<span class="fx-tag fx-green">${words}</span>`;
		});
	const unclear = sheet.columns
		.filter((column) => column.unclear)
		.map((column) => {
			const words = __("Column {0} {1} is not recognised", [
				column.letter,
				column.header ? `“${esc(column.header)}”` : "",
			]);
			const place = esc(`${sheet.name}!${column.letter}`);
			return `<div class="fx-orange"><span class="fx-tag">${words}</span>
			<label class="small ml-2"><input type="checkbox" name="column" value="${place}"> ${__("do not import this column")}</label></div>`;
		});
	return `<div class="fx-chips small">${known.join("")}</div>${unclear.join("")}`;
}

function problems(report) {
	const sheets = report.errors.some((error) => error.sheet);
	const rows = report.errors.slice(0, SHOWN).map(
		(
			error
		) => `<tr>${sheets ? `<td>${esc(error.sheet)}</td>` : ""}<td>${error.row || "–"}</td><td>${esc(error.column || "–")}</td>
			<td>${esc(error.header || "–")}</td><td>${error.message}</td></tr>`
	);
	const title = __("Nothing was imported: {0} errors. Correct the file and check it again.", [
		report.error_count,
	]);
	const heads = [
		...(sheets ? [__("Sheet")] : []),
		__("Row"),
		__("Column"),
		__("Column Header"),
		__("What To Do"),
	];
	const more =
		report.error_count > SHOWN
			? `<p class="text-muted">${__("The first {0} are shown.", [SHOWN])}</p>`
			: "";
	return `<div class="d-flex justify-content-between align-items-center mt-3 mb-2"><b class="text-danger">${title}</b>
		<button class="btn btn-default btn-xs" data-save>${__("Download These Problems")}</button></div>
		<div style="max-height: 45vh; overflow: auto"><table class="table table-bordered table-sm fx-import">
		<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>${more}`;
}

/** What was read past, or read otherwise than it stands. */
function notes(report) {
	if (!report.notes?.length) return "";
	const lines = report.notes.slice(0, SHOWN).map((note) => {
		const row = note.row ? __("Row {0}", [note.row]) : "";
		const place = [note.sheet, row, note.column && `${note.column} ${note.header || ""}`]
			.filter(Boolean)
			.map(esc)
			.join(" · ");
		return `<li>${place ? `<span class="text-muted">${place}</span> ` : ""}${note.message}</li>`;
	});
	return `<details class="mt-2" open><summary>${__("How the file was read: {0} remarks", [report.notes.length])}</summary>
		<ul class="small mb-0">${lines.join("")}</ul></details>`;
}

/** The problems as a file for Excel, for whoever has to correct the list. */
function save(report) {
	const plain = (html) => $("<div>").html(html).text();
	const heads = [__("Sheet"), __("Row"), __("Column"), __("Column Header"), __("What To Do")];
	const rows = report.errors.map((error) => [
		error.sheet,
		error.row,
		error.column,
		error.header,
		plain(error.message),
	]);
	const cell = (value) => {
		const text = String(value ?? "");
		return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
	};
	const lines = [heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob(["\ufeff", lines], { type: "text/csv;charset=utf-8" }));
	link.download = `${__("Import Problems")}.csv`;
	link.click();
	URL.revokeObjectURL(link.href);
}

export function import_units(listview) {
	new ListImport(listview, {
		kind: "units",
		method: "estate.api_import_units.units",
		title: __("Import Units"),
		label: __("Unit List (XLSX or CSV)"),
		fields: [
			{ fieldname: "project", fieldtype: "Link", options: "Project", label: __("Project"), reqd: 1 },
			{ fieldtype: "Column Break" },
		],
		hint: __(
			"Nothing is written by the check. Rows are matched by unit: a list can be imported again after corrections."
		),
		checked: __("The list is in order. It would be imported like this:"),
		done: __("The list was imported."),
		counts: (report) => [
			[__("Rows"), report.rows],
			[__("New Units"), report.created],
			[__("Changed Units"), report.updated],
			[__("Unchanged Units"), report.unchanged],
			[__("New Buildings"), report.buildings],
			[__("New Owners"), report.owners],
		],
	}).show();
}

export function import_deposits(listview) {
	new ListImport(listview, {
		kind: "deposits",
		method: "money.deposits.api_import_deposits.deposits",
		title: __("Import Opening Deposits"),
		label: __("Deposit List (XLSX or CSV)"),
		fields: [],
		hint: __(
			"Nothing is posted by the check. A list can be imported again: what is in the books already is left alone."
		),
		checked: __("The list is in order. It would be posted like this:"),
		done: __("The deposits were brought forward."),
		counts: (report) => [
			[__("Rows"), report.rows],
			[__("New Deposits"), report.created],
			[__("In the Books Already"), report.unchanged],
			[__("Amount"), format_number(report.total, null, 2)],
		],
	}).show();
}
