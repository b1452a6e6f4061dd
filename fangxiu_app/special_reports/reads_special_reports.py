"""Special reports: who may be asked, whose opinion is waited for, what was made from a decision, what is overdue (R60). Reads only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate, today

from fangxiu_app.core.access import reads_people, roles
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.special_reports import reads_special_report_rights
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports.rules_special_report import DOCTYPE
from fangxiu_app.tickets.intake import reads_affected

#: Who decides: the heads who answer for complaints as well (R60 names "the developer").
HEADS = (roles.CS_HEAD, roles.MANAGER)
#: The property company's people, and the administrator who puts right what they no longer can.
DESK = (roles.PROPERTY_DESK, roles.ADMINISTRATOR)
#: Whose opinion may be asked: the departments of the developer, the repair centre among them.
ADVISERS = (
	roles.MANAGER,
	roles.SUPERVISOR,
	roles.ENGINEER,
	roles.CUSTOMER_SERVICE,
	roles.CS_HEAD,
	roles.PROJECT_DEPARTMENT,
	roles.COST_DEPARTMENT,
	roles.BUYER,
	roles.GENERAL_MANAGER,
	roles.FINANCE,
	roles.FINANCE_CLERK,
)
#: Who speaks for a department. Engineering, design and legal have no roles of their own in the app: those next to them speak for them,
#: never the people of another department.
SPEAKERS = {
	"Project Department": (roles.PROJECT_DEPARTMENT,),
	"Engineering Department": (roles.PROJECT_DEPARTMENT, roles.ENGINEER, roles.SUPERVISOR, roles.GENERAL_MANAGER),
	"Design Department": (roles.PROJECT_DEPARTMENT, roles.GENERAL_MANAGER),
	"Legal Department": (roles.GENERAL_MANAGER, roles.CS_HEAD),
	"Procurement Department": (roles.BUYER,),
	"Cost Department": (roles.COST_DEPARTMENT,),
	"Customer Service": (roles.CUSTOMER_SERVICE, roles.CS_HEAD),
	"Repair Centre": (roles.MANAGER, roles.SUPERVISOR, roles.ENGINEER),
	"Finance Department": (roles.FINANCE, roles.FINANCE_CLERK),
}
OPINION, TICKET = "Special Report Opinion", "Special Report Ticket"
TICKET_FIELDS = "name unit_code location defect_type status owner_until warranty_answer".split()
CARDS = ("mine", "decide", "answer", "overdue", "open")


def advisers(project: str) -> dict[str, set[str]]:
	"""Role → users who may be asked about a report of the project: they have a right to it. Two queries."""
	return reads_people.in_project(project, set(ADVISERS))


def speakers(found: dict[str, set[str]], department: str) -> set[str]:
	"""Those of the advisers who may speak for a department; all of them while none is named."""
	return set().union(*(found[role] for role in SPEAKERS.get(department, ADVISERS)))


def speakers_by_name(project: str, department: str) -> list:
	"""Who may speak for a department, with full names, for pickers. Three queries."""
	filters = {"name": ("in", sorted(speakers(advisers(project), department)) or [""])}
	return frappe.get_all("User", filters, ["name", "full_name"], order_by="full_name")


def tickets(report) -> list[dict]:
	"""The report's tickets as they stand now, in its order. One query, none without tickets."""
	names = sorted({row.ticket for row in report.tickets if row.ticket})
	rows = frappe.get_all("Repair Ticket", {"name": ("in", names)}, TICKET_FIELDS, limit=0) if names else []
	found = {row.name: row for row in rows}
	return [found[row.ticket] for row in report.tickets if row.ticket in found]


def made_before(report, location: str, defect_type: str) -> list[dict]:
	"""Tickets that were made from the report's decisions for this defect, and were not cancelled. One query, none without such rows."""
	names = {row.ticket for row in report.tickets if row.made}
	found = tickets(report) if names else []
	same = (location, defect_type)
	return [row for row in found if row.name in names and (row.location, row.defect_type) == same and row.status != "Cancelled"]


def of_other_units(report) -> list[tuple[int, str]]:
	"""(row, ticket) of the report's tickets that are not about its unit. One query, none without tickets."""
	others = reads_affected.of_others({row.ticket for row in report.tickets if row.ticket}, [report.unit or ""])
	return [(row.idx, row.ticket) for row in report.tickets if row.ticket in others]


def made(report) -> list[dict]:
	"""Paid repairs and compensations of the report's tickets, those the reader may see. Two queries."""
	names = [row.ticket for row in report.tickets]
	found = []
	for doctype, who, state, amount in (
		("Paid Repair Quote", "payer_name", "state", "total"),
		("Compensation", "payee_name", "status", "agreed_total"),
	):
		if names and frappe.has_permission(doctype, "read"):
			fields = ["name", f"{who} as who", f"{state} as state", f"{amount} as amount"]
			filters = {"ticket": ("in", names), "docstatus": ("<", 2)}
			rows = frappe.get_list(doctype, filters=filters, fields=fields, order_by="creation", limit=0)
			found += [{**row, "doctype": doctype} for row in rows]
	return found


def carried_out(report) -> bool:
	"""Whether something was made from the decision and stands: a ticket, or a quotation or compensation of its tickets. Three queries."""
	made_here = [row.ticket for row in report.tickets if row.made]
	standing = {"name": ("in", made_here or [""]), "status": ("!=", "Cancelled")}
	if made_here and frappe.db.exists("Repair Ticket", standing):
		return True
	of = {"ticket": ("in", [row.ticket for row in report.tickets] or [""]), "docstatus": ("<", 2), "creation": (">=", report.decided_at)}
	return any(frappe.db.exists(doctype, of) for doctype in ("Paid Repair Quote", "Compensation"))


def returned(report) -> dict | None:
	"""Who sent the report back last, for which department, and why; None where it is not with the property company again."""
	if report.state != rules.SENT_BACK:
		return None
	back = next((row for row in reversed(report.steps) if row.step in ("Sent Back for Facts", "Opinion Given")), None)
	if back is None:
		return None
	# an opinion's note begins with the chosen opinion
	why = back.note or ""
	why = why.split("\n", 1)[-1] if back.step == "Opinion Given" else why
	return {"user": back.user, "department": back.department, "why": why}


def of_tickets(names: Collection[str]) -> list:
	"""Reports about any of these tickets that the session's user may read, newest first. Two queries."""
	parents = frappe.get_all(TICKET, {"ticket": ("in", list(names) or [""]), "parenttype": DOCTYPE}, pluck="parent")
	return _readable({"name": ("in", parents or [""])})


def of_unit(unit: str) -> list:
	"""Reports about a unit that the session's user may read, newest first. One query."""
	return _readable({"unit": unit})


def _readable(filters: dict) -> list:
	if not frappe.has_permission(DOCTYPE, "read"):
		return []
	fields = "name subject reason state filed_at answer_due answered_at decision closed_at".split()
	return frappe.get_list(DOCTYPE, filters=filters, fields=fields, order_by="creation desc", limit=0)


def told(name: str) -> list:
	"""Messages of a report: to whom, by which channel, when, and why not."""
	fields = "subject recipient_kind recipient recipient_name channel state sent_at error".split()
	filters = {"reference_doctype": DOCTYPE, "reference_name": name}
	return frappe.get_all("Outbox Message", filters, fields, order_by="creation, name", limit=0)


def names_of_people(report) -> dict[str, str]:
	"""User → full name of everybody the report names. One query."""
	users = {row.person for row in (*report.routing, *report.opinions)} | {row.user for row in report.steps}
	users |= {report.filed_by, report.decided_by, report.answered_by}
	filters = {"name": ("in", sorted(users - {None, ""}) or [""])}
	return dict(frappe.get_all("User", filters, ["name", "full_name"], as_list=True))


def asked_of(user: str) -> list[str]:
	"""Reports that wait for the opinion of ``user``, in the projects of the session's user. One query."""
	return [row.document for row in _waiting_for(user)]


def waiting() -> list[frappe._dict]:
	"""What the session's user has to say now: opinions, and decisions of heads; as rows of what waits for a signature. Two queries."""
	if not frappe.has_permission(DOCTYPE, "read"):
		return []
	rows = _waiting_for(frappe.session.user)
	head = next((role for role in HEADS if role in frappe.get_roles()), None)
	return rows + (_to_decide(head) if head else [])


def _waiting_for(user: str) -> list:
	report, opinion, person = DocType(DOCTYPE), DocType(OPINION), DocType("User")
	query = _rows(report, person).join(opinion).on(opinion.parent == report.name)
	query = query.select(opinion.department.as_("role"), opinion.asked_at.as_("requested_at"))
	query = query.where((opinion.person == user) & (opinion.state == rules.ASKED) & (report.state == rules.CIRCULATING))
	return _finished(query, report)


def _to_decide(role: str) -> list:
	report, person = DocType(DOCTYPE), DocType("User")
	query = _rows(report, person).select(report.modified.as_("requested_at")).where(report.state == rules.TO_DECIDE)
	return [frappe._dict(row, role=role) for row in _finished(query, report)]


def _rows(report, person):
	query = frappe.qb.from_(report).left_join(person).on(person.name == report.filed_by)
	return query.select(
		report.name.as_("document"),
		report.project,
		report.unit_code.as_("party"),
		person.full_name.as_("requested_by"),
	)


def _finished(query, report) -> list:
	projects = allowed_projects(doctype=DOCTYPE)
	if projects is not None:
		query = query.where(report.project.isin(projects or [""]))
	rows = query.orderby(report.creation).run(as_dict=True)
	return [frappe._dict(row, document_type=DOCTYPE, amount=None, currency="") for row in rows]


def filters_of(card: str, user: str) -> list[list]:
	"""What a figure counts: the list behind a number card takes it from here.

	mine: the user's opinion is asked. decide: all opinions are in. answer: decided, the customer is not answered yet. overdue: a
	department's day or the customer's has passed. open: neither closed nor withdrawn.
	"""
	ended = ["state", "not in", list(rules.ENDED)]
	if card == "mine":
		return [["name", "in", asked_of(user) or [""]]]
	return {
		"decide": [["state", "=", rules.TO_DECIDE]],
		"answer": [["state", "=", rules.DECIDED]],
		"overdue": [ended, ["next_due_on", "<", today()]],
		"open": [ended],
	}[card]


def count(card: str) -> int:
	"""The figure, with the rights of the session's user on the list. Two queries at most."""
	filters = filters_of(card, frappe.session.user)
	return len(frappe.get_list(DOCTYPE, filters=filters, pluck="name", limit=0))


def opinions_overdue(day: date) -> list:
	"""Opinions asked and past their day, of all projects: for the scheduler, which has no user. One query."""
	report, opinion, person = DocType(DOCTYPE), DocType(OPINION), DocType("User")
	query = frappe.qb.from_(opinion).join(report).on(report.name == opinion.parent)
	query = query.left_join(person).on(person.name == opinion.person)
	query = query.select(opinion.name.as_("row"), opinion.department, opinion.person, opinion.due_on, person.full_name)
	query = query.select(report.name, report.project, report.subject, report.unit_code)
	query = query.where((opinion.state == rules.ASKED) & (opinion.due_on < day) & (report.state == rules.CIRCULATING))
	return query.orderby(report.name).run(as_dict=True)


def answers_overdue(day: date) -> list:
	"""Reports whose customer has no answer and whose day has passed, of all projects. One query."""
	filters = {"state": ("in", rules.UNANSWERED), "answer_due": ("<", day)}
	fields = "name project subject unit_code state answer_due filed_by".split()
	return frappe.get_all(DOCTYPE, filters, fields, order_by="name", limit=0)


def late_by(report) -> int:
	"""Days by which the customer's answer was late, or is by now; 0 in time."""
	due = getdate(report.answer_due) if report.answer_due else None
	done = getdate(report.answered_at) if report.answered_at else None
	return rules.days_late(due, done, getdate(today())) if report.state != rules.WITHDRAWN else 0


def follows(user: str) -> bool:
	"""Whether the user reads all reports of the project."""
	return bool(reads_special_report_rights.FOLLOWS & set(frappe.get_roles(user)))
