/* Lists of tickets: the colour shows the most urgent clock, the text the status. */
import { open_intake } from "./intake";
import { reassign_entries } from "./reassign";
import { SOON, esc, list_anew, marks, remaining, rough_span, server_now, short_time, urgency } from "./util";
import { __ } from "./wording";

const FINAL = ["Closed", "Merged", "Cancelled"];
const COLOURS = { overdue: "red", soon: "orange", running: "blue", quiet: "blue" };

/** Fields an indicator needs besides the list's own columns. */
export const INDICATOR_FIELDS = [
	"status",
	"next_due_at",
	"held_since",
	"waiting_on",
	"emergency",
	"repeat_state",
	"defect_type",
];

export function seconds_left(doc) {
	return doc.next_due_at ? moment(doc.next_due_at).diff(server_now(), "seconds") : null;
}

/** [label, colour, filter] as Frappe's lists want it. */
export function indicator(doc) {
	const owed = doc.status === "Closed" && doc.next_due_at;
	const state = owed ? __("Closed, follow-up owed") : __(doc.status);
	const left = seconds_left(doc);
	const kind = urgency(left);
	// on a phone no column says how long is left: the state does
	const time = left != null && window.innerWidth <= 768 ? remaining(left, rough_span) : "";
	const with_time = (text) => (time ? `${state} · ${time}` : text);
	if (kind === "overdue")
		return [
			with_time(__("{0}, overdue", [state])),
			"red",
			`next_due_at,is,set|next_due_at,<,${server_now().format(FORMAT)}`,
		];
	if (doc.held_since) return [__("{0}, on hold", [state]), "gray", `waiting_on,=,${doc.waiting_on}`];
	if (kind === "soon") {
		return [
			with_time(__("{0}, due soon", [state])),
			"orange",
			`next_due_at,>=,${server_now().format(FORMAT)}|next_due_at,<,${server_now().add(SOON, "seconds").format(FORMAT)}`,
		];
	}
	if (FINAL.includes(doc.status))
		return [state, doc.status === "Closed" ? "green" : "gray", `status,=,${doc.status}`];
	return [with_time(state), COLOURS[kind], `status,=,${doc.status}`];
}

const FORMAT = "YYYY-MM-DD HH:mm:ss";

function due(value, df, doc) {
	if (!value) return "";
	const left = seconds_left(doc);
	const colour = `fx-${urgency(left)}`;
	return `<span class="${colour}" title="${esc(`${short_time(value)} ${remaining(left)}`)}">${esc(remaining(left, rough_span))}</span>`;
}

function person(value) {
	return value ? esc(frappe.user.full_name(value)) : "";
}

/** The list's first column: plain text, the list escapes it. */
function subject(value, df, doc) {
	return [value, doc.defect_type].filter(Boolean).join(" · ");
}

function place(value, df, doc) {
	return marks(doc) + esc(value);
}

/** Settings of the Repair Ticket list. */
export function setup_ticket_list() {
	frappe.listview_settings["Repair Ticket"] = {
		add_fields: INDICATOR_FIELDS,
		get_indicator: indicator,
		has_indicator_for_draft: true,
		formatters: { next_due_at: due, location: place, unit_code: subject, engineer: person },
		filters: [["status", "not in", FINAL]],
		onload(list) {
			intake_button(list);
			reassign_entries(list);
		},
	};
}

/** The list's one primary button is the intake dialog: tickets are never made by hand. */
export function intake_button(list) {
	if (!frappe.model.can_create("Repair Request")) return;
	list.set_primary_action = () =>
		list.page.set_primary_action(
			__("Log a Defect"),
			() => open_intake({ done: () => list_anew(list) }),
			"add"
		);
	list.set_primary_action();
}
