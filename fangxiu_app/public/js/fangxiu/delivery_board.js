/* 交付看板, the delivery board: a time line from three months before D to C + 1 month, each milestone with its proof, and what each department still has to do. */
import { esc, form_link, form_url, icon, read, write } from "./util";
import { __ } from "./wording";

const LOOK = {
	Done: ["green", "check"],
	"Done Late": ["orange", "check"],
	"Not Yet Due": ["grey", "clock"],
	Soon: ["blue", "clock"],
	Overdue: ["red", "alert"],
	"No Date": ["grey", "dash"],
	Marker: ["grey", "dash"],
};
const DONE = ["Done", "Done Late"];

export class DeliveryBoard {
	constructor(page) {
		this.page = page;
		this.body = $('<div class="fx-delivery"></div>').appendTo(page.main);
		this.project = page.add_field({
			fieldname: "project",
			fieldtype: "Link",
			options: "Project",
			label: __("Project"),
			change: () => this.load(),
		});
		if (frappe.model.can_create("Delivery Batch")) {
			page.set_primary_action(__("New Delivery Batch"), () =>
				frappe.new_doc("Delivery Batch", { project: this.project.get_value() })
			);
		}
		page.add_inner_button(__("Timeline"), () => frappe.set_route("List", "Delivery Milestone", "Gantt"));
		this.body.on("click", "[data-milestone]", (event) =>
			frappe.set_route("Form", "Delivery Milestone", event.currentTarget.dataset.milestone)
		);
		this.body.on("click", "[data-lead]", (event) => {
			const [batch, at] = event.currentTarget.dataset.lead.split("|").map(Number);
			const found = this.found.batches[batch];
			follow(found.milestones[at], found, () => this.load());
		});
	}

	/** Show the batch or project of the route, or what was shown before. */
	show({ batch, project } = {}) {
		this.batch = batch || null;
		if (project) this.project.set_value(project);
		this.load();
	}

	async load() {
		const args = this.batch ? { batch: this.batch } : { project: this.project.get_value() || undefined };
		const found = await read("delivery.api_delivery.board", args);
		this.found = found;
		found.batches.forEach((batch, at) => batch.milestones.forEach((row, of) => (row.at = `${at}|${of}`)));
		this.body.html(
			found.batches.length
				? found.batches
						.map((batch) => section(batch, found, found.warnings[batch.project] || []))
						.join("")
				: `<p class="text-muted">${esc(__("No delivery batch yet. Make one with its day D: all milestones follow."))}</p>`
		);
	}
}

const day = (value) => (value ? frappe.datetime.str_to_user(value) : "–");

/** Go where the milestone is fulfilled: a record, a list, a report, a new record with what is known, a need that is in place. */
function follow(row, batch, done) {
	const { lead } = row;
	if (lead.form) return frappe.set_route("Form", ...lead.form);
	if (lead.list) return frappe.set_route("List", lead.list, lead.filters);
	if (lead.report) return frappe.set_route("query-report", lead.report, lead.filters);
	if (lead.need) return need_done(lead.need, batch, done);
	return frappe.model.with_doctype(lead.new, () => {
		const doc = frappe.model.get_new_doc(lead.new, null, null, true);
		Object.assign(doc, lead.values);
		for (const [table, rows] of Object.entries(lead.rows)) {
			doc[table] = [];
			rows.forEach((values) => Object.assign(frappe.model.add_child(doc, table), values));
		}
		frappe.set_route("Form", lead.new, doc.name);
	});
}

function need_done(needs, batch, done) {
	const options = needs.map(([value, label]) => ({ value, label }));
	frappe.prompt(
		[
			{
				fieldname: "need",
				fieldtype: "Select",
				label: __("Need"),
				options,
				default: options[0].value,
				reqd: 1,
			},
			{
				fieldname: "on",
				fieldtype: "Date",
				label: __("In Place Since"),
				default: frappe.datetime.get_today(),
				reqd: 1,
			},
		],
		(values) => write("delivery.api_delivery.need_done", { batch: batch.name, ...values }).then(done),
		__("In Place"),
		__("In Place")
	);
}

/** What the button of an open milestone says; none where this login could do nothing behind it. */
function lead_button(row) {
	const { lead } = row;
	if (!lead) return "";
	if (lead.new && !frappe.model.can_create(lead.new)) return "";
	const doctype = lead.list || lead.form?.[0];
	if (doctype && !frappe.model.can_read(doctype)) return "";
	const label = lead.new
		? __("New {0}", [__(lead.new)])
		: lead.need
			? __("In Place")
			: __(lead.report || doctype);
	return `<button type="button" class="btn btn-default btn-xs" data-lead="${esc(row.at)}">${esc(label)}</button>`;
}

function section(batch, { today, lessons, mine }, warnings) {
	return `<section class="fx-batch">
		<div class="fx-row"><h4><a href="${form_url("Delivery Batch", batch.name)}">${esc(batch.title)}</a></h4>
			<span class="fx-chip fx-grey">${esc(__("Delivery Date (D)"))} <b>${esc(day(batch.delivery_date))}</b> ${esc(distance(batch.delivery_date, today))}</span>
			<span class="fx-chip fx-grey">${esc(__("Completion of Delivery (C)"))} <b>${esc(day(batch.completion_date))}</b></span>
			<span class="fx-chip fx-${batch.percent === 100 ? "green" : "blue"}">${esc(__("{0} % done", [batch.percent]))}</span>
		</div>
		<div class="fx-row fx-depts">${batch.departments.map(department).join("")}</div>
		${dangers(warnings)}
		${learnt(lessons[batch.project] || [])}
		${owed(batch, mine)}
		<div class="fx-scroll"><table class="fx-parts fx-ruler"><tbody>${ruler(batch, today)}</tbody></table></div>
	</section>`;
}

function distance(value, today) {
	const days = moment(value).diff(moment(today), "days");
	return days < 0 ? __("{0} days ago", [-days]) : __("in {0} days", [days]);
}

function department(row) {
	const colour = row.overdue ? "red" : row.open ? "blue" : "green";
	const late = row.overdue ? ` · ${__("{0} overdue", [row.overdue])}` : "";
	return `<span class="fx-dept fx-${colour}"><b>${esc(__(row.name))}</b> ${row.percent}%
		<i style="width: ${row.percent}%"></i><small>${esc(__("{0} to do", [row.open]) + late)}</small></span>`;
}

function owed(batch, mine) {
	const all = batch.milestones.filter((row) => ["Overdue", "Soon"].includes(row.state));
	if (!all.length)
		return `<div class="fx-banner fx-green">${icon("check")} ${esc(__("No outstanding items today."))}</div>`;
	const own = all.filter((row) => mine.includes(row.department));
	const others = all.filter((row) => !mine.includes(row.department));
	return (
		owed_list(__("Waiting on my department"), own) +
		owed_list(own.length ? __("Other departments") : __("Outstanding items"), others)
	);
}

function owed_list(title, rows) {
	if (!rows.length) return "";
	const lines = rows.map(
		(row) =>
			`<li class="fx-${row.state === "Overdue" ? "overdue" : "soon"}"><a href="#" data-milestone="${esc(row.name)}">${esc(
				[__(row.department), row.title].join("：")
			)}</a> ${esc(proof(row))} ${esc(when(row))} <small>${esc(row.clause)}</small> ${lead_button(row)}${lack(row)}</li>`
	);
	const red = rows.some((row) => row.state === "Overdue");
	return `<div class="fx-banner fx-${red ? "red" : "blue"} fx-owed"><b>${esc(title)}</b><ul>${lines.join("")}</ul></div>`;
}

/** What is missing by name; where nothing is named, what would fulfil the milestone. */
export function lack(row) {
	if (row.missing) return `<div class="fx-lack">${esc(__("Missing: {0}", [row.missing]))}</div>`;
	return DONE.includes(row.state)
		? ""
		: `<div class="fx-lack">${esc(__("Done when: {0}", [row.wants]))}</div>`;
}

/** Open risk warnings of the project, what is late in red (R25). */
function dangers(rows) {
	if (!rows.length) return "";
	const late = (row) => (row.late ? __("overdue {0} d", [row.late]) : __(row.state));
	const lines = rows.map(
		(row) =>
			`<li class="fx-${row.late ? "overdue" : "soon"}">${form_link("Risk Warning", row.name, row.subject)} ${esc(
				[`[${__(row.level)}]`, row.place, __(row.department), day(row.due_on), late(row)].join(" · ")
			)}</li>`
	);
	const red = rows.some((row) => row.late);
	return `<div class="fx-banner fx-${red ? "red" : "orange"} fx-owed"><b>${icon("alert")} ${esc(
		__("{0} open risk warnings", [rows.length])
	)}</b><ul>${lines.join("")}</ul></div>`;
}

/** What other projects learnt and this one checks while it is prepared (R113). */
function learnt(rows) {
	if (!rows.length) return "";
	const lines = rows.map((row) => {
		const about = [row.location, row.defect_type, row.material, row.contractor_name];
		return `<li><b>${esc(about.filter(Boolean).join(" · "))}</b> ${esc(row.measure_later)} <small>${esc(__(row.department))}</small></li>`;
	});
	const library = frappe.router.make_url(["query-report", "Lessons Library"]);
	return `<details class="fx-banner fx-blue fx-owed"><summary>${esc(
		__("{0} lessons of other projects to check", [rows.length])
	)}</summary><ul>${lines.join("")}</ul><a href="${library}">${esc(__("Lessons Library"))}</a></details>`;
}

/** Have and wanted in words: "4/5", or what a documented proof says. */
export function proof(row) {
	if (row.manual_on && row.manual_file) return __("documented");
	if (row.proof === "Manual")
		return DONE.includes(row.state) ? __("documented") : __("proof with file missing");
	const name = __(row.proof) === row.title ? "" : __(row.proof);
	return row.of ? `${name} ${row.have}/${row.of}`.trim() : name;
}

function when(row) {
	if (row.state === "Overdue") return __("overdue {0} d", [row.late]);
	if (row.state === "Done Late") return __("{0} d late", [row.late]);
	return "";
}

/** One line per milestone: its bar ends on the due day; a vertical line marks today. */
function ruler(batch, today) {
	const first = moment(batch.delivery_date).subtract(3, "months").subtract(7, "days");
	const last = moment(batch.completion_date || batch.delivery_date)
		.add(1, "months")
		.add(14, "days");
	const span = last.diff(first, "days");
	const at = (value) =>
		Math.min(Math.max((100 * moment(value).diff(first, "days")) / span, 0), 100).toFixed(2);
	const marks = [
		["D", batch.delivery_date],
		["C", batch.completion_date],
		[__("Today"), today],
	].filter(([, value]) => value);
	const head = `<tr class="fx-scale"><td></td><td></td><td><div class="fx-line">${marks
		.map(([label, value]) => `<span class="fx-tick" style="left: ${at(value)}%">${esc(label)}</span>`)
		.join("")}</div></td></tr>`;
	return head + batch.milestones.map((row) => bar(row, at, today, batch)).join("");
}

function bar(row, at, today, batch) {
	const [colour, sign] = LOOK[row.state];
	const marker = row.state === "Marker";
	const lines = [today, batch.delivery_date]
		.map((value, n) => `<i class="fx-v${n}" style="left: ${at(value)}%"></i>`)
		.join("");
	const dot = row.due_date
		? `<span class="fx-dot fx-${colour} ${marker ? "fx-flag" : ""}" style="left: ${at(row.due_date)}%" title="${esc(day(row.due_date))}"></span>`
		: "";
	return `<tr class="fx-mile"><td><a href="#" data-milestone="${esc(row.name)}"><b>${esc(row.title)}</b></a> <small>${esc(row.clause)} · ${esc(
		__(row.department)
	)}</small></td>
		<td>${
			marker
				? esc(day(row.due_date))
				: `<span class="fx-tag fx-${colour}">${icon(sign)} ${esc(__(row.state))}</span> ${esc(proof(row))}
			<small>${esc(day(row.due_date))} ${esc(when(row))} ${esc(row.note)}</small> ${lead_button(row)}${lack(row)}`
		}</td>
		<td><div class="fx-line">${lines}${dot}</div></td></tr>`;
}
