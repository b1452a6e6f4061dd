/* Before a second emergency is made for what may be the same leak: the open one is shown, a person decides (R72). */
import { esc, form_link, short_time } from "./util";

/** Resolves to ``{ticket}`` to add the report to, ``{}`` for a ticket of its own, or null when the question was closed. */
export function ask_same(item, tickets) {
	return new Promise((resolve) => {
		let choice = null;
		const dialog = new frappe.ui.Dialog({
			title: __("An Emergency Is Open Already"),
			fields: [{ fieldname: "said", fieldtype: "HTML" }],
			primary_action_label: __("Another Problem: Its Own Ticket"),
			primary_action: () => close({}),
		});
		const close = (value) => {
			choice = value;
			dialog.hide();
		};
		const line = (
			row
		) => `<li>${form_link("Repair Ticket", row.name)} ${esc([row.location, row.defect_type].join(" · "))}
			<small>${esc(__(row.status))} ${esc(__("reported {0}", [short_time(row.reported_at)]))}</small>
			<button type="button" class="btn btn-xs btn-primary" data-join="${esc(row.name)}">${esc(__("The same: add the report to it"))}</button></li>`;
		dialog
			.get_field("said")
			.$wrapper.html(
				`<p>${esc(
					__("{0} is reported as an emergency. Is it the same as one that is open in this unit?", [
						[item.location, item.defect_type].join(" · "),
					])
				)}</p><ul class="fx-ask">${tickets.map(line).join("")}</ul>`
			)
			.on("click", "[data-join]", (event) => close({ ticket: event.currentTarget.dataset.join }));
		dialog.onhide = () => resolve(choice);
		dialog.show();
	});
}
