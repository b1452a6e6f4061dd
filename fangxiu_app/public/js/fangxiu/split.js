/* One report that mixed two problems: the second gets a ticket of its own, with the photos both need (R80). */
import { asks_place } from "./intake_ask";
import { esc, form_link, write } from "./util";
import { __ } from "./wording";

/** Ask which problem is split off ``frm``'s ticket and which evidence goes along; ``done`` runs afterwards. */
export async function split_ticket(frm, done) {
	const evidence = await frappe.db.get_list("Evidence Item", {
		filters: { ticket: frm.doc.name },
		fields: ["name", "kind", "stage", "caption"],
		limit: 50,
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Split Off A Problem"),
		fields: [
			{ fieldtype: "HTML", fieldname: "hint", options: `<p class="text-muted">${esc(HINT())}</p>` },
			{ fieldtype: "Section Break" },
			{
				fieldtype: "Link",
				fieldname: "location",
				label: __("Location"),
				options: "Repair Location",
				reqd: 1,
				only_select: 1,
			},
			{ fieldtype: "Column Break" },
			{
				fieldtype: "Link",
				fieldname: "defect_type",
				label: __("Defect Type"),
				options: "Defect Type",
				reqd: 1,
				only_select: 1,
				get_query: () => ({
					query: "fangxiu_app.tickets.intake.api_intake.problems",
					filters: { location: dialog.get_value("location") || "" },
				}),
			},
			{ fieldtype: "Section Break" },
			{ fieldtype: "Small Text", fieldname: "description", label: __("Description") },
			...evidence_field(evidence),
		],
		primary_action_label: __("Split Off"),
		async primary_action({ location, defect_type, description, chosen }) {
			const values = { location, defect_type, description };
			if (!(await asks_place(frm.doc.unit, location, defect_type))) return;
			const wanted = evidence.length ? chosen || [] : null;
			write(
				"tickets.life.api_ticket.split",
				{ ticket: frm.doc.name, values, evidence: wanted },
				dialog.get_primary_btn()
			).then((answer) => {
				dialog.hide();
				const made = form_link("Repair Ticket", answer.ticket);
				const message = esc(answer.message).replace(esc(answer.ticket), made);
				frappe.show_alert({ message, indicator: "green" }, 10);
				done();
			});
		},
	});
	dialog.show();
}

const HINT = () =>
	__(
		"The new ticket belongs to the same report and gets the contractor of its own trade. This ticket stays as it is."
	);

function evidence_field(rows) {
	if (!rows.length) return [];
	const words = (row) => [row.name, __(row.kind), __(row.stage), row.caption].filter(Boolean).join(" · ");
	return [
		{
			fieldtype: "MultiCheck",
			fieldname: "chosen",
			label: __("Evidence both tickets need"),
			columns: 1,
			options: rows.map((row) => ({ value: row.name, label: esc(words(row)), checked: 1 })),
		},
	];
}
