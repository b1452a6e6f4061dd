"""Moves one demo ticket through the real services, each step as the user who does it and at the time it happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.demo import demo_files
from fangxiu_app.demo.estate import Estate
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.site_work import service_plans
from fangxiu_app.tickets.site_work.rules_plan import agreed_days, days_fit

REASON = "示例数据：纸质记录补录"
#: Minutes after the repair centre was told, on the usual way.
OFFSETS = {
	"accept": 8,
	"appoint": 20,
	"arrive": 230,
	"survey": 260,
	"issue_plan": 280,
	"sign_plan": 340,
	"start": 1440,
	"pre_accept": 4320,
	"clean": 4440,
	"owner_accept": 5760,
	"close": 5790,
}
#: The same in an emergency: nobody waits for an appointment (R72).
URGENT = {"accept": 3, "arrive": 13, "survey": 25, "issue_plan": 45, "sign_plan": 90, "start": 180}
#: Last action of the straight way for each state; a plan comes in between where the story has one.
LAST = {
	"Reported": None,
	"Accepted": "accept",
	"Appointed": "appoint",
	"Surveyed": "survey",
	"Planned": "survey",
	"In Repair": "start",
	"Pre-accepted": "pre_accept",
	"Cleaned": "clean",
	"Owner Accepted": "owner_accept",
	"Closed": "close",
}
WAY = ("accept", "appoint", "arrive", "survey", "start", "pre_accept", "clean", "owner_accept", "close")
BY_CLERK = ("appoint", "clean", "owner_accept", "close", "merge", "confirm_repeat")
BY_SUPERVISOR = ("commission_third_party", "cancel", "reject_repeat")


@contextmanager
def acting(user: str) -> Iterator[None]:
	"""Work as ``user``: rights, project scope and the log's names are then those of daily work."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


@dataclass
class Case:
	"""A ticket on its way."""

	estate: Estate
	ticket: str
	project: str
	told: datetime
	owner: str
	target: str
	emergency: bool

	def at(self, action: str) -> datetime:
		"""When an action of the usual way happened."""
		urgent = URGENT.get(action) if self.emergency else None
		return self.told + timedelta(minutes=urgent or OFFSETS[action])

	def who(self, action: str) -> str:
		"""The demo user whose step it is."""
		if action in BY_CLERK:
			role = roles.CLERK
		elif action in BY_SUPERVISOR:
			role = roles.SUPERVISOR
		else:
			special = {"manager_visit": roles.MANAGER, "record_coordination": roles.PROJECT_DEPARTMENT}
			role = special.get(action) or (
				roles.PROPERTY_DESK if action in ("acknowledge_transfer", "settle_transfer") else roles.ENGINEER
			)
		return self.estate.actor(role, self.project)

	def act(self, action: str, at: datetime | None = None, **values) -> None:
		"""One action of the ticket table."""
		with acting(self.who(action)):
			service_transitions.perform(self.ticket, action, values, at=at or self.at(action), reason=REASON)

	def add(self, doctype: str, role: str, flags: dict | None = None, **values) -> str:
		"""A document about this ticket, entered by the user with ``role``."""
		with acting(self.estate.actor(role, self.project)):
			doc = frappe.get_doc(
				{"doctype": doctype, "ticket": self.ticket, "project": self.project, **values}
			)
			doc.flags.update(flags or {})
			return doc.insert().name


def walk(case: Case, until: str | None, first: str = "accept", **survey) -> None:
	"""The straight way from ``first`` to ``until``, both included; ``survey`` overrides what the survey found."""
	if until is None:
		return
	for action in WAY[WAY.index(first) : WAY.index(until) + 1]:
		if action == "appoint" and case.emergency and until != "appoint":
			continue
		if action == "start":
			_card(case)
		case.act(action, **_values(case, action, survey))


def draft_plan(case: Case, days: float, completion: datetime, **values) -> str:
	"""A plan card as its engineer writes it, ``days`` unless its dates say otherwise; returns its name."""
	start = values.pop("start_at", None) or min(case.at("start"), completion - timedelta(hours=1))
	if not days_fit(days, start, completion):
		days = max(round(agreed_days(start, completion)), 1)
	reported = frappe.db.get_value("Repair Ticket", case.ticket, ["location", "defect_type", "description"])
	return case.add(
		"Repair Plan",
		roles.ENGINEER,
		days=days,
		start_at=start,
		completion_at=completion,
		**{
			"problem": "，".join(filter(None, reported)),
			"cause": "施工缺陷，已在现场向业主说明",
			"method": "1. 成品保护；2. 清除缺陷部位；3. 按工艺修复；4. 试验合格后恢复面层；5. 清场保洁",
			"working_hours": "08:30-12:00，14:00-17:30",
			"protection": "地面铺设保护膜，家具覆盖",
			"effect_on_living": "施工期间有噪声，不影响居住",
			**values,
		},
	)


def plan(case: Case, days: float, completion: datetime, sign: bool = True, **values) -> None:
	"""A plan card, issued and, unless told otherwise, signed by the owner (R94, R97)."""
	reviewed_at = case.at("issue_plan") - timedelta(minutes=2)
	asked = {"fx_asked": {"at": reviewed_at - timedelta(minutes=8), "reason": REASON}}
	doc = frappe.get_doc("Repair Plan", draft_plan(case, days, completion, flags=asked, **values))
	if doc.important:
		with acting(case.estate.actor(roles.MANAGER, case.project)):
			service_plans.review(doc, reviewed_at, REASON)
	with acting(case.who("issue_plan")):
		service_plans.issue(doc, case.at("issue_plan"), REASON)
		if sign:
			service_plans.sign(doc, case.owner, demo_files.signature(), "同意", case.at("sign_plan"), REASON)


def _card(case: Case) -> None:
	"""Warranty work has its plan card, however small it is (R94)."""
	known = frappe.db.get_value("Repair Ticket", case.ticket, ["responsibility", "plan", "expected_days"], as_dict=True)
	if known.responsibility == "Warranty" and not known.plan:
		plan(case, known.expected_days, _agreed(case))


def _agreed(case: Case) -> datetime:
	"""By when the owner expects the work: a little after it is done, and not yet over where it goes on."""
	done = case.at("pre_accept") + timedelta(hours=4)
	return max(done, now() + timedelta(hours=27)) if case.target == "In Repair" else done


def now() -> datetime:
	return now_datetime().replace(microsecond=0)


def _values(case: Case, action: str, survey: dict) -> dict:
	if action == "appoint":
		return {"appointment_at": case.told + timedelta(minutes=OFFSETS["arrive"] + 10)}
	if action == "survey":
		measure = {"temporary_measure": "已关闭阀门并围挡，接水防护"} if case.emergency else {}
		found = {
			"root_cause": "现场勘察确认，属施工质量缺陷",
			"responsibility": "Warranty",
			"expected_days": 2,
		}
		return {**found, **measure, **survey}
	if action == "start" and not frappe.db.get_value("Repair Ticket", case.ticket, "agreed_completion"):
		return {"agreed_completion": _agreed(case)}
	if action == "clean":
		return {"cleaned_by": "保洁员 蓝姐"}
	if action == "owner_accept":
		signed = {"accepted_by_name": case.owner, "owner_signature": demo_files.signature()}
		return {"acceptance_result": "Pass", **signed}
	return {}
