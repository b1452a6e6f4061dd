/* Correction notices: made from a fault, served on the contractor, re-checked (R14, R100). */
import { event_time, event_time_fields, AT } from "./event_time";
import { write } from "./util";
import { __ } from "./wording";

/** Minutes typing may take before a reason is asked for, as the settings say. */
const tolerance_of = () => frappe.db.get_single_value("Fangxiu Settings", "entry_tolerance_minutes");

/** A new notice about the form's ticket, with the faults of a visit. */
export async function make_notice(ticket, visit, faults) {
	await frappe.model.with_doctype("Correction Notice");
	const doc = frappe.model.get_new_doc("Correction Notice");
	Object.assign(doc, {
		ticket: ticket.name,
		project: ticket.project,
		unit: ticket.unit,
		unit_code: ticket.unit_code,
		contractor: ticket.contractor,
		source_visit: visit || null,
	});
	doc.faults = [];
	(faults || []).forEach(({ aspect, remark }) => {
		Object.assign(frappe.model.add_child(doc, "Correction Fault", "faults"), { aspect, fault: remark });
	});
	frappe.set_route("Form", "Correction Notice", doc.name);
}

/** A visit whose sheet found faults offers the notice. */
export function notice_button(frm) {
	const faults = (frm.doc.checks || []).filter((row) => row.result === "Fault");
	if (frm.is_new() || !faults.length || !frappe.model.can_create("Correction Notice")) return;
	frm.add_custom_button(__("Make Correction Notice"), async () => {
		const { message } = await frappe.db.get_value("Repair Ticket", frm.doc.ticket, [
			"name",
			"project",
			"unit",
			"unit_code",
			"contractor",
		]);
		make_notice(message, frm.doc.name, faults);
	});
}

/** The buttons of a notice by its state. */
export function correction_buttons(frm) {
	frm.toggle_enable(["due_at", "faults", "demand"], frm.is_new());
	if (frm.is_new()) return;
	const may = frappe.model.can_write("Correction Notice");
	if (may && frm.doc.state === "Issued") {
		frm.add_custom_button(__("Record Service"), () => serve(frm)).addClass("btn-primary");
	}
	if (frm.doc.state === "Served" && frappe.model.can_create("Site Visit")) {
		frm.add_custom_button(__("Record Re-check"), () => recheck(frm)).addClass("btn-primary");
	}
	if (
		["Issued", "Served"].includes(frm.doc.state) &&
		frappe.user.has_role(["Repair Manager", "Repair Supervisor"])
	) {
		frm.add_custom_button(__("Withdraw"), () => withdraw(frm));
	}
}

function field(doctype, name, more = {}) {
	const df = frappe.meta.get_docfield(doctype, name);
	const description = df.description ? __(df.description) : undefined;
	return {
		...df,
		label: __(df.label, null, df.parent),
		description,
		read_only: 0,
		depends_on: undefined,
		mandatory_depends_on: undefined, // of the visit's own form: it would take the asterisk away here
		...more,
	};
}

async function serve(frm) {
	const tolerance = await tolerance_of();
	const opened_at = frappe.datetime.system_datetime();
	const dialog = new frappe.ui.Dialog({
		title: __("Record Service"),
		fields: [
			field("Correction Notice", "served_how", { reqd: 1 }),
			field("Correction Notice", "served_to", { reqd: 1 }),
			{
				fieldname: "file",
				fieldtype: "Attach",
				label: __("Proof of Service"),
				options: { make_attachments_public: false },
			},
			...event_time_fields(tolerance),
		],
		primary_action_label: __("Record Service"),
		primary_action(values) {
			const { at, reason } = event_time(dialog, values);
			const { served_how: how, served_to: to, file } = values;
			write(
				"tickets.site_work.api_correction.serve",
				{ notice: frm.doc.name, how, to, at, reason, file },
				dialog.get_primary_btn()
			).then(() => {
				dialog.hide();
				frm.reload_doc();
			});
		},
	});
	dialog.set_value(AT, opened_at);
	dialog.opened_at = opened_at;
	dialog.show();
}

function withdraw(frm) {
	frappe.prompt(
		[field("Correction Notice", "withdraw_reason", { reqd: 1 })],
		({ withdraw_reason: reason }) =>
			write("tickets.site_work.api_correction.withdraw", { notice: frm.doc.name, reason }).then(() =>
				frm.reload_doc()
			),
		__("Withdraw"),
		__("Withdraw")
	);
}

async function recheck(frm) {
	const tolerance = await tolerance_of();
	frappe.model.with_doctype("Site Visit", () => {
		const opened_at = frappe.datetime.system_datetime();
		const failed = "eval:doc.result=='Fail'";
		const dialog = new frappe.ui.Dialog({
			title: __("Record Re-check"),
			fields: [
				field("Site Visit", "result", { options: "Pass\nFail", reqd: 1 }),
				field("Site Visit", "findings", { label: __("What was found"), reqd: 1 }),
				{
					fieldname: "photo",
					fieldtype: "Attach",
					label: __("Photo of the Place"),
					description: __("Needed unless one was taken on the phone since the notice was served"),
					options: {
						make_attachments_public: false,
						restrictions: { allowed_file_types: ["image/*"] },
					},
				},
				field("Site Visit", "new_due_at", { depends_on: failed, mandatory_depends_on: failed }),
				...event_time_fields(tolerance),
			],
			primary_action_label: __("Record Re-check"),
			primary_action(values) {
				const { at, reason } = event_time(dialog, values);
				const { result, findings, new_due_at, photo } = values;
				const given = { notice: frm.doc.name, result, findings, new_due_at, photo, at, reason };
				write("tickets.site_work.api_correction.recheck", given, dialog.get_primary_btn()).then(
					() => {
						dialog.hide();
						frm.reload_doc();
					}
				);
			},
		});
		dialog.set_value(AT, opened_at);
		dialog.opened_at = opened_at;
		dialog.show();
	});
}
