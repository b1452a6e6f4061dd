"""Checks the contractor and the agreement that somebody chooses for a ticket by hand (docs/adr/0175)."""

from __future__ import annotations

from frappe.utils import getdate

from fangxiu_app.contractors import reads_answering, rules_answering
from fangxiu_app.core.messages import refuse


def check_chosen(ticket) -> None:
	"""Raise RefusedError unless the agreement is the contractor's, in force and about this place and trade; without one the
	contractor has to be known in the project. Five queries at most.
	"""
	agreement = reads_answering.agreement(ticket.agreement, (getdate(ticket.reported_at), getdate()))
	covers = bool(agreement) and reads_answering.covers(agreement.name, ticket.building, ticket.trade)
	known = bool(agreement) or not ticket.contractor or reads_answering.known(ticket.project, ticket.contractor)
	refuse(rules_answering.chosen(ticket.contractor or "", agreement, covers, known))
