"""The owner's quotation by signed link: sent, shown without writing anything, answered once, questions taken (R58)."""

from __future__ import annotations

import frappe
from frappe.rate_limiter import rate_limit
from frappe.utils import fmt_money, format_date, get_datetime, now_datetime, validate_email_address

from fangxiu_app.core import phone, sealing, snapshot
from fangxiu_app.core.access.roles import CLERK
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.links import rules_signed_link as rules
from fangxiu_app.links import service_access_links
from fangxiu_app.messaging import outbox
from fangxiu_app.paid_repairs import reads_quote_links as reads
from fangxiu_app.paid_repairs import rules_paid_repair, rules_quote_link, service_quotes
from fangxiu_app.paid_repairs.texts import standing_texts, why_paid

#: Owners read Chinese, whatever their telephone is set to.
LANGUAGE = "zh"
#: Characters kept of what a browser says about itself, and of names and reasons.
LONGEST = 140
#: Tokens of no link from one network address in ten minutes.
GUESSES = 30


def make(quote):
	"""The link of a quotation that waits for its owner; its row is locked. Raises RefusedError."""
	found = []
	if quote.state not in (rules_paid_repair.ISSUED, rules_paid_repair.REFUSED):
		states = (rules_paid_repair.ISSUED, rules_paid_repair.REFUSED)
		found.append(Violation("quote_state", (quote.name, quote.state, states)))
	elif quote.payer_kind != rules_paid_repair.OWNER:
		found.append(Violation("quote_link_fund"))
	elif frappe.utils.getdate(quote.valid_until) < now_datetime().date():
		found.append(Violation("quote_outdated", (quote.valid_until,)))
	refuse(found)
	return service_access_links.make(quote)


def send(quote, address: str) -> str:
	"""Send the link to a telephone number or an e-mail address; returns its name. Once per link and address."""
	typed = address.strip()
	address = phone.written(typed) or validate_email_address(typed)
	if not address:
		refuse([Violation("quote_link_address", (typed,))])
	link = make(quote)
	facts = reads.shown(quote)
	text = _(
		"{0}: quotation for the repair of {1} in {2}, {3} yuan in all. Please read it and sign or refuse until {4}: {5}",
		LANGUAGE,
	).format(
		facts.project_name,
		facts.defect,
		facts.unit_code,
		fmt_money(quote.total, precision=2),
		format_date(quote.valid_until, "yyyy-MM-dd"),
		outbox.ADDRESS,
	)
	outbox.tell(
		_("Paid Repair Quotation", LANGUAGE),
		project=quote.project,
		to=[outbox.address(address, quote.payer_name)],
		text=text,
		about=link,
		key=f"{link.name} sent",
	)
	link.update({"sent_to": address, "sent_at": _now()})
	service_access_links.write(link)
	return link.name


def revoke(quote, reason: str) -> None:
	"""Take the link back, because it went to somebody else. Raises RefusedError without a reason."""
	refuse([] if reason.strip() else [Violation("quote_reason")])
	service_access_links.revoke_all(quote.name, reason.strip())


def state_of(quote) -> dict:
	"""The newest link of a quotation for its form; ``url`` while it opens anything. Empty without one."""
	name = reads.newest(quote.name)
	if not name:
		return {}
	link = frappe.get_doc("Access Link", name)
	fields = ("name", "state", "expires_at", "sent_to", "sent_at", "questions", "answer", "answered_at")
	found = {field: link.get(field) for field in fields}
	where = _standing(link, quote)
	found["intact"] = is_intact(link, quote)
	return {**found, "standing": where, "url": service_access_links.url(link) if where == rules.OPEN else ""}


def require_link(token: str) -> None:
	"""Raise PermissionError for a token that opens no link; answers to a valid token are in Chinese."""
	frappe.local.lang = LANGUAGE
	if not service_access_links.find(token):
		_count_guess()
		frappe.throw(_("This link is not valid. Open it from the message again."), frappe.PermissionError)


@rate_limit(limit=GUESSES, seconds=600)
def _count_guess() -> None:
	"""Raises RateLimitExceededError for the address of a request that has guessed too often; of no matter to who has a link."""


def page(token: str) -> dict:
	"""What the holder of ``token`` sees; the document only while the link is open or has answered it. Writes nothing."""
	link = service_access_links.find(token)
	if not link:
		return {"standing": "invalid", "words_of_state": standing_texts()["invalid"]}
	quote = frappe.get_doc("Paid Repair Quote", link.quote)
	facts = reads.shown(quote)
	where = _standing(link, quote)
	shown = {
		"standing": where,
		"words_of_state": standing_texts()[where],
		"phone": facts.phone,
		"project": facts.project_name,
	}
	if where not in (rules.OPEN, rules.DONE):
		return shown
	until = format_date(facts.owner_until, "yyyy-MM-dd") if facts.owner_until else ""
	return {
		**shown,
		"quote": quote,
		"link": link,
		"facts": facts,
		"why": why_paid(facts.responsibility, until),
	}


def accept(token: str, accepted_by: str, signature: str) -> dict:
	"""The owner accepts by drawing a signature: once, whoever presses how often. Raises RefusedError."""
	quote, link = _opened(token)
	if link.state == rules.USED:
		return {"answer": link.answer, "known": True}
	_check_open(quote, link)
	service_quotes.accept(quote, accepted_by[:LONGEST], signature)
	_answered(quote, link, rules_paid_repair.ACCEPTED, quote.accepted_by)
	_tell(quote, link, _("The owner accepted quotation {0} by link", LANGUAGE).format(quote.name))
	return {"answer": link.answer}


def decline(token: str, refused_by: str, refusal: str) -> dict:
	"""The owner refuses, with a reason; only once, as above."""
	quote, link = _opened(token)
	if link.state == rules.USED:
		return {"answer": link.answer, "known": True}
	_check_open(quote, link)
	refuse([Violation("quote_refused_already")] if quote.state == rules_paid_repair.REFUSED else [])
	service_quotes.decline(quote, refused_by[:LONGEST], refusal[: rules.LONGEST_QUESTION])
	_answered(quote, link, rules_paid_repair.REFUSED, quote.refused_by)
	subject = _("The owner refused quotation {0} by link", LANGUAGE).format(quote.name)
	_tell(quote, link, subject, quote.refusal_reason)
	return {"answer": link.answer}


def ask(token: str, question: str) -> dict:
	"""A question before the answer: kept on the link, told to whoever deals with the quotation. Raises RefusedError."""
	quote, link = _opened(token)
	_check_open(quote, link)
	question = question.strip()[: rules.LONGEST_QUESTION]
	refuse([] if question else [Violation("quote_question")])
	full = link.question_count >= rules.QUESTIONS
	refuse([Violation("quote_questions", (rules.QUESTIONS,))] if full else [])
	line = f"{_now():%Y-%m-%d %H:%M} {question}"
	link.update(
		{
			"question_count": link.question_count + 1,
			"questions": "\n".join(filter(None, (link.questions, line))),
		}
	)
	service_access_links.write(link)
	subject = _("The owner asks about quotation {0}, please phone back", LANGUAGE).format(quote.name)
	_tell(quote, link, subject, question)
	return {"asked": link.question_count}


def is_intact(link, quote) -> bool:
	"""Whether the recorded answer is unchanged."""
	if link.state != rules.USED:
		return not link.answer_hash
	signature = quote.signature_hash if link.answer == rules_paid_repair.ACCEPTED else ""
	facts = (link.answer, get_datetime(link.answered_at), link.ip_address or "", link.device or "")
	return link.answer_hash == rules.answer_digest(service_access_links.vouched(link), signature or "", *facts)


def _opened(token: str):
	"""Quotation and link of a token, locked in the order in which the desk locks them, read anew."""
	link = service_access_links.find(token)
	snapshot.renew()
	quote = frappe.get_doc("Paid Repair Quote", link.quote, for_update=True)
	quote.flags.fx_by_link = True
	return quote, frappe.get_doc("Access Link", link.name, for_update=True)


def _check_open(quote, link) -> None:
	where = _standing(link, quote)
	if where != rules.OPEN:
		refuse([Violation(f"quote_link_{where}")])


def _standing(link, quote) -> str:
	return rules_quote_link.standing(
		link.state, quote.state, service_quotes.is_intact(quote), get_datetime(link.expires_at), now_datetime()
	)


def _answered(quote, link, answer: str, name: str) -> None:
	"""Record who answered, when and from where, sealed together with the signature; the link is used up."""
	at, address = _now(), (frappe.local.request_ip or "")[:LONGEST]
	device = (frappe.get_request_header("User-Agent") or "")[:LONGEST] if frappe.request else ""
	signature = quote.signature_hash if answer == rules_paid_repair.ACCEPTED else ""
	link.update(
		{"state": rules.USED, "answer": answer, "answered_by": name, "answered_at": at, "state_reason": ""}
	)
	link.update({"ip_address": address, "device": sealing.plain(device)})
	link.answer_hash = rules.answer_digest(
		service_access_links.vouched(link), signature or "", answer, at, address, link.device
	)
	service_access_links.write(link)
	outbox.cancel_about(link.doctype, link.name)


def _tell(quote, link, subject: str, text: str = "") -> None:
	"""The ticket's engineer, whoever handed the quotation out, and the clerks."""
	engineer = frappe.db.get_value("Repair Ticket", quote.ticket, "engineer")
	people = {user for user in (engineer, quote.issued_by) if user}
	outbox.tell(
		subject,
		project=quote.project,
		to=[outbox.role(CLERK), *map(outbox.user, sorted(people))],
		text=text,
		about=quote,
		key=f"{link.name} {link.state} {link.question_count}",
	)


def _now():
	return now_datetime().replace(microsecond=0)
