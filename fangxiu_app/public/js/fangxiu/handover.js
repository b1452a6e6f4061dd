/* Forms of the handover: what may be done next with an inspection or a transfer (R45-R50). */
import { warning_button } from "./risk_warning";
import { show_sides } from "./two_sided";
import { esc, form_link, read, write } from "./util";
import { __ } from "./wording";

const CRAFT = ["Repair Engineer", "Repair Supervisor", "Repair Manager"];
const is_craft = () => CRAFT.some((role) => frappe.user.has_role(role));

/** A dialog of ``fields`` whose values go to ``method``. */
function ask(title, fields, method, args, done) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action(values) {
			write(`delivery.api_handover.${method}`, { ...args, ...values }, dialog.get_primary_btn()).then(
				() => {
					dialog.hide();
					done();
				}
			);
		},
	});
	dialog.show();
	return dialog;
}

/** The owner's opinion and signature; while ``open`` problems are left he accepts with their list or refuses, else without one (R45). */
export function sign_inspection(inspection, owner, open, done) {
	const opinions = [open ? "Accept With List" : "Accept", "Refuse"];
	ask(
		__("Owner Signs"),
		[
			{
				fieldname: "opinion",
				fieldtype: "Select",
				label: __("Owner's Opinion"),
				options: opinions.map((value) => ({ value, label: __(value, null, "Handover Inspection") })),
				default: open ? "Accept With List" : "",
				description: open
					? __(
							"{0} problems are still open: accepting without a list is possible once all of them are rectified and checked again.",
							[open]
						)
					: "",
				reqd: 1,
			},
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				depends_on: "eval:doc.opinion === 'Refuse'",
				mandatory_depends_on: "eval:doc.opinion === 'Refuse'",
			},
			{
				fieldname: "promised_on",
				fieldtype: "Date",
				label: __("Rectification Promised For"),
				depends_on: "eval:doc.opinion === 'Accept With List'",
				mandatory_depends_on: "eval:doc.opinion === 'Accept With List'",
			},
			{ fieldname: "signed_by", fieldtype: "Data", label: __("Signed By"), default: owner, reqd: 1 },
			{ fieldname: "signature", fieldtype: "Signature", label: __("Signature"), reqd: 1 },
		],
		"sign",
		{ inspection },
		done
	);
}

/** Choose one of ``rows``, then ``next(row)``. */
function choose_row(rows, title, next) {
	if (rows.length === 1) return next(rows[0]);
	const options = rows.map((row, index) => ({
		value: String(index),
		label: [index + 1, row.location, row.description].join(" "),
	}));
	return frappe.prompt(
		{ fieldname: "row", fieldtype: "Select", label: __("Problem"), options, reqd: 1 },
		({ row }) => next(rows[Number(row)]),
		title
	);
}

function rectify(row, done) {
	const fields = [
		{
			fieldname: "on",
			fieldtype: "Date",
			label: __("Rectified On"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "note", fieldtype: "Small Text", label: __("What Was Done"), reqd: 1 },
		{
			fieldname: "photo",
			fieldtype: "Attach Image",
			label: __("Photo Afterwards"),
			reqd: 1,
			options: { make_attachments_public: false },
		},
	];
	ask(__("Record Rectification"), fields, "rectify", { inspection: row.inspection, row: row.row }, done);
}

function recheck(row, within, done) {
	const options = [
		{ value: "1", label: __("In order: close the problem") },
		{ value: "0", label: __("Not in order: open again") },
	];
	const fields = [
		{ fieldname: "passed", fieldtype: "Select", label: __("Result"), options, reqd: 1 },
		{
			fieldname: "note",
			fieldtype: "Small Text",
			label: __("Remaining Faults"),
			depends_on: "eval:doc.passed === '0'",
			mandatory_depends_on: "eval:doc.passed === '0'",
		},
	];
	ask(__("Check Again"), fields, "recheck", { inspection: row.inspection, row: row.row, within }, done);
}

/** Every problem one may act on here: the round's own, and what earlier rounds left. */
async function problems_of(frm) {
	const own = frm.doc.items.map((row) => ({ ...row, row: row.name, inspection: frm.doc.name }));
	if (frm.doc.round === "Pre-inspection") return { own, earlier: [], transfer: "" };
	const found = await read("delivery.api_handover.earlier", { inspection: frm.doc.name });
	return { own, earlier: found.items, transfer: found.transfer, draft: found.draft };
}

const count_open = (rows) => rows.filter((row) => row.state !== "Closed").length;

function buttons(frm, { own: items, earlier, transfer, draft }) {
	const { doc } = frm;
	const all = [...items, ...earlier];
	const in_state = (state) => all.filter((row) => row.state === state);
	const reload = () => frm.reload_doc();
	const within = (row) => (row.inspection === doc.name ? undefined : doc.name);
	if (in_state("Open").length) {
		frm.add_custom_button(__("Record Rectification"), () =>
			choose_row(in_state("Open"), __("Record Rectification"), (row) => rectify(row, reload))
		);
	}
	if (in_state("Rectified").length && is_craft()) {
		frm.add_custom_button(__("Check Again"), () =>
			choose_row(in_state("Rectified"), __("Check Again"), (row) => recheck(row, within(row), reload))
		);
	}
	const own = doc.round === "Pre-inspection";
	const signed = doc.state === "Owner Signed";
	if (!signed && !own) {
		frm.add_custom_button(__("Owner Signs"), () =>
			sign_inspection(doc.name, doc.owner_name, count_open(all), reload)
		).addClass("btn-primary");
	} else if (!own && !doc.originals_received_at && is_craft()) {
		frm.add_custom_button(__("File the Original"), () =>
			ask(
				__("File the Original"),
				[{ fieldname: "file", fieldtype: "Attach", label: __("Scan of the Signed Sheet"), reqd: 1 }],
				"receive_originals",
				{ inspection: doc.name },
				reload
			)
		);
	}
	if (is_craft() && doc.items.some((row) => row.responsible === "Repair Centre" && !row.ticket)) {
		frm.add_custom_button(__("Make Tickets"), () =>
			write("delivery.api_handover.make_tickets", { inspection: doc.name }).then(reload)
		);
	}
	const refused = signed && doc.opinion === "Refuse";
	if (!own && (refused || (signed && doc.opinion === "Accept With List")) && !in_state("Open").length) {
		frm.add_custom_button(__("Record Re-inspection"), () =>
			frappe.set_route("unit-inspection", { unit: doc.unit })
		);
	}
	hand_over_button(frm, transfer, draft);
}

/** To the repair centre: signed with nothing left, or on the owner's behalf once all is rectified, list or not (R45, R46); a draft is gone on with. */
function hand_over_button(frm, kind, draft) {
	const { doc } = frm;
	if (!kind || !frappe.model.can_create("Unit Transfer")) return;
	const label =
		kind === "Proxy Acceptance" ? __(kind, null, "Unit Transfer") : __("Hand Over to Repair Centre");
	const values = { project: doc.project, unit: doc.unit, kind, inspection: doc.name };
	frm.add_custom_button(label, () =>
		draft ? frappe.set_route("Form", "Unit Transfer", draft) : frappe.new_doc("Unit Transfer", values)
	);
}

export async function show_inspection(frm) {
	const layout = $(frm.layout.wrapper);
	layout.children(".fx-earlier").remove();
	const signed = frm.doc.state === "Owner Signed";
	for (const never of ["cannot_add_rows", "cannot_delete_rows"])
		frm.set_df_property("items", never, signed);
	if (frm.is_new()) return;
	frm.page.clear_custom_actions?.();
	frm.page.wrapper.addClass("fx-phone-actions");
	const found = await problems_of(frm);
	buttons(frm, found);
	warning_button(frm, () => ({
		inspection: frm.doc.name,
		unit: frm.doc.unit,
		...danger_of(frm.doc.items),
	}));
	const open = count_open([...found.own, ...found.earlier]);
	const colour = { Recorded: "orange", Rectified: "blue", "Owner Signed": open ? "orange" : "green" }[
		frm.doc.state
	];
	frm.page.set_indicator(
		open ? `${__(frm.doc.state)} · ${__("{0} open", [open])}` : __(frm.doc.state),
		colour
	);
	if (found.earlier.length) layout.prepend(earlier_list(found.earlier));
}

/** What earlier rounds left: a re-inspection begins with it. */
function earlier_list(rows) {
	const lines = rows.map(
		(row) =>
			`<li>${esc(`${row.location}：${row.description}`)} · ${esc(__(row.responsible))} · <b>${esc(__(row.state, null, "Inspection Item"))}</b> ${form_link("Handover Inspection", row.inspection)}</li>`
	);
	return `<div class="fx-banner fx-orange fx-earlier"><b>${esc(__("Open From Earlier Rounds"))}</b><ul>${lines.join("")}</ul></div>`;
}

/** The only open problem, or the first of them: what the warning most likely is about. */
function danger_of(items) {
	const row = items.find((one) => one.state !== "Closed");
	return row
		? {
				subject: `${row.location} ${row.description}`.slice(0, 140),
				danger: row.description,
				contractor: row.contractor,
			}
		: {};
}

export function show_transfer(frm) {
	if (frm.is_new()) return;
	const { doc } = frm;
	show_sides(frm);
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
}

/** Kinds that can be true for the chosen unit are offered; another one that was chosen before is taken out, with the reason. */
export async function transfer_kinds(frm) {
	const { unit, state } = frm.doc;
	if (!unit || (!frm.is_new() && state !== "Draft")) return;
	const found = await read("delivery.api_handover.transfer_kinds", { unit });
	if (frm.doc.unit !== unit) return;
	const { kind } = frm.doc;
	// a stored draft keeps its kind until somebody chooses another: the line above the form says what is wrong with it
	const stays = (one) => !found[one] || (one === kind && !frm.is_new());
	frm.set_df_property("kind", "options", ["", ...Object.keys(found).filter(stays)].join("\n"));
	if (!kind || !frm.is_new() || !found[kind]) return;
	frm.set_df_property("kind", "description", `<span class="text-warning">${found[kind]}</span>`);
	await frm.set_value("kind", "");
}
