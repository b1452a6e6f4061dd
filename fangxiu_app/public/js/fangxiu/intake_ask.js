/* Questions before a report is saved: whether a second emergency is the same leak (R72), whether place and problem belong together. */
import { esc, form_link, read, short_time } from "./util";
import { __ } from "./wording";

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

/** A problem that names another place than was chosen: said once, a person decides. Resolves to whether to save. */
export async function confirm_place(row) {
	const { location, defect_type } = row.chosen;
	const question = `${location}|${defect_type}`;
	if (!row.found?.elsewhere || row.confirmed === question) return true;
	const sure = await new Promise((resolve) => {
		let right = false;
		const dialog = new frappe.ui.Dialog({
			title: __("Place and Problem Differ"),
			fields: [{ fieldname: "said", fieldtype: "HTML" }],
			primary_action_label: __("Both Are Right"),
			primary_action: () => {
				right = true;
				dialog.hide();
			},
		});
		const said = __(
			"{0} is reported for {1}. If one of the two is wrong, close this and correct it: engineer and warranty follow from them.",
			[defect_type, location]
		);
		dialog.get_field("said").$wrapper.html(`<p>${esc(said)}</p>`);
		dialog.onhide = () => resolve(right);
		dialog.show();
	});
	if (sure) row.confirmed = question;
	return sure;
}

/** The same question where a ticket's place or problem is corrected, or a problem is split off. */
export async function asks_place(unit, location, defect_type) {
	if (!unit || !location || !defect_type) return true;
	const chosen = { location, defect_type };
	return confirm_place({
		chosen,
		found: await read("tickets.intake.api_intake.preview", { unit, ...chosen }),
	});
}
