"""Quotation of a paid repair: issued, accepted by whoever pays, refused, withdrawn, waived; the ticket's status follows (R58)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.roles import FINANCE_CLERK, MANAGER
from fangxiu_app.core.files.proof_files import keep_proof
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.sealing import plain, signature_digest
from fangxiu_app.core.signature import is_drawn
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_site_rules, reads_vouchers
from fangxiu_app.links import service_access_links
from fangxiu_app.messaging import outbox
from fangxiu_app.paid_repairs import reads_paid_repairs as reads
from fangxiu_app.paid_repairs import rules_paid_repair as rules
from fangxiu_app.tickets.life import service_transitions

#: A quotation is handed out while the ticket waits for it, or while the paid work goes on (more was found).
QUOTED = ("Paid Repair", "In Repair")


def issue(quote) -> None:
	"""Hand the quotation to the payer: its content is sealed, earlier open versions are superseded. Raises RefusedError."""
	_expect(quote, rules.DRAFT)
	ticket = frappe.db.get_value("Repair Ticket", quote.ticket, ["status", "paid_agreed_at"], as_dict=True)
	if ticket.status not in QUOTED or not ticket.paid_agreed_at:
		refuse([Violation("quote_not_paid", (quote.ticket,))])
	now = _now()
	refuse(rules.issue_violations(reads.facts(quote), now.date()))
	reads_site_rules.check(reads_vouchers.company(quote.project), "Sales Invoice")
	_write(
		quote,
		state=rules.ISSUED,
		issued_by=frappe.session.user,
		issued_at=now,
		content_hash=digest(quote.name),
	)
	_end_others(quote, rules.OPEN)


def accept(
	quote,
	accepted_by: str,
	signature: str = "",
	file: str = "",
	at: datetime | str | None = None,
	reason: str = "",
) -> None:
	"""The payer accepts: drawn on the screen, or on paper whose photographed ``file`` is kept as evidence (R58, R59).

	A payer who refused first may still accept. Raises RefusedError with every reason, also where the stored content is no
	longer what was issued.
	"""
	_expect(quote, rules.ISSUED, rules.REFUSED)
	check_intact(quote)
	at = incoming.moment(at) or _now()
	drawn = is_drawn(signature)
	refuse(rules.accept_violations(reads.facts(quote), accepted_by, drawn or bool(file), at.date()))
	before = frappe.db.get_value("Repair Ticket", quote.ticket, "quote")
	billed = before and reads.invoice_of(before)
	refuse([Violation("quote_billed", (billed,))] if billed else [])
	by_link = bool(quote.flags.fx_by_link)
	values = {"quote": quote.name}
	service_transitions.perform(quote.ticket, "accept_quote", values, at=at, reason=reason, by_link=by_link)
	name = accepted_by.strip()
	_write(
		quote,
		state=rules.ACCEPTED,
		accepted_by=name,
		accepted_at=at,
		acceptance_way=rules.BY_LINK if by_link else rules.SIGNATURE if drawn else rules.RECORD,
		signature=signature if drawn else None,
		acceptance_file=file or None,
		signature_hash=signature_digest(quote.content_hash, name, at, signature if drawn else file),
	)
	proof = {"ticket": quote.ticket, "stage": "Other", "kind": "Signed Form"}
	keep_proof(
		quote, "acceptance_file", "acceptance_evidence", f"{_('Accepted quotation')} {quote.name}", **proof
	)
	keep_proof(quote, "resolution_file", "resolution_evidence", f"{_('Resolution')} {quote.name}", **proof)
	_end_others(quote, rules.OPEN)
	if before:
		_supersede(quote, before)


def decline(quote, refused_by: str, refusal: str, at: datetime | str | None = None, reason: str = "") -> None:
	"""The payer does not accept: the property company has to act next, and files the special report (R60)."""
	_expect(quote, rules.ISSUED)
	if not refused_by.strip() or not refusal.strip():
		refuse([Violation("quote_refusal")])
	at = incoming.moment(at) or _now()
	status = frappe.db.get_value("Repair Ticket", quote.ticket, "status")
	if status == "Paid Repair":
		by_link = bool(quote.flags.fx_by_link)
		service_transitions.perform(
			quote.ticket, "refuse_quote", {"reason": refusal}, at=at, reason=reason, by_link=by_link
		)
	_write(
		quote,
		state=rules.REFUSED,
		refused_by=refused_by.strip(),
		refused_at=at,
		refusal_reason=refusal.strip(),
	)


def withdraw(quote, reason: str) -> None:
	"""Take back a quotation that was handed out or accepted, before the work starts and before it is billed."""
	_expect(quote, *rules.OPEN, rules.ACCEPTED)
	_need(reason)
	billed = reads.invoice_of(quote.name)
	if billed:
		refuse([Violation("quote_billed", (billed,))])
	if quote.state == rules.ACCEPTED:
		service_transitions.perform(quote.ticket, "withdraw_quote", {"reason": reason})
	_write(quote, state=rules.WITHDRAWN, state_reason=reason.strip())


def waive(quote, reason: str) -> None:
	"""The manager waives the payment: nothing is billed. Raises PermissionError for anybody else."""
	frappe.only_for(MANAGER, message=True)
	_expect(quote, rules.ACCEPTED)
	_need(reason)
	billed = reads.invoice_of(quote.name)
	if billed:
		refuse([Violation("quote_billed", (billed,))])
	_write(quote, state=rules.WAIVED, state_reason=reason.strip())


def revise(quote):
	"""A new version with the same content, as a draft. Returns it. Raises RefusedError while there is a draft: one is enough."""
	_expect(quote, rules.ISSUED, rules.REFUSED, rules.ACCEPTED, rules.WITHDRAWN)
	open_draft = frappe.db.get_value("Paid Repair Quote", {"ticket": quote.ticket, "state": rules.DRAFT})
	refuse([Violation("quote_draft", (open_draft,))] if open_draft else [])
	draft = frappe.copy_doc(quote, ignore_no_copy=False)
	return draft.insert()


def change_payer(quote, name: str, phone: str, reason: str) -> str:
	"""Another person pays, or the same one by another number; returns the quotation that names them.

	A draft takes the name. What was handed out to somebody else is withdrawn for a draft of a new version, which is issued
	anew; with the same name it stays, and only its link, sent to a number that is not theirs, opens nothing more.
	"""
	payer = {"payer_name": name, "payer_phone": phone}
	if quote.state == rules.DRAFT:
		quote.update(payer)
		quote.save()
		return quote.name
	if quote.payer_name == name:
		_write(quote, payer_phone=phone)
		service_access_links.revoke_all(quote.name, reason)
		return quote.name
	draft = revise(quote)
	draft.update(payer)
	draft.save()
	withdraw(quote, reason)
	return draft.name


def tell_finance(quote, invoice: str) -> None:
	"""Notify finance of the draft invoice it has to check and submit, once per invoice."""
	outbox.tell(
		_("Paid repair {0}: Sales Invoice {1} is drafted, check and submit it").format(quote.name, invoice),
		project=quote.project,
		to=[outbox.role(FINANCE_CLERK)],
		about=quote,
		key=f"{quote.name} billed {invoice}",
	)


def digest(name: str, text: Callable[[object], str] = plain) -> str:
	"""Hash of a quotation as it is stored now; ``text`` writes its values."""
	head = frappe.db.get_value("Paid Repair Quote", name, [*rules.IDENTITY, *rules.CONTENT], as_dict=True)
	rows = frappe.get_all("Paid Repair Item", {"parent": name}, list(rules.ROW), order_by="idx")
	return rules.content_digest(head, rows, text)


def check_intact(quote) -> None:
	"""Refuse to go on with a quotation that is not what was handed out, or signed. Raises RefusedError."""
	if (quote.content_hash or quote.issued_at) and not is_intact(quote):
		refuse([Violation("quote_tampered", (quote.name,))])


def is_intact(quote) -> bool:
	"""Whether the stored quotation equals what was issued and, once accepted, what was signed."""
	if not quote.content_hash or not any(digest(quote.name, text) == quote.content_hash for text in (plain, rules.six_digits)):
		return False
	if not quote.signature_hash:
		return True
	proof = quote.signature or quote.acceptance_file or ""
	sealed = signature_digest(quote.content_hash, quote.accepted_by, get_datetime(quote.accepted_at), proof)
	return sealed == quote.signature_hash


def _end_others(quote, states: tuple[str, ...]) -> None:
	filters = {"ticket": quote.ticket, "name": ("!=", quote.name), "state": ("in", states)}
	for name in frappe.get_all("Paid Repair Quote", filters, pluck="name"):
		_supersede(quote, name)


def _supersede(quote, name: str) -> None:
	"""``quote`` takes the place of another version, by the same way."""
	other = frappe.get_doc("Paid Repair Quote", name)
	other.flags.fx_by_link = quote.flags.fx_by_link
	_write(other, state=rules.SUPERSEDED)


def _need(reason: str) -> None:
	if not reason.strip():
		refuse([Violation("quote_reason")])


def _expect(quote, *states: str) -> None:
	if quote.state not in states:
		refuse([Violation("quote_state", (quote.name, quote.state, states))])


def _write(quote, **values) -> None:
	quote.update(values)
	# the payer's signed link stands in for a user: it was checked by its token
	quote.write_by_action(ignore_permissions=bool(quote.flags.fx_by_link))
	by_this_link = quote.flags.fx_by_link and quote.state == rules.ACCEPTED
	if quote.state not in (rules.ISSUED, rules.REFUSED) and not by_this_link:
		service_access_links.revoke_all(quote.name)


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
