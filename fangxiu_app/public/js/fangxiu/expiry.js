/* The end of warranties (R51-R57): the campaign's steps, shares, call list and repair days; briefings that both sides sign. */
import { open_intake } from "./intake";
import { draw_panel } from "./expiry_panel";
import { esc, read, write } from "./util";

const HEADS = ["Repair Manager", "Repair Supervisor", "Fangxiu Administrator"];
const CRAFT = ["Repair Engineer", ...HEADS];
const POSTERS = [...CRAFT, "Repair Clerk", "Fangxiu Property Desk"];
const CALLERS = [...POSTERS, "Repair Customer Service"];
const OPEN = ["To Notify", "Under Way"];
const REPLIES = ["Nothing Found", "Problems Reported", "No Answer"];
const has = (roles) => roles.some((role) => frappe.user.has_role(role));
const photo = (label) => ({
	fieldname: "photo",
	fieldtype: "Attach Image",
	label,
	reqd: 1,
	options: { make_attachments_public: false },
});

/** A dialog of ``fields`` whose values go to ``method``. */
function ask(title, fields, method, args, done) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action(values) {
			write(`expiry.api_expiry.${method}`, { ...args, ...values }, dialog.get_primary_btn()).then(
				(answer) => {
					dialog.hide();
					done(answer);
				}
			);
		},
	});
	dialog.show();
}

/** The list's button: begin what is due in one project. */
export function check_expiry(listview) {
	if (!has(HEADS)) return;
	const title = __("Check Ends of Warranty");
	listview.page.set_primary_action(title, () =>
		ask(
			title,
			[
				{
					fieldname: "project",
					fieldtype: "Link",
					options: "Project",
					label: __("Project"),
					reqd: 1,
				},
			],
			"check",
			{},
			(units) => {
				frappe.show_alert({
					message: units
						? __("{0} units came into a campaign.", [units])
						: __("No warranty ends within the coming month that is not in a campaign yet."),
					indicator: units ? "green" : "blue",
				});
				listview.refresh();
			}
		)
	);
}

/** The campaign's form. */
export async function show_campaign(frm) {
	if (frm.is_new()) return;
	const { doc } = frm;
	frm.page.wrapper.addClass("fx-phone-actions");
	frm.toggle_enable(["report_route", "after_route"], !doc.notified_at && OPEN.includes(doc.status));
	const panel = await read("expiry.api_expiry.panel", { campaign: doc.name });
	const call = (row) => reply(row.name, row.unit_code, () => frm.reload_doc());
	draw_panel(frm.fields_dict.panel_html.$wrapper, panel, has(CALLERS) ? call : null);
	frm.page.clear_custom_actions?.();
	if (OPEN.includes(doc.status)) buttons(frm, panel);
}

function buttons(frm, panel) {
	const { doc } = frm;
	const reload = () => frm.reload_doc();
	const add = (label, fields, method, roles, done = reload) => {
		if (!has(roles)) return null;
		return frm.add_custom_button(label, () => {
			if (frm.is_dirty()) return frappe.msgprint(__("Save your changes on the form first."));
			return ask(label, fields, method, { campaign: doc.name }, done);
		});
	};
	const untold = panel.rates.units - panel.rates.notified;
	if (doc.status === "To Notify" || untold) {
		add(__("Send Friendly Notice"), issue_fields(untold), "issue", HEADS, told(frm))?.addClass(
			"btn-primary"
		);
	}
	frm.add_custom_button(__("Print Poster"), () => print(doc, "Expiry Notice Poster"));
	frm.add_custom_button(__("Print Letters"), () => print(doc, "Expiry Notice Letters"));
	add(__("Record Posting"), posting_fields(), "post", POSTERS);
	if (doc.status !== "Under Way") {
		add(__("Withdraw"), [reason(1)], "withdraw", HEADS);
		return;
	}
	add(__("Letters Delivered"), [], "letters_delivered", POSTERS);
	if (frappe.model.can_create("Meeting Record")) {
		frm.add_custom_button(__("Mobilisation Meeting"), () => meeting(frm, panel));
	}
	add(__("Plan Repair Day"), day_fields(panel), "plan_day", CRAFT);
	const left = doc.repair_days.filter((row) => !row.note);
	if (left.length) add(__("Record Repair Day"), went_fields(left), "record_day", CRAFT);
	add(__("Make Briefings"), [], "brief", CRAFT, briefed(frm));
	add(__("Close Campaign"), close_fields(panel), "close", HEADS);
}

function print(doc, format) {
	const query = new URLSearchParams({ doctype: doc.doctype, name: doc.name, format, trigger_print: 0 });
	window.open(`/printview?${query}`);
}

const told = (frm) => (answer) => {
	frappe.show_alert({
		message: __("{0} messages, {1} letters.", [answer.messages, answer.letters]),
		indicator: "green",
	});
	frm.reload_doc();
};

const briefed = (frm) => (papers) => {
	frappe.show_alert({
		message: papers
			? __("{0} briefings to sign.", [papers])
			: __("Nothing is open that is not briefed yet."),
		indicator: papers ? "orange" : "green",
	});
	if (papers) frappe.set_route("List", "Expiry Briefing", { campaign: frm.doc.name });
	else frm.reload_doc();
};

const reason = (reqd) => ({ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd });

function issue_fields(untold) {
	return [
		{
			fieldtype: "HTML",
			options: `<p>${esc(__("{0} units will be told. Those without a message get a letter: print the letters afterwards.", [untold]))}</p>`,
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
		.map((row) => ({ value: row.contractor, label: [row.name, __("{0} open", [row.open])].join(" · ") }));
	return [
		{ fieldname: "contractor", fieldtype: "Select", label: __("Contractor"), options, reqd: 1 },
		{ fieldname: "day", fieldtype: "Date", label: __("Day"), reqd: 1 },
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

function close_fields(panel) {
	const list = panel.missing.map((text) => `<li>${text}</li>`).join("");
	if (!list) return [];
	const hint = __("After the last day a reason may stand for what is missing.");
	return [
		{ fieldtype: "HTML", options: `<ul>${list}</ul><p>${esc(hint)}</p>` },
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

function reply(expiry_unit, code, done) {
	const options = REPLIES.map((value) => ({ value, label: __(value) }));
	ask(
		`${__("Record Reply")} ${code}`,
		[
			{ fieldname: "answer", fieldtype: "Select", label: __("Reply"), options, reqd: 1 },
			{
				fieldname: "note",
				fieldtype: "Small Text",
				label: __("What Was Said"),
				mandatory_depends_on: "eval:doc.answer === 'Problems Reported'",
			},
		],
		"reply",
		{ expiry_unit },
		done
	);
}

/** A unit of a campaign: the owner's reply, and a report at once. */
export function show_expiry_unit(frm) {
	if (frm.is_new()) return;
	const { doc } = frm;
	if (doc.notified_on && has(CALLERS)) {
		frm.add_custom_button(__("Record Reply"), () =>
			reply(doc.name, doc.unit_code, () => frm.reload_doc())
		).addClass("btn-primary");
	}
	if (frappe.model.can_create("Repair Request")) {
		frm.add_custom_button(__("Log a Defect"), () =>
			open_intake({
				unit: {
					name: doc.unit,
					title: doc.unit_code,
					unit_code: doc.unit_code,
					project: doc.project,
				},
			})
		);
	}
}

/** A briefing: owner and contractor sign on the screen, or on the paper that is photographed. */
export function show_briefing(frm) {
	const { doc } = frm;
	if (frm.is_new() || doc.state === "Signed" || !has(CRAFT)) return;
	const reload = () => frm.reload_doc();
	const sides = [["owner", __("Owner Signs")]];
	if (doc.contractor) sides.push(["contractor", __("Contractor Signs")]);
	const missing = sides.filter(([side]) => !doc[`${side}_signed_at`]);
	for (const [side, label] of missing) {
		const fields = [
			{ fieldname: "signed_by", fieldtype: "Data", label: __("Name"), reqd: 1 },
			{ fieldname: "signature", fieldtype: "Signature", label: __("Signature"), reqd: 1 },
		];
		frm.add_custom_button(label, () =>
			ask(label, fields, "sign", { briefing: doc.name, side }, reload)
		).addClass("btn-primary");
	}
	const label = __("File Signed Paper");
	const names = {
		owner: { fieldname: "owner_by", fieldtype: "Data", label: __("Signed by Owner"), reqd: 1 },
		contractor: {
			fieldname: "contractor_by",
			fieldtype: "Data",
			label: __("Signed by Contractor"),
			reqd: 1,
		},
	};
	const fields = [
		{ ...photo(__("Photo of the Signed Paper")), fieldname: "file", fieldtype: "Attach" },
		...missing.map(([side]) => names[side]),
	];
	const args = { briefing: doc.name, owner_by: doc.owner_by || "" };
	frm.add_custom_button(label, () => ask(label, fields, "file_paper", args, reload));
}
