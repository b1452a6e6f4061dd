/* Deposits held already, from a spreadsheet: check the file, read what it says, then post all rows or none. */
import { esc, write } from "./util";

const WAIT = {};

export function import_deposits(listview) {
	const dialog = new frappe.ui.Dialog({
		title: __("Import Opening Deposits"),
		size: "large",
		fields: [
			{ fieldname: "file", fieldtype: "Attach", label: __("Deposit List (XLSX or CSV)"), reqd: 1, onchange: () => start(dialog, listview) },
			{ fieldname: "result", fieldtype: "HTML" },
		],
		secondary_action_label: __("Download Template"),
		secondary_action: () => open_url_post("/api/method/fangxiu_app.api.importing.template", { kind: "deposits" }),
	});
	dialog.show();
	start(dialog, listview);
}

/** Another file: what was checked before says nothing about it. */
function start(dialog, listview) {
	draw(dialog, `<p class="text-muted">${__("Nothing is posted by the check. A list can be imported again: what is in the books already is left alone.")}</p>`);
	dialog.set_primary_action(__("Check File"), () => run(dialog, listview, true));
}

async function run(dialog, listview, dry_run) {
	const { file } = dialog.get_values() || {};
	if (!file || WAIT.busy) return;
	WAIT.busy = true;
	dialog.disable_primary_action();
	try {
		const report = await write("importing.deposits", { file_url: file, dry_run: dry_run ? 1 : 0 });
		show(dialog, listview, report);
	} finally {
		WAIT.busy = false;
		dialog.enable_primary_action();
	}
}

function show(dialog, listview, report) {
	if (!report.ok) {
		start(dialog, listview);
		draw(dialog, errors(report));
	} else if (report.dry_run) {
		draw(dialog, counts(__("The list is in order. It would be posted like this:"), report));
		dialog.set_primary_action(__("Import"), () => run(dialog, listview, false));
	} else {
		draw(dialog, counts(__("The deposits were brought forward."), report));
		dialog.set_primary_action(__("Close"), () => dialog.hide());
		listview.refresh();
	}
}

function counts(title, report) {
	const rows = [
		[__("Rows"), report.rows],
		[__("New Deposits"), report.created],
		[__("In the Books Already"), report.unchanged],
		[__("Amount"), format_number(report.total, null, 2)],
	];
	const cells = rows.map(([label, value]) => `<tr><td>${label}</td><td class="text-right">${value}</td></tr>`);
	return `<p><b>${title}</b></p><table class="table table-bordered table-sm fx-import">${cells.join("")}</table>`;
}

function errors(report) {
	const rows = report.errors.map(
		(error) => `<tr><td>${error.row}</td><td>${esc(error.column || "–")}</td>
			<td>${esc(error.header || "–")}</td><td>${error.message}</td></tr>`
	);
	const title = __("Nothing was imported: {0} errors. Correct the file and check it again.", [report.error_count]);
	const heads = [__("Row"), __("Column"), __("Column Header"), __("What To Do")].map((head) => `<th>${head}</th>`);
	return `<p class="text-danger"><b>${title}</b></p><div style="max-height: 45vh; overflow: auto">
		<table class="table table-bordered table-sm fx-import"><thead><tr>${heads.join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
}

function draw(dialog, html) {
	dialog.fields_dict.result.$wrapper.html(html);
}
