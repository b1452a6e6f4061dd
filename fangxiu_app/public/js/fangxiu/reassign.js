/* 改派: assign tickets to another engineer, or hand over all open tickets of an engineer, shown with their due times. */
import {
	esc,
	form_link,
	list_anew,
	marks,
	read,
	remaining,
	rough_span,
	short_time,
	urgency,
	write,
} from "./util";
import { __ } from "./wording";

const GIVERS = ["Repair Clerk", "Repair Engineer", "Repair Supervisor", "Repair Manager"];

/** Whether the user is one who gives tickets to others; the server decides about each. */
export const may_reassign = () => frappe.user.has_role(GIVERS);

/** People as choices of a Select: name, and what they have in hand. */
const choices = (people) => [
	{ value: "", label: "" },
	...people.map((row) => ({
		value: row.user,
		label: row.overdue
			? __("{0}: {1} open, {2} overdue", [row.name, row.open, row.overdue])
			: __("{0}: {1} open", [row.name, row.open]),
	})),
];

/** Why somebody is not among the choices. */
const offered = () =>
	__(
		"Offered are engineers, supervisors and managers who may open the project, not who has the tickets now. Somebody else needs the right to the project first; the administrator gives it under “{0}”.",
		[__("People and Projects")]
	);

const REASON = () => ({
	fieldname: "reason",
	fieldtype: "Small Text",
	label: __("Reason"),
	reqd: 1,
	description: __("Both engineers read it, and it is kept in each ticket's log."),
});

/** Give the named tickets to somebody; ``done`` runs once they are given. */
export async function reassign(tickets, done) {
	const people = await read("staff.api_reassign.choices", { tickets: JSON.stringify(tickets) });
	if (!people.length) {
		frappe.msgprint(__("Nobody has a right to all of these projects. Choose tickets of one project."));
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title:
			tickets.length > 1
				? __("Give {0} Tickets to Another Engineer", [tickets.length])
				: __("Reassign"),
		fields: [
			{
				fieldname: "engineer",
				fieldtype: "Select",
				label: __("New Engineer"),
				options: choices(people),
				description: esc(offered()),
				reqd: 1,
			},
			REASON(),
		],
		primary_action_label: __("Reassign"),
		async primary_action({ engineer, reason }) {
			await give({ tickets, engineer, reason }, dialog);
			done();
		},
	});
	dialog.show();
}

async function give({ tickets, engineer, reason, buildings = [] }, dialog) {
	const lists = { tickets: JSON.stringify(tickets), buildings: JSON.stringify(buildings) };
	const answer = await write(
		"staff.api_reassign.give",
		{ ...lists, engineer, reason },
		dialog.get_primary_btn()
	);
	dialog.hide();
	frappe.show_alert({ message: answer.message, indicator: "green" });
}

/** Leave or departure: whose work, what is due, to whom, why. */
export async function hand_over(done) {
	const holders = await read("staff.api_reassign.holders");
	const label = (row) => {
		const text = __("{0}: {1} open", [row.name, row.open]);
		return row.enabled ? text : `${text} · ${__("Disabled")}`;
	};
	const state = { tickets: [], buildings: [] };
	const dialog = new frappe.ui.Dialog({
		title: __("Hand Over All Tickets"),
		size: "large",
		fields: [
			{
				fieldname: "from",
				fieldtype: "Select",
				label: __("Transfer From"),
				options: [
					{ value: "", label: "" },
					...holders.map((row) => ({ value: row.user, label: label(row) })),
				],
				reqd: 1,
				onchange: () => look(dialog, state),
			},
			{ fieldname: "work", fieldtype: "HTML" },
			{
				fieldname: "engineer",
				fieldtype: "Select",
				label: __("New Engineer"),
				options: [""],
				description: esc(offered()),
				reqd: 1,
			},
			{
				fieldname: "with_buildings",
				fieldtype: "Check",
				label: __("New reports of the buildings too"),
				hidden: 1,
			},
			REASON(),
		],
		primary_action_label: __("Hand Over"),
		async primary_action({ engineer, reason, with_buildings }) {
			const buildings = with_buildings ? state.buildings.map((row) => row.name) : [];
			await give(
				{ tickets: state.tickets.map((row) => row.name), engineer, reason, buildings },
				dialog
			);
			done();
		},
	});
	dialog.show();
}

async function look(dialog, state) {
	const engineer = dialog.get_value("from");
	const found = engineer
		? await read("staff.api_reassign.in_hand", { engineer })
		: { tickets: [], buildings: [], people: [] };
	if (dialog.get_value("from") !== engineer) return;
	Object.assign(state, found);
	dialog.fields_dict.work.$wrapper.html(engineer ? table(found) : "");
	dialog.set_df_property("engineer", "options", choices(found.people));
	dialog.set_df_property("with_buildings", "hidden", found.buildings.length ? 0 : 1);
	const names = found.buildings.map((row) => row.building_no).join("、");
	dialog.set_df_property(
		"with_buildings",
		"description",
		names && __("Up to now with this engineer: {0}", [names])
	);
	dialog.get_primary_btn().text(__("Hand Over {0} Tickets", [found.tickets.length]));
}

function table({ tickets, now }) {
	if (!tickets.length) return `<p class="text-muted">${esc(__("No open tickets."))}</p>`;
	const late = tickets.filter((row) => row.next_due_at && row.next_due_at < now).length;
	const head = [__("Unit"), __("Problem"), __("Status"), __("Due"), __("Appointment")].map(
		(text) => `<th>${esc(text)}</th>`
	);
	return `<p><b>${esc(__("{0} open, {1} of them overdue", [tickets.length, late]))}</b></p>
		<div style="max-height: 40vh; overflow: auto"><table class="table table-sm"><thead><tr>${head.join("")}</tr></thead>
		<tbody>${tickets.map((row) => line(row, now)).join("")}</tbody></table></div>`;
}

function line(row, now) {
	const left = row.next_due_at ? moment(row.next_due_at).diff(moment(now), "seconds") : null;
	const due =
		left == null
			? "–"
			: `${esc(row.clock)} <span class="fx-${urgency(left)}">${esc(remaining(left, rough_span))}</span>`;
	return `<tr><td>${form_link("Repair Ticket", row.name, row.unit_code)}<br><small>${esc(row.project_name)}</small></td>
		<td>${marks(row)}${esc(row.location)} ${esc(row.defect_type)}</td><td>${esc(row.status_label)}</td>
		<td>${due}</td><td>${esc(row.appointment_at ? short_time(row.appointment_at) : "–")}</td></tr>`;
}

/** Entries of the list's menu and of the menu over checked rows. */
export function reassign_entries(list) {
	if (!may_reassign()) return;
	const done = () => {
		list.clear_checked_items();
		list_anew(list);
	};
	list.page.add_inner_button(__("Hand Over All Tickets"), () => hand_over(done));
	list.page.add_actions_menu_item(
		__("Reassign"),
		() => reassign(list.get_checked_items(true), done),
		false
	);
}
