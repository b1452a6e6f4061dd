/* Risk warnings (风险预警, R25): raised from a finding, notified, followed up, rectified, re-checked. */
import { wrap_rows } from "./record_rows";
import { menu_action } from "./saved_first";
import { esc, list_anew, long_time, read, write } from "./util";
import { __ } from "./wording";

const CRAFT = ["Repair Engineer", "Repair Supervisor", "Repair Manager"];
const HEADS = ["Repair Supervisor", "Repair Manager"];
const PEOPLE = {
	"Project Department": ["Fangxiu Project Department"],
	"Repair Centre": CRAFT,
	"Customer Service": ["Repair Customer Service"],
};
/** Fields that are fixed once the warning is raised, because people were notified of them. */
const SAID = [
	...["subject", "kind", "category", "level", "department", "contractor", "due_on", "lot", "building"],
	...["location", "defect_type", "units", "danger", "consequence", "demand"],
];
const has = (roles) => frappe.user.has_role(roles);

/** A new warning about what ``values`` name; only for those who may raise one. In the menu where buttons are many. */
export function warning_button(frm, values, in_menu) {
	if (frm.is_new() || !frappe.model.can_create("Risk Warning")) return;
	const label = __("Raise Risk Warning");
	const open = () => raise(frm, values());
	if (in_menu) menu_action(frm, label, open);
	else frm.add_custom_button(label, open);
}

async function raise(frm, { unit, ...values }) {
	await frappe.model.with_doctype("Risk Warning");
	const doc = frappe.model.get_new_doc("Risk Warning");
	Object.assign(doc, { project: frm.doc.project, ...values });
	doc.units = [];
	if (unit) Object.assign(frappe.model.add_child(doc, "Warning Unit", "units"), { unit });
	frappe.set_route("Form", "Risk Warning", doc.name);
}

/** The list's button: the rules look at what is new now, as they do every morning. */
export function check_rules(listview) {
	if (!has([...HEADS, "Fangxiu Administrator"])) return;
	listview.page.add_inner_button(__("Check Rules Now"), async () => {
		const made = await write("quality.api_warning.check_rules", {});
		frappe.show_alert({
			message: made
				? __("The rules proposed {0} warnings: they are to be confirmed.", [made])
				: __("The rules found nothing new that asks for a warning."),
			indicator: made ? "orange" : "green",
		});
		list_anew(listview);
	});
}

/** The steps that fit state and role; the server checks both again. */
export function show_warning(frm) {
	wrap_rows(frm, ["follow_ups"]);
	const proposed = frm.doc.state === "To Be Confirmed";
	frm.toggle_enable(SAID, frm.is_new() || proposed);
	if (frm.is_new()) return;
	told(frm);
	const { doc } = frm;
	const mine = has(PEOPLE[doc.department]);
	const either = mine || has(CRAFT);
	const raised = doc.state === "Raised";
	const rectified = doc.state === "Rectified";
	const late = raised ? moment(frappe.datetime.get_today()).diff(moment(doc.due_on), "days") : 0;
	if (late > 0)
		frm.set_intro(__("Overdue by {0} days: {1} has to act.", [late, __(doc.department)]), "red");
	if (proposed) {
		const units = doc.sisters.length;
		frm.set_intro(
			__("Proposed by the rule {0}. Check it, complete the text, then raise or withdraw it. {1}", [
				esc(doc.rule),
				units ? __("{0} sister units may be looked at already.", [units]) : "",
			]),
			"yellow"
		);
		if (has(CRAFT)) add(frm, __("Raise Warning"), "raise", [due(later(doc.due_on))], true);
	}
	if ((proposed || raised || rectified) && has(CRAFT)) look_button(frm);
	if (raised && mine && !doc.acknowledged_at) add(frm, __("Confirm Receipt"), "acknowledge", [note(0)]);
	if (raised && either) add(frm, __("Record Rectification"), "rectify", [note(1), photo()], true);
	if (rectified && has(CRAFT)) {
		add(frm, __("Re-check Passed"), "pass", [note(1), photo()], true);
		add(frm, __("Re-check Failed"), "fail", [note(1), due(), photo()]);
	}
	if ((raised || rectified) && either) add(frm, __("Add Follow-up"), "follow_up", [note(1), photo()]);
	if (raised && has(HEADS)) add(frm, __("Move Deadline"), "move", [due(), note(1)]);
	if ((proposed || raised || rectified) && has(HEADS)) add(frm, __("Withdraw"), "withdraw", [note(1)]);
}

const note = (reqd) => ({ fieldname: "note", fieldtype: "Small Text", label: __("What Happened"), reqd });
const due = (value) => ({
	fieldname: "due",
	fieldtype: "Date",
	label: value ? __("Deadline") : __("New Deadline"),
	reqd: 1,
	default: value,
});
const later = (day) => (day < frappe.datetime.get_today() ? frappe.datetime.get_today() : day);
const photo = () => ({
	fieldname: "photo",
	fieldtype: "Attach Image",
	label: __("Photo"),
	options: { make_attachments_public: false },
});

function add(frm, label, step, fields, primary) {
	const button = frm.add_custom_button(label, () => {
		const dialog = new frappe.ui.Dialog({
			title: label,
			fields,
			primary_action_label: label,
			primary_action(values) {
				write(
					"quality.api_warning.act",
					{ warning: frm.doc.name, step, ...values },
					dialog.get_primary_btn()
				).then(() => {
					dialog.hide();
					frm.reload_doc();
				});
			},
		});
		dialog.show();
	});
	if (primary) button.removeClass("btn-default").addClass("btn-primary");
}

/** A look at one of the units that are likely to have the same defect, before its owner calls. */
function look_button(frm) {
	const open = frm.doc.sisters.filter((row) => !row.result);
	if (!open.length) return;
	const label = __("Record Look at Sister Unit");
	frm.add_custom_button(label, () => {
		const dialog = new frappe.ui.Dialog({
			title: label,
			fields: [
				{
					fieldname: "unit",
					fieldtype: "Select",
					label: __("Unit"),
					reqd: 1,
					options: open.map((row) => ({
						value: row.unit,
						label: [row.unit_code, __(row.relation)].join(" · "),
					})),
					default: open[0].unit,
				},
				{
					fieldname: "result",
					fieldtype: "Select",
					label: __("Result of the Look"),
					reqd: 1,
					options: ["Sound", "Same Defect", "Not Reached"].map((value) => ({
						value,
						label: __(value),
					})),
				},
				{ fieldname: "note", fieldtype: "Small Text", label: __("What Was Seen") },
			],
			primary_action_label: __("Save"),
			primary_action(values) {
				write(
					"quality.api_warning.look",
					{ warning: frm.doc.name, ...values },
					dialog.get_primary_btn()
				).then(() => {
					dialog.hide();
					frm.reload_doc();
				});
			},
		});
		dialog.show();
	});
}

/** Who was notified, when and by which channel. */
async function told(frm) {
	const rows = await read("quality.api_warning.told", { warning: frm.doc.name });
	const line = (row) => {
		const who = row.recipient_kind === "Role" ? __(row.recipient) : row.recipient_name || row.recipient;
		const cells = [
			row.subject,
			who,
			__(row.channel),
			__(row.state),
			long_time(row.sent_at),
			row.error || "",
		];
		return `<tr>${cells.map((cell) => `<td>${esc(cell)}</td>`).join("")}</tr>`;
	};
	const labels = [
		__("Message"),
		__("Recipient"),
		__("Sent Through"),
		__("State"),
		__("Sent At"),
		__("Reason Not Achieved"),
	];
	const head = labels.map((label) => `<th>${esc(label)}</th>`).join("");
	frm.get_field("notified_html").$wrapper.html(
		`<table class="table table-bordered table-sm"><thead><tr>${head}</tr></thead><tbody>${rows.map(line).join("")}</tbody></table>`
	);
}
