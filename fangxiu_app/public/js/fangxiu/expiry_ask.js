/* What the forms of a campaign and of its briefings share: who may, dialogs, prints (R52-R57). */
import { esc, write } from "./util";

export const HEADS = ["Repair Manager", "Repair Supervisor", "Fangxiu Administrator"];
export const CRAFT = ["Repair Engineer", ...HEADS];
export const has = (roles) => roles.some((role) => frappe.user.has_role(role));

export const photo = (label) => ({
	fieldname: "photo",
	fieldtype: "Attach Image",
	label,
	reqd: 1,
	options: { make_attachments_public: false },
});

/** What an action is about to do, in words above its button. */
export const words = (...lines) => ({
	fieldtype: "HTML",
	options: lines.map((line) => `<p>${esc(line)}</p>`).join(""),
});

/** A dialog of ``fields`` whose values go to ``method``; ``done`` gets its answer and what was entered. */
export function ask(title, fields, method, args, done) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action(values) {
			write(`expiry.api_expiry.${method}`, { ...args, ...values }, dialog.get_primary_btn()).then(
				(answer) => {
					dialog.hide();
					done(answer, values);
				}
			);
		},
	});
	dialog.show();
}

/** A document in one of its print formats, in a window of its own. */
export function open_print(doc, format) {
	const query = new URLSearchParams({ doctype: doc.doctype, name: doc.name, format, trigger_print: 0 });
	window.open(`/printview?${query}`);
}
