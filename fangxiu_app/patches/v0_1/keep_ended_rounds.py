import frappe

#: What a reopening took from the ticket → the action that had stamped it.
STAMPED = {
	"closed_at": "close",
	"owner_accepted_at": "owner_accept",
	"third_party_at": "commission_third_party",
}


def execute() -> None:
	"""Reopened tickets get their contractor back where a third party still has them, and their log lines the facts that ended.

	Times come from the log itself: the last action of its kind before the reopening, after an earlier reopening. What was
	judged then was not kept: what an owner accepted was warranty work, the rest was given to the property company.
	"""
	event = frappe.qb.DocType("Ticket Event")
	asked = event.action.isin((*STAMPED.values(), "reopen"))
	rows = (
		frappe.qb.from_(event)
		.select(event.name, event.ticket, event.action, event.at, event.closed_at)
		.where(asked)
	)
	seen: dict[str, dict] = {}
	by_action = {action: field for field, action in STAMPED.items()}
	for row in rows.orderby(event.ticket).orderby(event.at).orderby(event.creation).run(as_dict=True):
		if row.action == "reopen":
			ended = seen.pop(row.ticket, {})
			if ended and not row.closed_at:
				_keep(row.name, ended)
		else:
			seen.setdefault(row.ticket, {})[by_action[row.action]] = row.at
	_contractors()


def _keep(event: str, ended: dict) -> None:
	judged = "Warranty" if "owner_accepted_at" in ended else "Expired"
	frappe.db.set_value("Ticket Event", event, {**ended, "responsibility": judged}, update_modified=False)


def _contractors() -> None:
	"""Whom a third party stands in for: the contractor of the ticket's agreement."""
	ticket, agreement = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Warranty Agreement")
	rows = (
		frappe.qb.from_(ticket)
		.join(agreement)
		.on(agreement.name == ticket.agreement)
		.select(ticket.name, agreement.contractor)
		.where((ticket.contractor == ticket.third_party) & ticket.original_contractor.isnull())
		.where(agreement.contractor != ticket.contractor)
	).run()
	for name, contractor in rows:
		frappe.db.set_value("Repair Ticket", name, "original_contractor", contractor, update_modified=False)
