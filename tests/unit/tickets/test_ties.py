"""What a merge takes along of the documents linked to a ticket."""

from __future__ import annotations

from fangxiu_app.tickets.life.rules_ticket_ties import COPIED, MOVES, TIES, moving


def test_a_merge_takes_along_what_moves_and_nothing_else():
	taken = moving()
	assert taken["Complaint Ticket", "ticket"] == ""
	assert taken["Request Item", "ticket"] == "first_ticket", "the report keeps which ticket it had made"
	assert set(taken) == {key for key, tie in TIES.items() if tie.merge == MOVES}
	assert {("Ticket Event", "ticket"), ("Watch Entry", "ticket")}.isdisjoint(taken)
	assert TIES["Watch Entry", "ticket"].merge == COPIED


def test_the_field_that_keeps_the_origin_stays_where_it_points():
	for (doctype, _), origin in moving().items():
		if origin:
			assert TIES[doctype, origin].merge != MOVES, f"{doctype} would forget where it was made"
