"""Letters: issued, served with proof, answered, closed (R17, R107, R109).

Serving a notice also performs the ticket's own action ``serve_notice``, so that letter and ticket cannot differ.
"""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import cint, cstr, format_datetime, get_datetime, now_datetime

from fangxiu_app.contractors import reads_answering
from fangxiu_app.contractors.breach import reads_breach_evidence, rules_chronology, rules_correspondence
from fangxiu_app.contractors.breach import reads_letters as queries
from fangxiu_app.core import settings
from fangxiu_app.core.access import incoming, roles
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.table_rows import keep_first
from fangxiu_app.core.time import event_time
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_numbers, service_letter_texts
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.rules_ticket_gates import FORESEEN

PROJECT = "Project Department"
#: Inferred: nobody is given longer to put a defect right.
MOST_DAYS = 366
#: Who sends letters to contractors and records what becomes of them.
SENDERS = {roles.MANAGER, roles.SUPERVISOR, roles.ENGINEER, roles.CLERK, roles.COST_DEPARTMENT, roles.ADMINISTRATOR}


def fill(doc) -> None:
	"""What follows from the ticket: who answers for it, the agreement with that contractor, the list of tickets with their problem."""
	answer = reads_answering.answers([doc.ticket]).get(doc.ticket) if doc.is_new() else None
	if answer:
		doc.contractor = doc.contractor or answer.liable
		own = answer.agreement if answer.agreement and answer.agreement.party == doc.contractor else None
		doc.agreement = doc.agreement or (own and own.name)
	keep_first(doc, "tickets", "ticket")
	if doc.ticket and doc.ticket not in {row.ticket for row in doc.tickets}:
		doc.append("tickets", {"ticket": doc.ticket})
	if doc.is_new() and doc.kind == rules_correspondence.SECOND and doc.ticket:
		doc.earlier = doc.earlier or queries.last_notice(doc.ticket)
	rows = queries.tickets([row.ticket for row in doc.tickets])
	for row in doc.tickets:
		found = rows.get(row.ticket)
		if found:
			row.unit_code, row.problem = found["unit"], found["problem"]


def check_template(doc) -> None:
	"""A draft's template is one of its own kind. One query at most. Raises RefusedError."""
	kind = doc.template and doc.state == "Draft" and frappe.db.get_value("Letter Template", doc.template, "kind")
	if kind and kind != doc.kind:
		refuse([Violation("letter_template_kind", (doc.template, kind, doc.kind))])


def issue(doc) -> None:
	"""Issue the letter: it has its number, and its content is fixed from now on. What counts against a contractor goes to who answers
	for its tickets, with the time to cure that their agreements give (docs/adr/0175)."""
	_expect(doc, ("Draft",))
	notice = doc.kind in rules_correspondence.NOTICES
	letter = queries.letter(doc)
	refuse(rules_correspondence.issue_problems(letter))
	if notice and doc.notice_cause == FORESEEN and not cstr(doc.notice_reason).strip():
		refuse([Violation("foreseen_unexplained")])
	if letter.agreed and doc.kind in rules_correspondence.BLAMING:
		doc.agreement = doc.agreement or letter.agreed.name
	doc.cure_days = (cint(doc.cure_days) or service_letter_texts.days_of(letter.agreed)) if doc.kind in rules_correspondence.CURING else 0
	service_letter_numbers.give(doc)
	_write(doc, state="Issued", issued_by=frappe.session.user, issued_at=_now(), to_project=notice or doc.to_party == PROJECT)
	if doc.to_project:
		_tell_project_department(doc)


def acknowledge(doc) -> None:
	"""The project department has the written notice, or the letter to it (R107): who confirmed it, and when.

	Its own login does, never the sender's. Raises RefusedError for a letter that does not concern it, is not out, is confirmed
	already, or was issued by the same person.
	"""
	_expect(doc, ("Issued", "Served", "Answered", "Closed"))
	if not doc.to_project:
		refuse([Violation("letter_no_notice", (doc.name,))])
	if doc.project_received_at:
		refuse([Violation("letter_known", (doc.project_received_by, doc.project_received_at))])
	if doc.issued_by == frappe.session.user:
		refuse([Violation("letter_own")])
	_write(doc, project_received_at=_now(), project_received_by=frappe.session.user)


def check_days(days: object) -> None:
	"""Days to put something right, up to a year; none stand for those of the agreement. Raises RefusedError."""
	if not 0 <= cint(days) <= MOST_DAYS:
		refuse([Violation("letter_days", (cint(days), MOST_DAYS))])


def check_sender(letter: str) -> None:
	"""The project department writes letters of its own and confirms what it is told; it neither changes, serves, answers, ends nor
	withdraws a letter of others (R107).

	Raises RefusedError.
	"""
	doc = frappe.db.get_value("Correspondence", letter, ["owner", "issued_by"], as_dict=True)
	told_only = roles.PROJECT_DEPARTMENT in frappe.get_roles() and not set(frappe.get_roles()) & SENDERS
	if told_only and frappe.session.user not in (doc.owner, doc.issued_by):
		refuse([Violation("letter_of_others", (letter,))])


def _tell_project_department(doc) -> None:
	"""R107: a notice goes to the project department in writing, whoever it is served on; so does what is addressed to it."""
	outbox.tell(
		_("Letter {0} to {1}: please confirm that you have it").format(doc.letter_no, doc.to_name)[:140],
		project=doc.project,
		to=[outbox.role(roles.PROJECT_DEPARTMENT)],
		text=doc.subject,
		about=doc,
		key=f"{doc.name} issued",
	)


def record_service(doc, proof: dict, reason: str = "") -> None:
	"""Record how ``doc`` was received; the earliest receipt starts the cure time and serves the tickets.

	``proof`` holds the fields of a Service Proof, ``file`` instead of ``evidence`` keeps a new original. Raises RefusedError
	with everything that is missing; then nothing is saved.
	"""
	_expect(doc, ("Issued", "Served", "Answered"))
	now = _now()
	row = {key: cstr(proof.get(key)).strip() for key in (*ROW, "evidence")}
	row["at"] = incoming.moment(proof.get("at"))
	proved = {**row, "evidence": row["evidence"] or cstr(proof.get("file"))}
	issued = get_datetime(doc.issued_at)
	early = Violation("letter_received_early", (doc.kind, row["at"], issued))
	violations = _by_kind(rules_correspondence.proof_problems(proved, issued, now), early)
	violations += rules_correspondence.received_late(doc.kind, row["at"], *(one and get_datetime(one) for one in (doc.served_at, doc.replied_at)))
	tolerance = settings.load().entry_tolerance_minutes
	if row["at"] and not violations:
		violations = event_time.check_event_time(row["at"], now, issued, tolerance, reason)
	refuse(violations)
	row["evidence"] = row["evidence"] or _keep(doc, proof.get("file"), row)
	doc.append("services", {**row, "recorded_by": frappe.session.user, "recorded_at": now})
	_serve(doc, row, reason)


#: How the ticket's own log names the way of service.
TICKET_WAYS = {
	"Hand Delivery": "On Site",
	"Registered Mail": "Letter",
	"Fax": "Fax",
	"Phone": "Message",
	"E-mail": "By E-mail",
	"Link Opened": "Message",
}
ROW = ("method", "receiver_name", "receiver_address", "tracking_no", "words_said", "answer_given")


def record_reply(doc, text: str, at: str | None = None, file: str | None = None, reason: str = "") -> None:
	"""Record the receiver's answer with its original. Raises RefusedError before the letter's own receipt is proved.

	A further answer is written below the first one, whose time and original stay, and is not older. What is recorded on a later day
	gives its ``reason``, which stays below the answer.
	"""
	_expect(doc, ("Issued", "Served", "Answered"))
	replied = incoming.moment(at) or _now()
	refuse(rules_correspondence.reply_problems(doc.kind, text, file or "", bool(doc.served_at)))
	refuse(_reply_problems(doc, replied))
	before = get_datetime(doc.last_replied_at or doc.replied_at) if doc.replied_at else None
	refuse(rules_correspondence.reply_time_problems(doc.kind, replied, before, _now(), cstr(reason)))
	if cstr(reason).strip() and replied.date() < _now().date():
		late = _("recorded {0}: {1}").format(format_datetime(_now(), "yyyy-MM-dd HH:mm"), reason.strip())
		text = f"{text.strip()}（{late}）" if frappe.local.lang == "zh" else f"{text.strip()} ({late})"
	evidence = _keep(doc, file, {"method": "Reply"})
	further = _("{0}, further reply (original {1}): {2}").format(format_datetime(replied, "yyyy-MM-dd HH:mm"), evidence, text.strip())
	first = {} if doc.replied_at else {"replied_at": replied, "reply_evidence": evidence}
	_write(doc, state="Answered", last_replied_at=replied, reply_text=text if first else f"{doc.reply_text}\n{further}", **first)


def close(doc, outcome: str, note: str = "") -> None:
	"""Record the outcome: cured, not cured, disputed. A notice without proof of receipt has no outcome."""
	_expect(doc, ("Issued", "Served", "Answered"))
	if doc.kind in rules_correspondence.NOTICES and not doc.served_at:
		refuse([Violation("letter_unserved")])
	possible = rules_correspondence.outcomes(doc.kind)
	if outcome not in possible:
		refuse([Violation("letter_outcome", (doc.kind, possible))])
	too_early = rules_correspondence.close_problem(outcome, doc.kind, doc.cure_until and get_datetime(doc.cure_until), _now())
	if too_early:
		refuse([too_early])
	_write(doc, state="Closed", outcome=outcome, outcome_note=note, closed_at=_now())


def withdraw(doc, reason: str) -> None:
	"""Withdraw an issued letter that nobody has received; a served one cannot be withdrawn."""
	_expect(doc, ("Draft", "Issued"))
	if not reason.strip():
		refuse([Violation("letter_reason")])
	_write(doc, state="Withdrawn", outcome_note=reason, closed_at=_now())


def next_step(ticket) -> rules_correspondence.Step:
	"""What comes next on the way to a third party for ``ticket`` (a document)."""
	already = ticket.status == "Third Party" or bool(ticket.third_party_at)
	found = reads_breach_evidence.current([ticket.name])[ticket.name]
	return rules_correspondence.ladder(found, reads_breach_evidence.wanted(), _now(), already)


def _serve(doc, row: dict, reason: str) -> None:
	first = doc.served_at is None
	served = rules_correspondence.served_at(get_datetime(line.at) for line in doc.services)
	until = rules_correspondence.cure_until(served, cint(doc.cure_days)) if doc.kind in rules_correspondence.CURING else None
	state = doc.state if doc.state != "Issued" else "Answered" if doc.replied_at else "Served"
	_write(doc, state=state, served_at=served, cure_until=until)
	if doc.kind not in rules_correspondence.NOTICES or doc.to_party != rules_correspondence.CONTRACTOR:
		return
	if not first:
		_move_time(doc)
		return
	proof = _("{0} {1}, {2}, received by {3} at {4}").format(
		_(doc.kind),
		doc.name,
		_(row["method"]),
		row["receiver_name"] or row["receiver_address"] or row["tracking_no"],
		format_datetime(served, "yyyy-MM-dd HH:mm"),
	)
	for line in doc.tickets:
		values = {
			"notice_cause": doc.notice_cause,
			"notice_reason": doc.notice_reason if doc.notice_cause == FORESEEN else None,
			"notice_way": TICKET_WAYS[row["method"]],
			"notice_receiver": row["receiver_name"] or doc.to_name,
			"notice_proof": proof,
			"cure_until": until,
		}
		service_transitions.perform(line.ticket, "serve_notice", values, at=served, reason=reason)


def _move_time(doc) -> None:
	"""An earlier receipt proved later changes the cure time of the letter, and of tickets whose last notice it is."""
	found = reads_breach_evidence.current([line.ticket for line in doc.tickets])
	for name, breach in found.items():
		served = [one for one in breach.notices if one.name and one.served_at]
		if served and max(served, key=lambda one: one.served_at).name == doc.name:
			ticket = frappe.get_doc("Repair Ticket", name, for_update=True)
			ticket.update({"notice_served_at": doc.served_at, "cure_until": doc.cure_until})
			# recording the service was allowed; the tickets follow, as they do when the letter is served first
			ticket.write_by_action(ignore_permissions=True)


def _keep(doc, file: str | None, row: dict) -> str | None:
	"""The original as an Evidence Item of the letter's ticket: private, hashed, never changed."""
	if not file:
		return None
	kind = "Letter" if row["method"] == "Reply" else "Delivery Proof"
	about = {"ticket": doc.ticket, "project": doc.project, "caption": f"{doc.name} {_(row['method'])}"}
	item = frappe.get_doc({"doctype": "Evidence Item", "kind": kind, "stage": "Other", "file": file, **about})
	# departments that write letters keep no evidence otherwise: the endpoint asked for the letter, the item asks for the file
	return item.insert(ignore_permissions=True).name


def _reply_problems(doc, replied: datetime) -> list[Violation]:
	"""A reply comes after the letter was sent and, where its receipt is proved, after that; not in the future."""
	if replied > _now() + event_time.CLOCK_SKEW:
		return [Violation("time_in_future", (replied,))]
	times = (
		(rules_chronology.NOTICE, doc.issued_at),
		(rules_chronology.SERVICE, doc.served_at),
		(rules_chronology.REPLY, replied),
	)
	events = [rules_chronology.Event(step, get_datetime(at) if at else None, doc.name) for step, at in times]
	found = rules_chronology.concerning(events, rules_chronology.REPLY)
	return _by_kind(found, Violation("letter_replied_early", (doc.kind, replied, get_datetime(doc.served_at or doc.issued_at))))


def _by_kind(found: list[Violation], instead: Violation) -> list[Violation]:
	"""Times out of order are said of this letter by its own kind, not of the notice of the chain."""
	return [instead if one.code == "chronology" else one for one in found]


def _expect(doc, states: tuple[str, ...]) -> None:
	if doc.state not in states:
		refuse([Violation("letter_state", (doc.name, doc.state, states))])


def _write(doc, **values) -> None:
	doc.update(values)
	doc.write_by_action()


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
