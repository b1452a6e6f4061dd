/* One cause, several units: the further units, what their owners were told, and their answers (adr/0083). */
import { draft_dialog } from "./drafts";
import { esc, form_link, read, short_time, write } from "./util";
import { __ } from "./wording";

const RESULTS = ["Pass", "Pass With Remark", "Refused", "Unreachable"];

/** The table on the ticket's form, with its buttons for those who may write. */
export async function show_affected(frm) {
	if (frm.is_new()) return;
	draw(frm, await read("tickets.intake.api_affected.rows", { ticket: frm.doc.name }));
}

function draw(frm, rows) {
	const box = frm.fields_dict.affected_html.$wrapper;
	const button = (name, label) =>
		`<button type="button" class="btn btn-xs btn-default" data-do="${name}">${esc(label)}</button>`;
	const buttons = [
		button("add", __("Add Affected Units")),
		...(rows.length
			? [
					button("inform", __("Owners Informed")),
					button("accept", __("Record Acceptance")),
					button("remove", __("Take Off Units")),
				]
			: []),
	];
	const heads = ["", __("Unit"), __("Owner"), __("Owner Informed At"), __("Owner's Acceptance")].map(
		(head) => `<th>${esc(head)}</th>`
	);
	const table = rows.length
		? `<table class="fx-next-table fx-records"><thead><tr>${heads.join("")}</tr></thead><tbody>${rows.map(line).join("")}</tbody></table>`
		: `<p class="text-muted">${esc(__("Only this unit is concerned. Does the cause reach others (a leak down the riser), add them here."))}</p>`;
	box.off("click", "[data-do]").html(
		`${table}${frm.perm[0].write ? `<div class="fx-affected-buttons">${buttons.join(" ")}</div>` : ""}`
	);
	const chosen = () => {
		const marked = box
			.find("input:checked")
			.toArray()
			.map((input) => input.value);
		return marked.length ? marked : rows.map((row) => row.name);
	};
	const send = (method, args) =>
		write(`tickets.intake.api_affected.${method}`, { ticket: frm.doc.name, ...args }).then((found) =>
			draw(frm, found)
		);
	box.on("click", "[data-do]", (event) => ASK[event.currentTarget.dataset.do](frm, chosen(), send));
}

function line(row) {
	const told = row.informed_at
		? `${short_time(row.informed_at)} ${row.informed_note || ""}`
		: __("not yet");
	const answer = row.result
		? `${__(row.result)} ${short_time(row.accepted_at)} ${row.accepted_by_name || row.acceptance_remark || ""}`
		: __("not yet");
	return `<tr><td><input type="checkbox" value="${esc(row.name)}" aria-label="${esc(row.unit_code)}"></td>
		<td>${form_link("Unit Archive", row.unit, row.unit_code)}</td><td>${esc(row.owner_name || "–")} ${esc(row.owner_phone || "")}</td>
		<td>${esc(told)}</td><td>${esc(answer)}</td></tr>`;
}

const ASK = {
	add(frm, _names, send) {
		const filters = { project: frm.doc.project };
		ask(
			frm,
			__("Add Affected Units"),
			[
				{
					fieldname: "units",
					fieldtype: "MultiSelectList",
					label: __("Units"),
					reqd: 1,
					get_data: async (text) => {
						const found = await read("archive.api_units.link_query", {
							doctype: "Unit Archive",
							txt: text || frm.doc.building?.split("-").pop() || "",
							page_len: 40,
							filters,
						});
						return found.map(([value, title, state]) => ({
							value,
							label: title,
							description: __(state),
						}));
					},
				},
			],
			({ units }) => send("add", { units })
		);
	},
	inform(frm, names, send) {
		ask(
			frm,
			__("Owners Informed"),
			[
				{
					fieldname: "note",
					fieldtype: "Small Text",
					label: __("Information Given to the Owner"),
					reqd: 1,
					description: __("Cause, plan, time and whom to call: the same words for all {0} units", [
						names.length,
					]),
				},
				{ fieldname: "send", fieldtype: "Check", label: __("Send it as a message as well") },
			],
			({ note, send: by_message }) => send("inform", { names, note, send: by_message ? 1 : 0 })
		);
	},
	accept(frm, names, send) {
		ask(
			frm,
			__("Record Acceptance"),
			[
				{
					fieldname: "result",
					fieldtype: "Select",
					label: __("Owner's Acceptance"),
					options: RESULTS.map((value) => ({ value, label: __(value) })),
					reqd: 1,
					default: RESULTS[0],
				},
				{
					fieldname: "by_name",
					fieldtype: "Data",
					label: __("Accepted By"),
					depends_on: `eval:doc.result && doc.result.startsWith("Pass")`,
				},
				{ fieldname: "remark", fieldtype: "Small Text", label: __("Remark of the Acceptance") },
			],
			(values) => send("accept", { names, ...values })
		);
	},
	remove(frm, names, send) {
		ask(
			frm,
			__("Take Off Units"),
			[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
			({ reason }) => send("remove", { names, reason })
		);
	},
};

function ask(frm, title, fields, run) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action: (values) =>
			run(values).then(() => {
				draft.done();
				dialog.hide();
			}),
	});
	const draft = draft_dialog(dialog, `affected:${title}`, frm.docname);
	dialog.show();
}
