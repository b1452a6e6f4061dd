/* Records of a ticket: evidence, owner contacts, holds. */
import { esc, write } from "./util";
import { __ } from "./wording";

/** Upload an original and keep it as evidence of ``ticket``. */
export function add_evidence(ticket, stage, done) {
	new frappe.ui.FileUploader({
		dialog_title: __("Add Evidence"),
		doctype: "Repair Ticket",
		docname: ticket,
		folder: "Home/Attachments",
		make_attachments_public: false,
		restrictions: { allowed_file_types: ["image/*", "video/*", "audio/*", "application/pdf"] },
		on_success(file) {
			frappe.db
				.insert({
					doctype: "Evidence Item",
					ticket,
					stage,
					kind: kind_of(file.file_name),
					file: file.file_url,
				})
				.then((item) => {
					frappe.show_alert({
						message: __("Evidence {0} is kept.", [esc(item.name)]),
						indicator: "green",
					});
					done && done(item);
				});
		},
	});
}

function kind_of(file_name) {
	const extension = (file_name || "").split(".").pop().toLowerCase();
	if (["mp4", "mov", "avi", "webm", "mkv"].includes(extension)) return "Video";
	if (["mp3", "m4a", "wav", "amr", "aac"].includes(extension)) return "Audio";
	return extension === "pdf" ? "Signed Form" : "Photo";
}

/** Open a new Owner Contact of ``frm``'s ticket, already with its ``purpose`` where that is known. */
export function record_contact(frm, purpose) {
	frappe.new_doc("Owner Contact", {
		...(purpose ? { purpose } : {}),
		ticket: frm.doc.name,
		project: frm.doc.project,
		person: frm.doc.caller_name,
		contacted_at: frappe.datetime.system_datetime(),
	});
}

/** Ask who is waited for until when, and stop the clocks. */
export function put_on_hold(frm, done) {
	frappe.model.with_doctype("Ticket Hold", () => {
		const field = (name) => {
			const df = frappe.meta.get_docfield("Ticket Hold", name);
			return {
				...df,
				label: __(df.label, null, df.parent),
				description: df.description ? __(df.description) : undefined,
			};
		};
		const opened_at = frappe.datetime.system_datetime();
		const dialog = new frappe.ui.Dialog({
			title: __("Put On Hold"),
			fields: [
				field("holder"),
				field("agreed_by"),
				field("agreed_way"),
				{ fieldtype: "Column Break" },
				{ ...field("starts_at"), default: opened_at },
				field("until"),
				{ fieldtype: "Section Break" },
				field("reason"),
				field("back_entry_reason"),
			],
			primary_action_label: __("Put On Hold"),
			primary_action(values) {
				// the field may show minutes only: an untouched start is this very moment
				const untouched = moment(values.starts_at).isSame(opened_at, "minute");
				const starts_at = untouched ? frappe.datetime.system_datetime() : values.starts_at;
				frappe.db
					.insert({
						doctype: "Ticket Hold",
						ticket: frm.doc.name,
						project: frm.doc.project,
						...values,
						starts_at,
					})
					.then(() => {
						dialog.hide();
						done();
					});
			},
		});
		dialog.show();
	});
}

/** End a hold before its time. */
export function end_hold(hold, done) {
	frappe.confirm(__("End the hold now? The clocks go on with what was left."), () =>
		write("tickets.life.api_hold.end", { hold }).then(done)
	);
}

/** A document that hangs on a ticket: a way back to it, the ticket's project on a new one; ``facts`` stay as recorded. */
export function ticket_child(frm, facts = []) {
	frm.toggle_enable(facts, frm.is_new());
	if (!frm.is_new() && frm.doc.ticket) {
		frm.add_custom_button(__("Open Ticket"), () =>
			frappe.set_route("Form", "Repair Ticket", frm.doc.ticket)
		);
	} else if (frm.is_new() && frm.doc.ticket && !frm.doc.project) {
		take_project(frm);
	}
}

export async function take_project(frm) {
	if (!frm.doc.ticket) return;
	const { message } = await frappe.db.get_value("Repair Ticket", frm.doc.ticket, ["project", "unit"]);
	await frm.set_value("project", message.project);
	if (frm.fields_dict.unit) await frm.set_value("unit", message.unit);
}
