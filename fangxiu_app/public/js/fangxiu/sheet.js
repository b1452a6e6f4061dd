/* The sheet of a patrol or spot check: six aspects, each marked, a fault described, a photo where it helps (R100, R103). */
import { draft_dialog } from "./drafts";
import { AT, event_time, event_time_fields } from "./event_time";
import { esc, read, write } from "./util";
import { __ } from "./wording";

const MARKS = [
	["Pass", "green"],
	["Fault", "red"],
	["Not Applicable", "grey"],
];

/** Open the sheet of ``kind`` ("Patrol" or "Spot Check") for the form's ticket; ``done`` gets what was saved. */
export async function record_sheet(frm, kind, tolerance, done) {
	const found = await read("tickets.site_work.api_work.sheet", { ticket: frm.doc.name });
	const scored = kind === "Spot Check";
	const opened_at = frappe.datetime.system_datetime();
	const heading = [__(kind), frm.doc.unit_code, found.checklist].filter(Boolean).join(" · ");
	const dialog = new frappe.ui.Dialog({
		title: heading,
		size: "extra-large",
		fields: [
			{ fieldname: "sheet", fieldtype: "HTML" },
			...(scored ? [] : progress_fields(found.last)),
			{ fieldtype: "Section Break" },
			{ fieldname: "findings", fieldtype: "Small Text", label: __("Findings") },
			{ fieldtype: "Column Break" },
			{ fieldname: "accompanied_by", fieldtype: "Data", label: __("Accompanied By") },
			...event_time_fields(tolerance),
		],
		primary_action_label: __("Save"),
		primary_action(values) {
			const { at, reason } = event_time(dialog, values);
			const { findings, accompanied_by, progress_percent, work_done, next_work } = values;
			write(
				"tickets.site_work.api_work.record",
				{
					ticket: frm.doc.name,
					kind,
					values: {
						checks: marked(table),
						findings,
						accompanied_by,
						progress_percent,
						work_done,
						next_work,
					},
					at,
					reason,
				},
				dialog.get_primary_btn()
			).then((saved) => {
				draft.done();
				dialog.hide();
				done(saved);
			});
		},
	});
	const table = draw(dialog.get_field("sheet").$wrapper, found.rows, scored);
	listen(table, frm);
	dialog.set_value(AT, opened_at);
	dialog.opened_at = opened_at;
	const draft = draft_dialog(dialog, `sheet:${kind}`, frm.doc.name, {
		get: () => marked(table),
		set: (rows) => put_back(table, rows),
	});
	dialog.show();
}

function progress_fields(last) {
	return [
		{ fieldtype: "Section Break", label: __("Progress of the Day") },
		{
			fieldname: "progress_percent",
			fieldtype: "Int",
			label: __("Progress (%)"),
			reqd: 1,
			default: last ? Math.round(last.progress_percent) : 0,
		},
		{ fieldtype: "Column Break" },
		{ fieldname: "work_done", fieldtype: "Small Text", label: __("Done Today"), reqd: 1 },
		{ fieldtype: "Column Break" },
		{
			fieldname: "next_work",
			fieldtype: "Small Text",
			label: __("Next"),
			reqd: 1,
			default: last ? last.next_work : "",
		},
	];
}

function draw(wrapper, rows, scored) {
	wrapper.html(`<table class="fx-sheet"><thead><tr>
		<th>${esc(__("Aspect"))}</th><th>${esc(__("Result"))} <button type="button" class="btn btn-xs btn-default fx-all-pass">${esc(__("All Pass"))}</button></th>
		${scored ? `<th>${esc(__("Score (0-100)"))}</th>` : ""}
		<th>${esc(__("Remark"))}</th><th>${esc(__("Photo"))}</th>
	</tr></thead><tbody>${rows.map((row) => line(row, scored)).join("")}</tbody></table>`);
	return wrapper.find("table");
}

function line(row, scored) {
	const name = `fx-${row.aspect.replace(/\W+/g, "-")}`;
	const marks = MARKS.map(
		([
			mark,
			colour,
		]) => `<label class="fx-mark fx-${colour}"><input type="radio" name="${name}" value="${mark}">
			<span>${esc(__(mark))}</span></label>`
	).join("");
	// what was faulty is answered by itself: one press for all does not pass it
	return `<tr data-aspect="${esc(row.aspect)}" ${row.faulty ? 'data-faulty="1"' : ""}>
		<td><b>${esc(row.label)}</b><small>${esc(row.item)}</small>${row.faulty ? `<small class="text-danger">${esc(__("Faulty at the last look: mark it by itself and say what was found now."))}</small>` : ""}</td>
		<td class="fx-marks">${marks}</td>
		${scored ? `<td><input type="number" min="0" max="100" class="form-control fx-score" aria-label="${esc(__("Score"))}"></td>` : ""}
		<td><input type="text" class="form-control fx-remark" aria-label="${esc(__("Remark"))}"></td>
		<td><button type="button" class="btn btn-xs btn-default fx-photo">${esc(__("Photo"))}</button></td>
	</tr>`;
}

function listen(table, frm) {
	table.on("click", ".fx-all-pass", () =>
		table.find('tr:not([data-faulty]) input[type=radio][value="Pass"]').prop("checked", true)
	);
	table.on("click", ".fx-photo", (event) => {
		const row = $(event.currentTarget).closest("tr");
		new frappe.ui.FileUploader({
			doctype: "Repair Ticket",
			docname: frm.doc.name,
			folder: "Home/Attachments",
			make_attachments_public: false,
			restrictions: { allowed_file_types: ["image/*"] },
			on_success(file) {
				row.data("photo", file.file_url);
				row.find(".fx-photo").addClass("btn-success").text("✓ 1");
			},
		});
	});
}

function marked(table) {
	return table
		.find("tbody tr")
		.toArray()
		.map((element) => {
			const row = $(element);
			const score = row.find(".fx-score").val();
			return {
				aspect: row.data("aspect"),
				result: row.find("input[type=radio]:checked").val() || "",
				remark: row.find(".fx-remark").val(),
				photo: row.data("photo") || null,
				...(score === undefined || score === "" ? {} : { score: Number(score) }),
			};
		});
}

/** The marks of a draft, each in the row of its aspect. */
function put_back(table, rows) {
	rows.forEach((kept) => {
		const row = table
			.find("tbody tr")
			.filter((_index, element) => $(element).data("aspect") === kept.aspect);
		row.find("input[type=radio]")
			.filter((_index, input) => input.value === kept.result)
			.prop("checked", true);
		row.find(".fx-remark").val(kept.remark);
		if (kept.score !== undefined) row.find(".fx-score").val(kept.score);
		if (kept.photo) row.data("photo", kept.photo).find(".fx-photo").addClass("btn-success").text("✓ 1");
	});
}
