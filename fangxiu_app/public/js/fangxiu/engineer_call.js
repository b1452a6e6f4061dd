/* Whom to phone about a report, and one button for having done so (R70). */
import { esc, icon, phone, short_time, write } from "./util";
import { __ } from "./wording";

/** Number of the ticket's engineer as a link that dials. */
export function number_html(who) {
	return who.phone
		? `<a href="tel:${esc(who.phone)}">${esc(phone(who.phone))}</a>`
		: `<span class="text-muted">${esc(__("No telephone number on record."))}</span>`;
}

/** When the engineer was phoned, else the button that says so where the user ``may``; it carries the ticket's name. */
export function called_html(called_at, may, ticket) {
	if (called_at)
		return `<span class="fx-green">${icon("check")} ${esc(__("Notified by phone {0}", [short_time(called_at)]))}</span>`;
	return may
		? `<button type="button" class="btn btn-xs btn-default" data-told="${esc(ticket)}">${esc(__("Notified by Phone"))}</button>`
		: "";
}

/** Record on the ticket that its engineer was phoned. */
export const told_by_phone = (button) =>
	write("tickets.life.api_ticket.act", { ticket: button.data("told"), action: "call_engineer" }, button);
