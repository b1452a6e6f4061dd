/* The manager's watch list: put a ticket on it, take it off, record what was urged or decided (R101, R104). */
import { __ } from "./wording";

/** Ask for the words of a watch entry of ``kind``; ``ticket`` null lets the user choose one. ``done`` runs once it is saved. */
export function watch(kind, ticket, done) {
	const titles = {
		Watch: __("Put on Watch List"),
		Instruct: __("Record Instruction"),
		Release: __("Take Off Watch List"),
	};
	const dialog = new frappe.ui.Dialog({
		title: titles[kind],
		fields: [
			{
				fieldname: "ticket",
				fieldtype: "Link",
				options: "Repair Ticket",
				label: __("Repair Ticket"),
				reqd: 1,
				default: ticket && ticket.name,
				hidden: ticket ? 1 : 0,
				get_query: () => ({ filters: { status: ["not in", ["Closed", "Merged", "Cancelled"]] } }),
			},
			{
				fieldname: "text",
				fieldtype: "Small Text",
				label: kind === "Instruct" ? __("Instruction or Decision") : __("Reason"),
				reqd: 1,
			},
		],
		primary_action_label: titles[kind],
		async primary_action(values) {
			const { message } = await frappe.db.get_value("Repair Ticket", values.ticket, "project");
			await frappe.db.insert({ doctype: "Watch Entry", kind, project: message.project, ...values });
			dialog.hide();
			done();
		},
	});
	dialog.show();
}
