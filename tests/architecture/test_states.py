"""docs/states.md is up to date, and the table is consistent."""

from dataclasses import replace

import pytest

from fangxiu_app.core.access.roles import ROLES
from fangxiu_app.tickets.life import rules_ticket

from . import repo, states

FIELDS = {field["fieldname"] for field in repo.doctypes()["Repair Ticket"]["fields"]}
SAMPLE = rules_ticket.TRANSITIONS[0]


def options(fieldname: str) -> list[str]:
	field = next(f for f in repo.doctypes()["Repair Ticket"]["fields"] if f["fieldname"] == fieldname)
	return [option for option in field["options"].split("\n") if option]


@pytest.mark.clause("R61")
def test_page_is_fresh():
	assert repo.read(states.PAGE) == states.render(), "run python3 -m tests.architecture.states --write"


def test_page_shows_every_state_and_action():
	page = states.render()
	assert all(f'state "{status}"' in page for status in rules_ticket.STATUSES)
	assert all(f"(`{row.action}`)" in page for row in rules_ticket.TRANSITIONS)


def test_page_follows_the_table():
	row = replace(SAMPLE, label="Jump", target="Closed", starts=("Entry",), stops=(), voids_clocks=True)
	assert f"{SAMPLE.sources[0]} --> Closed: Jump" in states.diagram([row])
	assert "starts Entry; voids the rest" in states.actions([row])


def test_form_offers_the_states_of_the_table():
	assert options("status") == list(rules_ticket.STATUSES)
	assert {row.waiting_on for row in rules_ticket.TRANSITIONS if row.waiting_on} <= set(options("waiting_on"))


def test_table_names_fields_of_the_ticket():
	named = {item.field for row in rules_ticket.TRANSITIONS for item in row.inputs}
	named |= {name for row in rules_ticket.TRANSITIONS for name in (*row.stamps, *row.clears, *dict(row.sets))}
	assert named <= FIELDS, sorted(named - FIELDS)


def test_table_names_known_roles():
	assert {role for row in rules_ticket.TRANSITIONS for role in row.roles} <= set(ROLES)


@pytest.mark.clause("R61")
def test_every_state_is_reached_and_left():
	reached = {row.target for row in rules_ticket.TRANSITIONS} | {rules_ticket.PATH[0]}
	left = {source for row in rules_ticket.TRANSITIONS if row.target for source in row.sources}
	assert set(rules_ticket.STATUSES) <= reached
	assert set(rules_ticket.STATUSES) - set(rules_ticket.FINAL) <= left
