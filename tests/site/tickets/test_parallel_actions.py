"""Many people at once on neighbouring tickets, each on a connection of their own: nobody sees a deadlock.

By hand: ``FX_PARALLEL=1000 ./fx test tests/site/tickets/test_parallel_actions.py``.
"""

from __future__ import annotations

import os
import queue
import threading
from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.clocks import service_sweep
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api

#: Actions in one run, and how many are under way at the same time.
ACTIONS, AT_ONCE = int(os.environ.get("FX_PARALLEL", "160")), 12
#: What several clerks do on tickets that lie beside one another in every index.
STEPS = ("accept", "appoint", "arrive", "survey")


def in_parallel(jobs: list, at_once: int = AT_ONCE) -> list[str]:
	"""Run every job in a transaction of its own, ``at_once`` of them together; returns the errors."""
	site, sites_path = frappe.local.site, frappe.local.sites_path
	waiting, errors = queue.SimpleQueue(), []
	for job in jobs:
		waiting.put(job)
	start = threading.Barrier(at_once)

	def work():
		frappe.init(site=site, sites_path=sites_path)
		frappe.connect()
		frappe.local.lang = "en"
		try:
			frappe.db.get_value(
				"User", "Administrator"
			)  # the first transaction's picture is older than its lock
			start.wait()
			while True:
				job = waiting.get_nowait()
				try:
					job()
					frappe.db.commit()
				except Exception as error:
					frappe.db.rollback()
					errors.append(repr(error)[:300])
		except queue.Empty:
			pass
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=work) for _number in range(at_once)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.rollback()
	return errors


def step(ticket: str, action: str):
	values = {
		"appoint": lambda: {"appointment_at": now_datetime() + timedelta(hours=3)},
		"survey": lambda: {"root_cause": "空鼓", "responsibility": "Warranty", "expected_days": 2},
	}
	return lambda: service_transitions.perform(ticket, action, values.get(action, dict)())


@pytest.fixture
def tickets(estate):
	"""Committed tickets one beside the other; the throw-away site keeps them."""
	names = [make.make_ticket(estate.unit_a).name for _number in range(max(AT_ONCE, ACTIONS // len(STEPS)))]
	frappe.db.commit()
	return names


@pytest.mark.clause("R70")
def test_neighbouring_tickets_move_at_once(tickets):
	for action in STEPS:
		assert in_parallel([step(name, action) for name in tickets]) == []
	states = frappe.get_all("Repair Ticket", {"name": ("in", tickets)}, pluck="status", distinct=True)
	assert states == ["Surveyed"]


def test_reports_come_in_while_messages_go_out(estate, tickets):
	def report():
		make.make_request(estate.unit_a2)

	def other():
		service_sweep.run(now_datetime() + timedelta(hours=5))
		outbox.send_due(now_datetime() + timedelta(days=2))

	jobs = [job for name in tickets[:24] for job in (report, step(name, "accept"), other)]
	assert in_parallel(jobs) == []


def test_one_ticket_is_moved_once_only(tickets):
	errors = in_parallel([step(tickets[0], "accept")] * AT_ONCE)
	assert len(errors) == AT_ONCE - 1
	assert {error.split("(")[0] for error in errors} == {"RefusedError"}


@pytest.fixture
def clerk(estate):
	return Api(estate.users[roles.ENGINEER])


@pytest.mark.parametrize("error", [frappe.QueryDeadlockError, frappe.QueryTimeoutError])
def test_what_the_database_gave_up_is_played_once_more(estate, clerk, monkeypatch, error):
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.commit()
	perform, tries = service_transitions.perform, []

	def first_given_up(*args, **values):
		tries.append(args)
		done = perform(*args, **values)
		if len(tries) == 1:
			raise error("1213")
		return done

	monkeypatch.setattr(service_transitions, "perform", first_given_up)
	status, body = clerk.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", ticket=ticket, action="accept")
	assert (status, body["message"]["status"], len(tries)) == (200, "Accepted", 2)
	assert "exc_type" not in body
	assert frappe.db.count("Ticket Event", {"ticket": ticket, "action": "accept"}) == 1


@pytest.mark.parametrize(("said", "answer"), [("", 500), ("somebody else is at it, try again later", 417)])
def test_it_is_not_tried_a_third_time(estate, clerk, monkeypatch, said, answer):
	"""Whoever reads why it is not possible now has met no fault."""
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.commit()
	tries = []

	def given_up(*args, **values):
		tries.append(args)
		if said:
			frappe.throw(said, frappe.QueryTimeoutError)
		raise frappe.QueryDeadlockError("1213")

	monkeypatch.setattr(service_transitions, "perform", given_up)
	status, body = clerk.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", ticket=ticket, action="accept")
	assert (status, len(tries)) == (answer, 2)
	assert said in str(body)
	frappe.db.rollback()
	assert frappe.db.get_value("Repair Ticket", ticket, "status") == "Reported"
