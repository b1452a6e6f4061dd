"""Values proposed for a new order or letter about a ticket; all of them can be changed (R107, R17)."""

from __future__ import annotations

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import format_datetime, now_datetime, today

from fangxiu_app.contractors import reads_answering
from fangxiu_app.contractors.breach import reads_breach_evidence, rules_correspondence, rules_third_party
from fangxiu_app.contractors.breach import reads_letters as queries
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import describe
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_texts, service_letters
from fangxiu_app.tickets.life import reads_facts

FIRST, SECOND = rules_correspondence.FIRST, rules_correspondence.SECOND


def order(ticket) -> dict:
	"""Values of a Third Party Order about ``ticket`` (a document), with one line of work."""
	known = queries.tickets([ticket.name])[ticket.name]
	developer = ticket.payer == "Developer"
	line = {"description": known["problem"][:140], "uom": _("job"), "qty": 1, "ticket": ticket.name}
	values = {
		"project": ticket.project,
		"reason": rules_third_party.DEVELOPER if developer else rules_third_party.BREACH,
		"work_type": ticket.work_type,
		"scope_text": "：".join(filter(None, (known["problem"], known["description"]))),
		"start_on": today(),
		"items": [line],
	}
	return values if developer else {**values, **_charged(ticket), **_breach(ticket)}


def letter(ticket, kind: str = "") -> dict:
	"""Values of a Correspondence about ``ticket``: its receiver, its template; of the notice that comes next, or of the ``kind`` that its
	writer has chosen."""
	step = service_letters.next_step(ticket)
	kind = kind or (SECOND if step.code == "second_notice" else FIRST)
	notice = kind in rules_correspondence.NOTICES
	cause = _cause(ticket) if notice else None
	charged = _charged(ticket)
	cure = kind in rules_correspondence.CURING
	return {
		"project": ticket.project,
		"kind": kind,
		"notice_cause": cause,
		**charged,
		"earlier": queries.last_notice(ticket.name) if kind == SECOND else None,
		"to_party": "Contractor",
		**_receiver(ticket.agreement, charged["contractor_name"]),
		"cc": _("Project Department"),
		"from_name": _sender(),
		"cure_days": service_letter_texts.cure_days([ticket.name], charged["contractor"] or "") if cure else 0,
		"template": template(kind, cause or ""),
	}


def receiver(
	kind: str, contractor: str, project: str, ticket: str = "", to_party: str = rules_correspondence.CONTRACTOR, cause: str = ""
) -> dict:
	"""Whom a letter of a kind goes to, under which agreement, after which earlier one, by which template. Twelve queries at most, and those
	of the cause of a notice that names none.

	``problem`` says that another contractor answers for the ticket, ``""`` otherwise.
	"""
	answers = reads_answering.answers([ticket])
	rows = tuple((1, one) for one in answers.values())
	own = next((one.agreement.name for one in answers.values() if one.agreement and one.agreement.party == contractor), None)
	agreement = own if rows else _only_agreement(contractor, project)
	name = frappe.db.get_value("Supplier", contractor, "supplier_name") if contractor else None
	other = rules_correspondence.others(rules_correspondence.Letter(kind, rules_correspondence.CONTRACTOR, contractor, rows))
	notice = kind in rules_correspondence.NOTICES
	if notice and ticket and not cause:
		cause = _cause(frappe.get_doc("Repair Ticket", ticket))
	return {
		"problem": "".join(map(_at_field, other)),
		"template": template(kind, cause if notice else ""),
		"values": {
			**({"notice_cause": cause} if notice and cause else {}),
			"contractor_name": name,
			"agreement": agreement,
			**_addressed(to_party, agreement, name, project, answers.get(ticket), ticket),
			"from_name": _sender(),
			"earlier": queries.last_notice(ticket) if ticket and kind == SECOND else None,
		},
	}


def _addressed(party: str, agreement: str | None, contractor: str | None, project: str, answer, ticket: str) -> dict:
	"""Name, person and copy of a letter to ``party``; what the app does not know is left to its writer."""
	if party == rules_correspondence.CONTRACTOR:
		return {**_receiver(agreement, contractor), "cc": _("Project Department")}
	if party == "Project Department":
		named = frappe.db.get_value("Project", project, "project_name") or ""
		return {"to_name": _("{0} Project Department").format(named), "attention": None, "cc": None}
	if party == rules_correspondence.THIRD_PARTY:
		at_work = answer.at_work if answer and answer.taken_over else None
		return {"to_name": at_work and frappe.db.get_value("Supplier", at_work, "supplier_name"), "attention": None, "cc": None}
	if party == "Owner" and ticket:
		row = frappe.db.get_value("Repair Ticket", ticket, ["unit_code", "caller_name"], as_dict=True) or {}
		return {"to_name": " ".join(filter(None, (row.get("unit_code"), row.get("caller_name")))) or None, "attention": None, "cc": None}
	return {"to_name": None, "attention": None, "cc": None}


def _sender() -> str:
	"""The department of the session's user, the repair centre where it is none of its own."""
	held = set(frappe.get_roles())
	if held & {roles.MANAGER, roles.SUPERVISOR, roles.ENGINEER, roles.CLERK, roles.ADMINISTRATOR}:
		return _("Repair Centre")
	for role, name in ((roles.COST_DEPARTMENT, "Cost Department"), (roles.PROJECT_DEPARTMENT, "Project Department")):
		if role in held:
			return _(name)
	return _("Repair Centre")


def _at_field(other: Violation) -> str:
	"""The same problem beside the field, where there is no row yet."""
	return describe(Violation("letter_ticket_of_other", other.params[2:]) if other.code == "letter_other_contractor" else other)


def _only_agreement(contractor: str, project: str) -> str | None:
	"""The one agreement in force of the contractor in the project; None where there are more, or none."""
	names = frappe.get_all("Warranty Agreement", {"contractor": contractor, "project": project, "status": "Signed"}, pluck="name", limit=2)
	found = reads_answering.agreement(names[0]) if len(names) == 1 else None
	return found.name if found and found.in_force else None


def compensation(ticket) -> dict:
	"""Values of a Compensation about ``ticket``: who is paid, for what. Who bears it is proposed on the form, and decided there."""
	known = queries.tickets([ticket.name])[ticket.name]
	return {
		"project": ticket.project,
		"unit": ticket.unit,
		"cause": "：".join(filter(None, (known["problem"], ticket.root_cause))),
		"payee_name": ticket.caller_name,
		"payee_phone": ticket.caller_phone,
		"payee_address": " ".join(filter(None, (frappe.db.get_value("Project", ticket.project, "project_name"), ticket.unit_code))),
		"account_holder": ticket.caller_name,
	}


def template(kind: str, cause: str) -> str | None:
	"""The template of a notice for its cause, else one for every cause; None where there is neither. One query."""
	row = frappe.qb.DocType("Letter Template")
	of = Coalesce(row.notice_cause, "")
	query = frappe.qb.from_(row).select(row.name).where((row.kind == kind) & (row.enabled == 1) & of.isin((cause, "")))
	found = query.orderby(of, order=frappe.qb.desc).orderby(row.name).limit(1).run(pluck=True)
	return found[0] if found else None


def _charged(ticket) -> dict:
	"""Who answers for the defect by the ticket's agreement: the original contractor once a third party is at work."""
	contractor = reads_answering.answers([ticket.name])[ticket.name].liable
	name = contractor and frappe.db.get_value("Supplier", contractor, "supplier_name")
	return {"contractor": contractor, "contractor_name": name, "agreement": ticket.agreement}


def _receiver(agreement: str | None, name: str | None) -> dict:
	"""The contractor by name, and whom its agreement authorises, the first before the others."""
	contact = frappe.get_all(
		"Authorised Contact",
		{"parent": agreement or "", "parenttype": "Warranty Agreement"},
		pluck="contact_name",
		order_by="is_primary desc, idx",
		limit=1,
	)
	return {"to_name": name, "attention": contact[0] if contact else None}


def _cause(ticket) -> str:
	"""What the ticket's own page calls for the notice with: an owner's refusal is not a failed pre-acceptance."""
	due = reads_facts.finish_due(ticket)
	if due and due < now_datetime():
		return "Past Its Time"
	if reads_facts.failed_pre_acceptance(ticket):
		return "Failed Pre-acceptance"
	return ticket.notice_cause or "Refuses or Unreachable"


def _breach(ticket) -> dict:
	"""The last served notice, and its outcome as a text."""
	served = [one for one in reads_breach_evidence.current([ticket.name])[ticket.name].notices if one.served_at and one.name]
	if not served:
		return {}
	last = served[-1]
	said = [_("Notice {0} received {1}").format(last.name, _time(last.served_at))]
	if last.cure_until:
		said.append(_("time to cure until {0}").format(_time(last.cure_until)))
	if ticket.coordination_result == "Failed":
		said.append(_("coordination without result: {0}").format(ticket.coordination_note or "–"))
	return {"notice": last.name, "breach": "；".join(said)}


def _time(value) -> str:
	return format_datetime(value, "yyyy-MM-dd HH:mm")
