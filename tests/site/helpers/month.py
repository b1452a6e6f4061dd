"""A month of the repair centre, seeded, through the services, against a fake clock.

Two projects, an engineer each, calls on every day; tickets go straight, get lost, wait, are merged, transferred, reopened,
entered late. All times are whole minutes, so that a naive walk can follow them; sweeps run half a minute later, so that
no sweep and no action fall together. Some sweeps are killed before they commit, some run twice, some days none runs.
"""

from __future__ import annotations

import heapq
import itertools
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import frappe
from frappe.model.base_document import get_controller

from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.clocks import service_duties, service_sweep
from fangxiu_app.tickets.intake import service_intake
from fangxiu_app.tickets.life import service_holds, service_transitions
from fangxiu_app.tickets.site_work import service_plans
from tests.site.helpers import factories as make

#: With the Mid-Autumn and National Day holidays of 2026 and their make-up workdays.
BEGIN = datetime(2026, 9, 14)
DAYS = 30
CALLS_UNTIL = timedelta(days=26)
SWEEP_EVERY = 20
CHANNELS = ("Repair Centre", "Property Desk", "Customer Service", "Call Centre")
DEFECTS = ("墙面空鼓", "墙面空鼓", "卫生间渗漏", "给水管渗漏", "跳闸断电")
PLACES = ("客厅", "主卧卫生间", "厨房", "公共卫生间", "主卧")
WAITS = ("Owner", "Contractor", "Material", "Project Department", "Weather")

Step = Iterator[int]


class Month:
	"""Runs the month; afterwards ``sweeps`` are the times at which a sweep took effect."""

	def __init__(self, seed: int, calls: int, units: list[str]):
		self.random = random.Random(seed)
		self.calls, self.units = calls, units
		self.now = BEGIN
		self.end = BEGIN + timedelta(days=DAYS)
		self.sweeps: list[datetime] = []
		self.last: dict[str, datetime] = {}
		self._order = itertools.count()
		self._agenda: list[tuple[datetime, int, Step]] = []

	def run(self) -> None:
		span = int(CALLS_UNTIL.total_seconds() // 60)
		for minute in sorted(self.random.randrange(span) for _call in range(self.calls)):
			self._plan(BEGIN + timedelta(minutes=minute), self.call())
		self._plan(BEGIN + timedelta(seconds=30), self.worker())
		while self._agenda and self._agenda[0][0] <= self.end:
			self.now, _number, steps = heapq.heappop(self._agenda)
			wait = next(steps, None)
			if wait is not None:
				self._plan(self.now + timedelta(minutes=wait), steps)
		self.now = self.end + timedelta(seconds=30)
		self.swept()

	def clock(self) -> datetime:
		return self.now

	def _plan(self, at: datetime, steps: Step) -> None:
		heapq.heappush(self._agenda, (at, next(self._order), steps))

	# the scheduler

	def worker(self) -> Step:
		"""A sweep every so often; sometimes killed half-way, sometimes twice, sometimes down for hours."""
		while True:
			luck = self.random.random()
			if luck < 0.05:
				frappe.db.savepoint("fx_month")
				service_sweep.run(self.now)
				frappe.db.rollback(save_point="fx_month")
			if luck < 0.99:
				self.swept()
			if luck > 0.95:
				assert service_sweep.run(self.now) == 0 or luck >= 0.99
				self._note(luck >= 0.99)
			yield SWEEP_EVERY * self.random.choice((1, 1, 1, 1, 1, 1, 2, 3, 24 if luck > 0.9 else 1))

	def swept(self) -> None:
		service_holds.wake_due(self.now)
		service_sweep.run(self.now)
		self._note(True)

	def _note(self, took_effect: bool) -> None:
		if took_effect:
			self.sweeps.append(self.now)

	# people

	def late(self, usual: int, limit: int) -> int:
		"""Minutes somebody takes: mostly within ``usual``, now and then beyond ``limit``."""
		if self.random.random() < 0.2:
			return self.random.randrange(limit, 3 * limit)
		return self.random.randrange(1, usual + 1)

	def act(self, ticket: str, action: str, **values) -> bool:
		"""Do it now, or write down late what happened up to two hours ago. False where the services refuse."""
		at, reason = self.now, ""
		if self.random.random() < 0.1:
			at = max(self.last[ticket], self.now - timedelta(minutes=self.random.randrange(11, 120)))
			reason = "补录"
		try:
			service_transitions.perform(ticket, action, values, at=at, reason=reason)
		except RefusedError:
			return False
		self.last[ticket] = at
		return True

	def call(self) -> Step:
		reported = self.now
		yield self.late(8, 10)
		told = self.now
		yield self.late(8, 10)
		values = {
			"unit": self.random.choice(self.units),
			"channel": self.random.choice(CHANNELS),
			"caller_name": "业主",
			"caller_phone": "13800001501",
			"received_at": reported,
			"notified_at": told,
			"back_entry_reason": "先记在纸上",
			"items": [{"location": self.random.choice(PLACES), "defect_type": self.random.choice(DEFECTS)}],
		}
		request = service_intake.submit_request(values)
		ticket = request.items[0].ticket
		self.last[ticket] = reported
		self._plan(self.now, self.life(ticket))
		if self.random.random() < 0.25:
			self._plan(self.now + timedelta(minutes=self.random.randrange(5, 5000)), self.wait_for(ticket))

	def wait_for(self, ticket: str) -> Step:
		"""A hold, ended early now and then; one that would hide lateness is refused."""
		hold = frappe.get_doc(
			{
				"doctype": "Ticket Hold",
				"ticket": ticket,
				"project": frappe.db.get_value("Repair Ticket", ticket, "project"),
				"holder": self.random.choice(WAITS),
				"reason": "等待",
				"agreed_by": "业主",
				"starts_at": self.now - timedelta(minutes=self.random.choice((0, 0, 4))),
				"agreed_at": self.now,
				"until": self.now + timedelta(minutes=self.random.choice((15, 60, 240, 1440, 4320))),
			}
		)
		try:
			hold.insert()
		except frappe.ValidationError:
			return
		if self.random.random() < 0.3:
			self._plan(self.now + timedelta(minutes=self.random.randrange(5, 60)), self.wait_for(ticket))
		if self.random.random() < 0.4:
			yield self.random.randrange(1, 200)
			stored = frappe.get_doc("Ticket Hold", hold.name)
			if not stored.ended_at:
				service_holds.end(stored, self.now)

	def life(self, ticket: str) -> Step:
		yield self.late(20, 30)
		fate = self.random.random()
		if fate < 0.04:
			self.act(ticket, "cancel", reason="误报")
			return
		if frappe.db.get_value("Repair Ticket", ticket, "repeat_state") == "Suspected":
			self.act(ticket, "reject_repeat", reason="不同原因")
		if fate < 0.07 or not self.act(ticket, "accept"):
			return  # nobody ever looks at it
		while self.random.random() < 0.6:
			yield self.late(20, 30)
			ahead = 5 * self.random.randrange(3, 300)
			self.act(ticket, "appoint", appointment_at=self.now + timedelta(minutes=ahead))
			yield max(1, ahead - 5 + self.random.randrange(-30, 30))
		self.act(ticket, "arrive")
		yield self.late(20, 30)
		yield from self.survey(ticket)

	def survey(self, ticket: str) -> Step:
		days, found = self.random.choice((1, 2, 2, 3, 6)), "Warranty"
		if self.random.random() < 0.06:
			found = "Owner Caused"
		values = {"root_cause": "原因", "responsibility": found, "expected_days": days}
		if self.random.random() < 0.3:
			values["complex"] = 1
		if self.random.random() < 0.5:
			values["temporary_measure"] = "关阀"
		self.act(ticket, "survey", **values)
		yield self.late(25, 60)
		if found == "Owner Caused":
			self.act(ticket, "paid_repair")
		else:
			self.act(ticket, "record_measure", temporary_measure="关阀")
		yield self.late(20, 1500)
		if found == "Warranty" and (days > 3 or self.random.random() < 0.1):
			yield from self.plan(ticket, days)
		known = frappe.db.get_value("Repair Ticket", ticket, "agreed_completion")
		agreed = {} if known else {"agreed_completion": self.now + timedelta(minutes=5 * self.random.randrange(1, days * 288))}
		if self.act(ticket, "start", **agreed):
			yield from self.work(ticket, days)

	def plan(self, ticket: str, days: int) -> Step:
		minutes = 5 * (days * 288 + self.random.randrange(-200, 200))
		plan = make.make_plan(
			ticket, days=days, start_at=self.now, completion_at=self.now + timedelta(minutes=minutes)
		)
		service_plans.issue(plan)
		self.last[ticket] = self.now
		wait = 5 * self.random.randrange(1, 100)
		yield wait
		service_plans.sign(frappe.get_doc("Repair Plan", plan.name), "业主", make.SIGNATURE)
		self.last[ticket] = self.now
		yield self.late(100, 600)

	def work(self, ticket: str, days: int) -> Step:
		ends = self.now + timedelta(
			minutes=self.late(days * 1440, 20000 if self.random.random() < 0.2 else days * 1440)
		)
		notice = self.now + timedelta(days=self.random.choice((14, 16)))
		while self.now < ends:
			yield self.random.choice((600, 1380, 1430, 1439, 1500, 2900))
			self.patrol(ticket)
			if self.now >= notice:
				self.contact(ticket, "Long Repair Notice")
				self.contact(ticket, "Weekly Progress")
		if self.random.random() < 0.1:
			self.act(ticket, "fail_pre_acceptance", reason="不合格")
			yield 300
		self.act(ticket, "pre_accept")
		yield self.late(1000, 1500)
		self.act(ticket, "clean", cleaned_by="保洁")
		yield self.late(3000, 4400)
		if self.random.random() < 0.08 and self.act(ticket, "reject", acceptance_remark="有划痕"):
			yield from self.work(ticket, 1)
			return
		self.act(
			ticket,
			"owner_accept",
			acceptance_result="Pass",
			accepted_by_name="业主",
			owner_signature=make.SIGNATURE,
		)
		yield self.random.randrange(5, 600)
		self.act(ticket, "close")
		yield self.random.randrange(2000, 12000)
		self.contact(
			ticket, "Follow-up", satisfaction=self.random.choice(("Satisfied",) * 5 + ("Dissatisfied",))
		)

	def patrol(self, ticket: str) -> None:
		"""The row of a patrol and the duty it keeps; its sheet is tested elsewhere."""
		project, status = frappe.db.get_value("Repair Ticket", ticket, ["project", "status"])
		if status != "In Repair":
			return
		row = {"doctype": "Site Visit", "ticket": ticket, "project": project, "kind": "Patrol"}
		frappe.get_doc({**row, "visitor": "Administrator", "arrived_at": self.now}).db_insert()
		service_duties.patrolled(ticket, self.now)

	def contact(self, ticket: str, purpose: str, **values) -> None:
		row = {"ticket": ticket, "purpose": purpose, "outcome": "Reached", "contacted_at": self.now, **values}
		project = frappe.db.get_value("Repair Ticket", ticket, "project")
		frappe.get_doc({"doctype": "Owner Contact", "project": project, "note": "沟通", **row}).insert()
		self.last[ticket] = self.now


def fake_clock(monkeypatch, month: Month) -> None:
	"""Every service of ours asks ``month`` for the time; documents beside the clocks are written without ceremony."""
	for doctype in PROJECT_DOCTYPES:
		get_controller(doctype)  # its module is there to be told
	for name, module in list(sys.modules.items()):
		if name.startswith(("fangxiu_app.", "tests.site.helpers.factories", "tests.site.helpers.walking")) and hasattr(module, "now_datetime"):
			monkeypatch.setattr(module, "now_datetime", month.clock)
	visits = sys.modules["fangxiu_app.tickets.site_work.service_visits"]
	monkeypatch.setattr(visits, "arrived", lambda *arguments: None)
	monkeypatch.setattr(visits, "record", lambda *arguments: None)
	monkeypatch.setattr(visits, "found", lambda *arguments: None)
	monkeypatch.setattr(frappe, "publish_realtime", lambda *arguments, **more: None)
	monkeypatch.setattr(outbox, "_send_soon", lambda: None)
	for doctype in ("Repair Ticket", "Ticket Hold", "Repair Plan", "Owner Contact"):
		monkeypatch.setattr(frappe.get_meta(doctype), "track_changes", 0)
