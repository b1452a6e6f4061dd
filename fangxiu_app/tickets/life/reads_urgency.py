"""The order in which tickets should be worked on, the same for the engineer's day and for "next" on the desk."""

from __future__ import annotations

from pypika import Case

from fangxiu_app.tickets.life.rules_ticket_table import BEFORE_SURVEY

#: Who acts for the engineer: on the phone, and everybody of the repair centre.
MINE = ("Engineer",)


def ordered(query, ticket, mine: tuple[str, ...] = MINE, late=None):
	"""``query`` with the most urgent first.

	An emergency comes first until it is surveyed, so that nothing stands above it once somebody is there (R72, R98). Where the criterion ``late`` is given, as on the desk that counts what is
	late, those tickets follow, whoever has to act. Then come tickets on which the reader himself has to act (``mine``), then those
	that wait for others. Within each group by due time: the longest overdue first.
	"""
	waits = ticket.status.isin(BEFORE_SURVEY) & ticket.held_since.isnull()
	rank = Case().when((ticket.emergency == 1) & waits, 0)
	if late is not None:
		rank = rank.when(late, 1)
	rank = rank.when(ticket.waiting_on.isin(mine), 2).else_(3)
	return query.orderby(rank).orderby(ticket.due_order).orderby(ticket.name)


def is_pinned(card: dict) -> bool:
	"""Whether a ticket comes before all others, by the rule of :func:`ordered`."""
	return bool(card.get("emergency") and card["status"] in BEFORE_SURVEY and not card.get("held_since"))
