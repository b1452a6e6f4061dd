/* Forms of the handover: what may be done next with an inspection or a transfer (R45-R50). */
import { warning_button } from "./risk_warning";
import { write } from "./util";

const CRAFT = ["Repair Engineer", "Repair Supervisor", "Repair Manager"];
const is_craft = () => CRAFT.some((role) => frappe.user.has_role(role));

/** A dialog of ``fields`` whose values go to ``method``. */
function ask(title, fields, method, args, done) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action(values) {
			write(`handover.${method}`, { ...args, ...values }, dialog.get_primary_btn()).then(() => {
				dialog.hide();
				done();
			});
		},
	});
	dialog.show();
	return dialog;
}

/** The owner's opinion and signature. */
export function sign_inspection(inspection, owner, done) {
	ask(
		__("Owner Signs"),
		[
			{
				fieldname: "opinion",
				fieldtype: "Select",
				label: __("Owner's Opinion"),
				options: ["Accept", "Accept With List", "Refuse"].map((value) => ({ value, label: __(value) })),
				reqd: 1,
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), depends_on: "eval:doc.opinion === 'Refuse'", mandatory_depends_on: "eval:doc.opinion === 'Refuse'" },
			{ fieldname: "promised_on", fieldtype: "Date", label: __("Rectification Promised For"), depends_on: "eval:doc.opinion === 'Accept With List'" },
			{ fieldname: "signed_by", fieldtype: "Data", label: __("Signed By"), default: owner, reqd: 1 },
			{ fieldname: "signature", fieldtype: "Signature", label: __("Signature"), reqd: 1 },
		],
		"sign",
		{ inspection },
		done
	);
}

/** Choose one of the rows in ``state``, then ``next(row)``. */
function choose_row(frm, state, title, next) {
	const rows = frm.doc.items.filter((row) => row.state === state);
	if (rows.length === 1) return next(rows[0]);
	const options = rows.map((row) => ({ value: row.name, label: [row.idx, row.location, row.description].join(" ") }));
	return frappe.prompt(
		{ fieldname: "row", fieldtype: "Select", label: __("Problem"), options, reqd: 1 },
		({ row }) => next(rows.find((one) => one.name === row)),
		title
	);
}

function rectify(frm, row) {
	const fields = [
		{ fieldname: "on", fieldtype: "Date", label: __("Rectified On"), default: frappe.datetime.get_today(), reqd: 1 },
		{ fieldname: "note", fieldtype: "Small Text", label: __("What Was Done"), reqd: 1 },
		{ fieldname: "photo", fieldtype: "Attach Image", label: __("Photo Afterwards") },
	];
	ask(__("Record Rectification"), fields, "rectify", { inspection: frm.doc.name, row: row.name }, () => frm.reload_doc());
}

function recheck(frm, row) {
	const options = [
		{ value: "1", label: __("In order: close the problem") },
		{ value: "0", label: __("Not in order: open again") },
	];
	const fields = [
		{ fieldname: "passed", fieldtype: "Select", label: __("Result"), options, reqd: 1 },
		{ fieldname: "note", fieldtype: "Small Text", label: __("What Is Still Wrong"), depends_on: "eval:doc.passed === '0'", mandatory_depends_on: "eval:doc.passed === '0'" },
	];
	ask(__("Check Again"), fields, "recheck", { inspection: frm.doc.name, row: row.name }, () => frm.reload_doc());
}

function buttons(frm) {
	const { doc } = frm;
	const has = (state) => doc.items.some((row) => row.state === state);
	const reload = () => frm.reload_doc();
	if (has("Open")) {
		frm.add_custom_button(__("Record Rectification"), () => choose_row(frm, "Open", __("Record Rectification"), (row) => rectify(frm, row)));
	}
	if (has("Rectified") && is_craft()) {
		frm.add_custom_button(__("Check Again"), () => choose_row(frm, "Rectified", __("Check Again"), (row) => recheck(frm, row)));
	}
	const own = doc.round === "Pre-inspection";
	if (doc.state !== "Owner Signed" && !own) {
		frm.add_custom_button(__("Owner Signs"), () => sign_inspection(doc.name, doc.owner_name, reload)).addClass("btn-primary");
	} else if (!own && !doc.originals_received_at && is_craft()) {
		frm.add_custom_button(__("File the Original"), () =>
			ask(__("File the Original"), [{ fieldname: "file", fieldtype: "Attach", label: __("Scan of the Signed Sheet"), reqd: 1 }], "receive_originals", { inspection: doc.name }, reload)
		);
	}
	if (is_craft() && doc.items.some((row) => row.responsible === "Repair Centre" && !row.ticket)) {
		frm.add_custom_button(__("Make Tickets"), () => write("handover.make_tickets", { inspection: doc.name }).then(reload));
	}
	if (!own && (doc.state === "Owner Signed" || doc.items.every((row) => row.state !== "Open"))) {
		frm.add_custom_button(__("Hand Over to Repair Centre"), () =>
			frappe.new_doc("Unit Transfer", {
				project: doc.project,
				unit: doc.unit,
				kind: doc.state === "Owner Signed" && doc.opinion !== "Refuse" ? "Signed" : "Proxy Acceptance",
				inspection: doc.name,
			})
		);
	}
}

export function show_inspection(frm) {
	if (frm.is_new()) return;
	frm.page.clear_custom_actions?.();
	buttons(frm);
	warning_button(frm, () => ({ inspection: frm.doc.name, unit: frm.doc.unit, ...danger_of(frm.doc.items) }));
	const open = frm.doc.items.filter((row) => row.state !== "Closed").length;
	const colour = { Recorded: "orange", Rectified: "blue", "Owner Signed": open ? "orange" : "green" }[frm.doc.state];
	frm.page.set_indicator(open ? `${__(frm.doc.state)} · ${__("{0} open", [open])}` : __(frm.doc.state), colour);
}

/** The only open problem, or the first of them: what the warning most likely is about. */
function danger_of(items) {
	const row = items.find((one) => one.state !== "Closed");
	return row ? { subject: `${row.location} ${row.description}`.slice(0, 140), danger: row.description, contractor: row.contractor } : {};
}

export function show_transfer(frm) {
	if (frm.is_new()) return;
	const { doc } = frm;
	frm.page.set_indicator(__(doc.state), doc.state === "Draft" ? "orange" : "green");
	if (doc.state !== "Draft") return;
	const reload = () => frm.reload_doc();
	frm.add_custom_button(__("Add Photo"), () =>
		ask(
			__("Add Photo"),
			[
				{ fieldname: "file", fieldtype: "Attach Image", label: __("Photo"), reqd: 1 },
				{ fieldname: "caption", fieldtype: "Data", label: __("Caption") },
			],
			"add_photo",
			{ transfer_name: doc.name },
			reload
		)
	);
	frm.add_custom_button(__("Both Sides Sign"), () =>
		ask(
			__("Both Sides Sign"),
			[
				{ fieldname: "project_by", fieldtype: "Data", label: __("For the Project Department"), reqd: 1 },
				{ fieldname: "project_signature", fieldtype: "Signature", label: __("Signature of the Project Department"), reqd: 1 },
				{ fieldtype: "Section Break" },
				{ fieldname: "repair_by", fieldtype: "Data", label: __("For the Repair Centre"), reqd: 1 },
				{ fieldname: "repair_signature", fieldtype: "Signature", label: __("Signature of the Repair Centre"), reqd: 1 },
			],
			"complete_transfer",
			{ transfer_name: doc.name },
			reload
		)
	).addClass("btn-primary");
}

