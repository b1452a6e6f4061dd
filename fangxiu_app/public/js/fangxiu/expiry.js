/* The end of warranties (R51-R57): the campaign's steps, shares, call list and repair days. */
import { open_intake } from "./intake";
import { ask, CRAFT, has, HEADS, open_print, photo, words } from "./expiry_ask";
import { draw_panel } from "./expiry_panel";
import { intake_of, late_steps, next_steps, untold } from "./expiry_steps";
import { esc, read, short_time } from "./util";
import { __ } from "./wording";

const POSTERS = [...CRAFT, "Repair Clerk", "Fangxiu Property Desk"];
const CALLERS = [...POSTERS, "Repair Customer Service"];
const OPEN = ["To Notify", "Under Way"];
const PROBLEMS = "Problems Reported";
const REPLIES = ["Nothing Found", PROBLEMS, "No Answer"];

/** The list's button: begin what is due in one project, or in all of the user's. */
export function check_expiry(listview) {
	if (!has(HEADS)) return;
	const title = __("Check Ends of Warranty");
	const projects = Object.keys(frappe.boot.fx_projects || {});
	const project = {
		fieldname: "project",
		fieldtype: "Link",
		options: "Project",
		label: __("Project"),
		description: __("Empty: all of your projects"),
		default: projects.length === 1 ? projects[0] : "",
	};
	listview.page.set_primary_action(title, () =>
		ask(title, [project], "check", {}, ({ ending, added }) => {
			frappe.show_alert({
				message: checked(ending, added),
				indicator: added ? "green" : "blue",
			});
			listview.refresh();
		})
	);
}

/** The list's badges say what is over due as the forms do: one request for a page of open campaigns. */
export async function mark_late_campaigns(listview) {
	const today = frappe.datetime.get_today();
	const due = listview.data.filter((row) => OPEN.includes(row.status) && row.notice_due < today);
	const asked = due.filter((row) => !("fx_late" in row));
	if (!asked.length) return;
	const names = JSON.stringify(asked.map((row) => row.name));
	const steps = await read("expiry.api_expiry.steps", { campaigns: names });
	for (const row of asked) row.fx_late = late_steps({ steps: steps[row.name] || [] }, today).length > 0;
	if (asked.some((row) => row.fx_late)) listview.render_list();
}

/** What the check has found, in words. */
export function checked(ending, added) {
	if (added) return __("{0} units came into a campaign.", [added]);
	return ending
		? __("{0} units end within the coming month; all of them are in a campaign already.", [ending])
		: __("No warranty ends within the coming month.");
}

/** The campaign's form. */
export async function show_campaign(frm) {
	if (frm.is_new()) return;
	const { doc } = frm;
	frm.page.wrapper.addClass("fx-phone-actions");
	frm.toggle_enable(["report_route", "after_route"], !doc.notified_at && OPEN.includes(doc.status));
	const panel = await read("expiry.api_expiry.panel", { campaign: doc.name });
	const reload = () => frm.reload_doc();
	draw_panel(frm.fields_dict.panel_html.$wrapper, panel, {
		call: has(CALLERS) && ((row) => reply(row, doc.project, reload)),
		log:
			frappe.model.can_create("Repair Request") &&
			((row) => open_intake(intake_of(row, doc.project, row.reply_note, reload))),
	});
	frm.page.clear_custom_actions?.();
	if (OPEN.includes(doc.status)) say_due(frm, panel);
	if (OPEN.includes(doc.status)) buttons(frm, panel);
}

/** The notice that is due, or over due, and what it still lacks; after it the steps whose day has passed, also beside the title. */
function say_due(frm, panel) {
	const passed = late_steps(panel, frappe.datetime.get_today());
	if (passed.length)
		frm.page.set_indicator(`${__(frm.doc.status, null, "Expiry Campaign")} · ${__("Overdue")}`, "red");
	const line = (row) =>
		__("{0} was due on {1}: do it now ({2}).", [
			__(row.label),
			frappe.datetime.str_to_user(row.due),
			row.clause,
		]);
	if (!frm.doc.notified_at)
		return say_notice(frm, panel, passed.filter((row) => row.clause !== "R52").map(line));
	const lines = passed.map(line);
	if (panel.waits)
		lines.push(
			__("Messages wait for the message hours and leave from {0} on.", [short_time(panel.waits)])
		);
	frm.set_intro(lines.map((text) => esc(text)).join("<br>"), passed.length ? "red" : "blue");
}

function say_notice(frm, { no_print }, more) {
	const late = frm.doc.notice_due < frappe.datetime.get_today();
	const day = frappe.datetime.str_to_user(frm.doc.notice_due);
	const due = late
		? __("The friendly notice was due on {0}: send it now (R52).", [day])
		: __("The friendly notice is due on {0} (R52).", [day]);
	frm.set_intro([due, ...no_print, ...more].map((text) => esc(text)).join("<br>"), late ? "red" : "blue");
}

/** One main button, the next step the user may take; the others stand behind one button. */
function buttons(frm, panel) {
	const offered = actions(frm, panel);
	const next = next_steps(frm.doc, panel, frappe.datetime.get_today()).find((key) => offered[key]);
	for (const [key, [label, run]] of Object.entries(offered)) {
		if (key === next) frm.add_custom_button(label, run).addClass("btn-primary");
		else frm.add_custom_button(label, run, __("Other Actions"));
	}
}

/** Key → label and what it does, of what the user may do now. */
function actions(frm, panel) {
	const { doc } = frm;
	const found = {};
	const reload = () => frm.reload_doc();
	const add = (key, label, fields, roles, done = reload, lacking = null) => {
		if (!has(roles)) return;
		const run = () =>
			frm.is_dirty()
				? frappe.msgprint(__("Save your changes on the form first."))
				: lacking?.length
					? still_missing(lacking)
					: ask(label, fields, key, { campaign: doc.name }, done);
		found[key] = [label, run];
	};
	if (untold(doc, panel))
		add(
			"issue",
			__("Send Friendly Notice"),
			issue_fields(panel),
			HEADS,
			told(frm, panel),
			panel.no_print
		);
	add("post", __("Record Posting"), posting_fields(), POSTERS);
	found.poster = [__("Print Poster"), () => print(frm, panel, "Expiry Notice Poster")];
	found.letters = [__("Print Letters"), () => print(frm, panel, "Expiry Notice Letters")];
	if (doc.status !== "Under Way") {
		add("withdraw", __("Withdraw"), [reason(1)], HEADS);
		return found;
	}
	if (panel.letters_left) add("letters_delivered", __("Letters Delivered"), letters_fields(panel), POSTERS);
	if (frappe.model.can_create("Meeting Record"))
		found.meeting = [__("Mobilisation Meeting"), () => meeting(frm, panel)];
	add("plan_day", __("Plan Repair Day"), day_fields(panel), CRAFT);
	const left = doc.repair_days.filter((row) => !row.note);
	if (left.length) add("record_day", __("Record Repair Day"), went_fields(left), CRAFT);
	add("brief", __("Make Briefings"), brief_fields(panel), CRAFT, briefed(frm));
	const { of, have } = panel.steps.find((row) => row.clause === "R57");
	if (of > have) found.sign = [__("Briefings to Sign"), () => to_sign(doc.name)];
	const early = doc.last_date >= frappe.datetime.get_today() ? closing_lacks(panel, doc) : null;
	add("close", __("Close Campaign"), close_fields(panel), HEADS, reload, early);
	return found;
}

function print(frm, panel, format) {
	if (frm.is_dirty()) return frappe.msgprint(__("Save your changes on the form first."));
	return panel.no_print.length ? still_missing(panel.no_print) : open_print(frm.doc, format);
}

const still_missing = (lines) =>
	frappe.msgprint({ title: __("Still Missing"), message: lines.join("<br>"), indicator: "orange" });

const told = (frm, panel) => (answer) => {
	const waits = answer.messages ? waiting(panel) : [];
	frappe.show_alert({
		message: [__("{0} messages, {1} letters.", [answer.messages, answer.letters]), ...waits].join("<br>"),
		indicator: waits.length ? "orange" : "green",
	});
	frm.reload_doc();
};

/** At night messages wait for the morning: said before they are told, and after. */
const waiting = ({ sends_at }) =>
	sends_at
		? [__("Messages wait for the message hours and leave from {0} on.", [short_time(sends_at)])]
		: [];

const briefed = (frm) => (papers) => {
	frappe.show_alert({
		message: papers
			? __("{0} briefings to sign.", [papers])
			: __("Nothing is open that is not briefed yet."),
		indicator: papers ? "orange" : "green",
	});
	if (papers) to_sign(frm.doc.name);
	else frm.reload_doc();
};

const to_sign = (campaign) => frappe.set_route("List", "Expiry Briefing", { campaign });

const reason = (reqd) => ({ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd });

const letters_fields = ({ letters_left }) => [
	words(__("{0} letters are recorded as delivered today.", [letters_left])),
];

/** What the briefings will say; what has no ticket stands in none of them. */
function brief_fields({ to_brief, unreported }) {
	const lines = to_brief.papers
		? [
				__("{0} tickets are open: {1} briefings are made, one for each unit and contractor.", [
					to_brief.tickets,
					to_brief.papers,
				]),
				__("Owner and contractor sign them on the screen, or on paper."),
			]
		: [__("Nothing is open that is not briefed yet.")];
	if (unreported.length)
		lines.push(
			__(
				"{0} units have problems of which there is no ticket: log them first, no briefing names them.",
				[unreported.length]
			)
		);
	return [words(...lines)];
}

function issue_fields(panel) {
	const {
		rates: { units, notified },
		notice,
	} = panel;
	return [
		words(
			__(
				"{0} units will be told. Those without a message get a letter: print the letters afterwards.",
				[units - notified]
			),
			...waiting(panel)
		),
		{
			fieldtype: "HTML",
			options: `<p class="text-muted mb-1">${esc(__("What the first of them reads"))}</p><blockquote>${esc(notice)}</blockquote>`,
		},
		{
			fieldname: "by_message",
			fieldtype: "Check",
			label: __("Message to owners with a mobile"),
			default: 1,
		},
	];
}

function posting_fields() {
	return [
		{ fieldname: "place", fieldtype: "Data", label: __("Place"), reqd: 1 },
		photo(__("Photo")),
		{
			fieldname: "posted_on",
			fieldtype: "Date",
			label: __("Posted On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
	];
}

function day_fields(panel) {
	const options = panel.contractors
		.filter((row) => row.contractor)
		.map((row) => ({
			value: row.contractor,
			label: [row.name, __("{0} open tickets", [row.open])].join(" · "),
		}));
	return [
		{ fieldname: "contractor", fieldtype: "Select", label: __("Contractor"), options, reqd: 1 },
		{ fieldname: "day", fieldtype: "Date", label: __("Date"), reqd: 1 },
		{ fieldname: "people", fieldtype: "Int", label: __("People") },
		{ fieldname: "material", fieldtype: "Small Text", label: __("Material") },
	];
}

function went_fields(left) {
	const options = left.map((row) => ({ value: row.name, label: [row.day, row.contractor].join(" ") }));
	return [
		{
			fieldname: "row",
			fieldtype: "Select",
			label: __("Repair Day"),
			options,
			default: options[0].value,
			reqd: 1,
		},
		{ fieldname: "present", fieldtype: "Int", label: __("People Present") },
		{ fieldname: "note", fieldtype: "Small Text", label: __("How It Went"), reqd: 1 },
	];
}

/** What keeps a campaign open until its last day. */
function closing_lacks({ missing }, { last_date }) {
	if (!missing.length) return [];
	const day = frappe.datetime.str_to_user(last_date);
	return [...missing, esc(__("After {0} a reason may stand for what is missing.", [day]))];
}

function close_fields(panel) {
	const list = panel.missing.map((text) => `<li>${text}</li>`).join("");
	if (!list) return [];
	return [
		{ fieldtype: "HTML", options: `<ul>${list}</ul>` },
		{ ...reason(0), label: __("Reason") },
	];
}

/** A meeting's minutes with the contractors that have something open. */
async function meeting(frm, panel) {
	await frappe.model.with_doctype("Meeting Record");
	const doc = frappe.model.get_new_doc("Meeting Record");
	Object.assign(doc, {
		project: frm.doc.project,
		campaign: frm.doc.name,
		kind: "Mobilisation",
		topic: __("Mobilisation before the end of the warranty: {0}", [frm.doc.title]).slice(0, 140),
		leader: frappe.session.user_fullname,
	});
	doc.attendees = [];
	for (const row of panel.contractors.filter((one) => one.name)) {
		frappe.model.add_child(doc, "Meeting Attendee", "attendees").company = row.name;
	}
	frappe.set_route("Form", "Meeting Record", doc.name);
}

/** What the owner of a unit said; of problems a report is taken at once, with what was said. */
function reply(row, project, done) {
	const options = REPLIES.map((value) => ({ value, label: __(value) }));
	ask(
		`${__("Record Reply")} ${row.unit_code}`,
		[
			{ fieldname: "answer", fieldtype: "Select", label: __("Result of the Call"), options, reqd: 1 },
			{
				fieldname: "note",
				fieldtype: "Small Text",
				label: __("What Was Said"),
				mandatory_depends_on: `eval:doc.answer === '${PROBLEMS}'`,
			},
		],
		"reply",
		{ expiry_unit: row.name },
		(_answer, { answer, note }) => {
			done();
			if (answer === PROBLEMS && frappe.model.can_create("Repair Request"))
				open_intake(intake_of(row, project, note, done));
		}
	);
}

/** A unit of a campaign: the owner's reply, and a report at once. */
export function show_expiry_unit(frm) {
	if (frm.is_new()) return;
	const { doc } = frm;
	const reload = () => frm.reload_doc();
	if (doc.notified_on && has(CALLERS)) {
		frm.add_custom_button(__("Record Reply"), () => reply(doc, doc.project, reload)).addClass(
			"btn-primary"
		);
	}
	if (frappe.model.can_create("Repair Request")) {
		const said = doc.reply === PROBLEMS ? doc.reply_note : "";
		frm.add_custom_button(__("Log a Defect"), () =>
			open_intake(intake_of(doc, doc.project, said, reload))
		);
	}
}
