/* Another kind of letter, or another receiver: what nobody typed follows it, what somebody typed is asked about once. */
import { compose_letter } from "./letters";
import { read } from "./util";
import { __ } from "./wording";

const of_form = ({
	kind,
	contractor,
	project,
	ticket,
	to_party,
	notice_cause: cause,
	template,
	cure_days,
}) => ({
	...{ kind, contractor: contractor || "", project, ticket, to_party, cause, template, cure_days },
});

/** How the form stood when it was opened, or when the last change was dealt with. */
export function remember(frm, again) {
	if (again || !frm.doc.__fx_stood) frm.doc.__fx_stood = of_form(frm.doc);
}

/** What the server proposes for the form as it stands, or as it stood. */
export function proposals({ template, cure_days, ...about }) {
	return read("correspondence.api_prefill.receiver", about);
}

/** Of a stored draft nothing is known: what was proposed for it is asked once, so that what was typed is told from it. */
export async function known_before(frm) {
	const { doc } = frm;
	const stood = doc.__fx_stood;
	if (frm.is_new() || doc.__fx_receiver || !stood?.project) return;
	doc.__fx_receiver = (await proposals(stood)).values;
	if (!stood.template || doc.__fx_composed?.body) return;
	const { template, project, ticket, contractor, cure_days } = stood;
	const { message } = await frappe.call({
		method: "fangxiu_app.correspondence.api_letters.compose",
		args: {
			template,
			project,
			ticket,
			contractor,
			cure_days: cure_days || 0,
			receiver: doc.to_name || "",
		},
		type: "GET",
	});
	doc.__fx_composed = { ...doc.__fx_composed, subject: message.subject, body: message.body };
}

/** Whether kind or receiver is another one than before. */
export const turned = ({ doc }) => {
	const stood = doc.__fx_stood;
	return Boolean(stood) && (stood.kind !== doc.kind || (stood.to_party || "") !== (doc.to_party || ""));
};

export const untouched_text = ({ doc: { subject, body, __fx_composed: composed } }) =>
	(!subject && !body) || (composed?.subject === subject && composed?.body === body);

/** Text and receiver for the new kind: at once, or after the one question where words of somebody would be lost. */
export async function follow_kind(frm, offered, typed) {
	const { doc } = frm;
	const other = doc.__fx_stood.kind !== doc.kind;
	const text_typed = other && !untouched_text(frm);
	remember(frm, true);
	const anew = !(text_typed || Object.keys(typed).length) || (await ask(frm, text_typed));
	if (frm.doc !== doc) return true; // another letter is shown by now
	if (anew && Object.keys(typed).length) await frm.set_value(typed);
	if (anew) return write_anew(frm, offered, other);
	// what was written stays, but no longer as the text of a template for another kind
	if (other && doc.template && doc.template !== offered) await frm.set_value({ template: null });
	return false;
}

async function write_anew(frm, offered, other) {
	if (other && !offered) await frm.set_value({ template: null, subject: "", body: "" });
	if (other && offered) {
		frm.doc.template = offered;
		frm.refresh_field("template");
	}
	if (frm.doc.template && (other || untouched_text(frm))) await compose_letter(frm);
	return true;
}

/** True: written anew for the new kind and receiver; false: what was typed stays. */
function ask(frm, text) {
	return new Promise((resolve) => {
		let anew = false;
		const what = text
			? __("Text or receiver were written by hand. Write them anew for: {0}, to: {1}?", [
					__(frm.doc.kind),
					__(frm.doc.to_party),
				])
			: __("The receiver was written by hand. Write it anew for: {0}?", [__(frm.doc.to_party)]);
		const dialog = new frappe.ui.Dialog({
			title: __("Kind or Receiver Changed"),
			fields: [{ fieldname: "what", fieldtype: "HTML", options: frappe.utils.escape_html(what) }],
			primary_action_label: __("Write Anew"),
			primary_action() {
				anew = true;
				dialog.hide();
			},
			secondary_action_label: __("Keep It For Now"),
			secondary_action: () => dialog.hide(),
		});
		dialog.onhide = () => resolve(anew);
		dialog.show();
	});
}
