/* Reports of the repair centre: the data of a draft, its buttons, and who got it. */
import { esc, form_link, long_time, read, short_time, write } from "./util";
import { __ } from "./wording";

const NUMBERS = ["int", "number", "percent"];

function shown(column, value) {
	if (value == null || value === "") return "–";
	if (column.kind === "percent") return `${Number(value).toFixed(1)}%`;
	if (column.kind === "number") return Number(value).toFixed(1);
	if (column.kind === "day") return esc(String(value).slice(0, 10));
	if (column.kind === "word") return esc(__(value));
	if (column.field === "ticket" || column.field === "repeat_of") return form_link("Repair Ticket", value);
	if (column.label === "Risk Warning") return form_link("Risk Warning", value);
	return esc(value);
}

function table(section) {
	const head = section.columns
		.map((c) => `<th style="width:${c.width}%">${esc(__(c.label))}</th>`)
		.join("");
	const cell = (c, row) =>
		`<td class="${NUMBERS.includes(c.kind) ? "text-right" : ""}">${shown(c, row[c.field])}</td>`;
	const body = section.rows
		.map((row) => `<tr>${section.columns.map((c) => cell(c, row)).join("")}</tr>`)
		.join("");
	const more = section.more ? `<p class="text-muted">${esc(__("and {0} more", [section.more]))}</p>` : "";
	const rows = section.rows.length
		? `<div class="fx-scroll"><table class="table table-bordered table-sm"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
		: `<p class="text-muted">${esc(__("None in this period."))}</p>`;
	return `<h6>${esc(__(section.title))}</h6>${rows}${more}`;
}

function cards(list) {
	const one = (card) =>
		`<div class="fx-figure"><span>${esc(__(card.label))}</span><b>${card.value ?? "–"}</b>` +
		`<small>${esc(__("Period Before"))} ${card.before ?? "–"}</small></div>`;
	return `<div class="fx-figures">${list.map(one).join("")}</div>`;
}

/** The data of the period, as tables in the form. */
export function show_data(frm) {
	const data = frm.doc.data ? JSON.parse(frm.doc.data) : null;
	const html = data
		? cards(data.cards) + data.sections.map(table).join("")
		: esc(__("The data are filled in when the report is saved."));
	frm.get_field("data_view").$wrapper.html(`<div class="fx-report">${html}</div>`);
}

/** Who got an issued report, when, and what failed. */
export async function show_sent(frm) {
	const wrapper = frm.get_field("sent_view").$wrapper.empty();
	if (frm.is_new() || frm.doc.state === "Draft") return;
	const rows = await read("reports.api_stage_report.sent", { report: frm.doc.name });
	const line = (row) => {
		const who = row.recipient_kind === "Role" ? __(row.recipient) : row.recipient_name || row.recipient;
		const waits = row.state === "Queued" && row.next_try_at;
		const when = row.sent_at
			? long_time(row.sent_at)
			: waits
				? esc(__("from {0} on", [short_time(row.next_try_at)]))
				: "–";
		return `<tr><td>${esc(who)}</td><td>${esc(__(row.channel))}</td><td>${esc(__(row.state))}</td><td>${when}</td><td>${esc(row.error || "")}</td></tr>`;
	};
	const labels = [
		__("Recipient"),
		__("Sent Through"),
		__("State"),
		__("Sent At"),
		__("Reason Not Achieved"),
	];
	const head = labels.map((label) => `<th>${esc(label)}</th>`).join("");
	wrapper.html(
		rows.length
			? `<table class="table table-bordered table-sm"><thead><tr>${head}</tr></thead><tbody>${rows.map(line).join("")}</tbody></table>`
			: `<p class="text-muted">${esc(__("Nobody is named in the report schedule of this project."))}</p>`
	);
}

/** Asked with what the report lacks now: what was typed is saved before the button runs. */
export function issue_report(frm, reload) {
	const { lacks = [], recipients: to = [], sends_at: waits } = frm.doc.__onload || {};
	if (lacks.length)
		return frappe.msgprint({
			title: __("Still Missing"),
			message: lacks.map(esc).join("<br>"),
			indicator: "orange",
		});
	const ask = to.length
		? __("Issue {0}? It is frozen, kept as PDF and sent to: {1}.", [
				esc(frm.doc.title),
				esc(to.join("、")),
			])
		: __(
				"Issue {0}? It is frozen and kept as PDF, but nobody gets it: name recipients in the report schedule of this project first.",
				[esc(frm.doc.title)]
			);
	const later = waits
		? `<br>${esc(__("Messages wait for the message hours and leave from {0} on.", [short_time(waits)]))}`
		: "";
	return frappe.confirm(to.length ? ask + later : ask, () =>
		write("reports.api_stage_report.issue", { report: frm.doc.name }).then(reload)
	);
}

export function report_buttons(frm) {
	const draft = frm.doc.state === "Draft";
	frm.toggle_display(["progress"], frm.doc.kind !== "Quality Inspection Report");
	if (frm.is_new()) return;
	if (!draft) frm.disable_form();
	const lacks = frm.doc.__onload?.lacks || [];
	const words = __(
		"Draft: complete the manager's words, then issue the report. It is frozen and sent after that."
	);
	frm.set_intro(draft ? [words, ...lacks].map(esc).join("<br>") : "", "blue");
	if (frm.is_dirty() || !frappe.model.can_write("Stage Report")) return;
	const args = { report: frm.doc.name };
	const reload = () => frm.reload_doc();
	if (draft)
		frm.add_custom_button(__("Refresh Data"), () =>
			write("reports.api_stage_report.refresh", args).then(reload)
		);
	if (draft && frappe.user.has_role(["Repair Manager", "Fangxiu Administrator"]))
		frm.add_custom_button(__("Issue Report"), () => issue_report(frm, reload))
			.removeClass("btn-default")
			.addClass("btn-primary");
	if (frm.doc.state === "Issued") {
		const open = (name) => frappe.set_route("Form", "Stage Report", name);
		frm.add_custom_button(__("New Version of Report"), () =>
			frappe.confirm(
				__(
					"Make a new version of this report? It begins as a draft with its words; the issued one stays as it was sent."
				),
				() => write("reports.api_stage_report.new_version", args).then(open)
			)
		);
	}
}

/** Photos are chosen from the evidence of the same project. */
export function photo_query(frm) {
	frm.set_query("evidence", "photos", () => ({ filters: { project: frm.doc.project, kind: "Photo" } }));
}
