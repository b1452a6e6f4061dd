"""Notifications to a document's author about its approval, and what its form says of a cancelled version.

A document that was sent back, or took effect, needs the author's next step, and nobody keeps its form open to wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.utils import escape_html, fmt_money, get_link_to_form

from fangxiu_app.approvals import reads_approval_log, rules_approval
from fangxiu_app.core.access.roles import ADMINISTRATOR, ROLES
from fangxiu_app.core.messages import show
from fangxiu_app.core.money import minus_first, money, total
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox

#: Characters of a reason in the title of a message; all of it stands in the document's log.
REASON = 80


def sent_back(doc, to: Iterable[str], reason: str) -> None:
	"""The document was sent back: the author corrects it and asks for approval again."""
	_tell(doc, to, _("{0} {1} was sent back: {2}. Put it right and request approval again."), reason)


def approved(doc, to: Iterable[str]) -> None:
	"""The last signature was given."""
	_tell(doc, to, doc.approved_text())


def cancelled(doc, to: Iterable[str], reason: str) -> None:
	"""An approved document was cancelled."""
	_tell(doc, to, _("{0} {1} was voided: {2}. To correct it, press New Version on its form."), reason)


def _tell(doc, to: Iterable[str], text: str, reason: str = "") -> None:
	asked = {name for name in to if name} - {frappe.session.user}
	# who has left the project since hears nothing of it any more
	others = sorted(name for name in asked if frappe.has_permission(doc.doctype, "read", doc, user=name))
	if others:
		said = text.format(_(doc.doctype), doc.name, reason.strip().rstrip("。.")[:REASON])
		outbox.tell(said, project=doc.project, to=map(outbox.user, others), about=doc)


def newer(doc) -> str | None:
	"""The new version of a cancelled document. One query."""
	return frappe.db.get_value(doc.doctype, {"amended_from": doc.name}, order_by="creation desc")


def notes(doc, log: list[dict]) -> list[str]:
	"""Sentences above the form, as HTML: who does what next with an approved document, why one was sent back, which version it replaces, why it
	was cancelled and what follows.

	``log`` are its entries, the newest first.
	"""
	if doc.docstatus == 2:
		return [_next_version(doc, log)]
	found = [escape_html(said) for said in (doc.next_step() if doc.docstatus == 1 else "", together(doc)) if said]
	if doc.docstatus == 0 and doc.get("amended_from"):
		before = _voided(reads_approval_log.rows(doc.doctype, doc.amended_from))
		found.append(_("Replaces {0}.").format(_link(doc, doc.amended_from)) + " " + before)
	return found + ([_came_back(log)] if doc.docstatus == 0 and _is_back(log) else [])


def together(doc) -> str:
	"""That other documents about the same matter count with this one, as text; empty where there are none. One query."""
	beside = doc.approval_beside() if doc.docstatus < 2 else {}
	if not beside:
		return ""
	company = doc.get("company") or frappe.get_cached_value("Project", doc.project, "company")
	currency = frappe.get_cached_value("Company", company, "default_currency")
	named = show(tuple(f"{name} {_amount(amount, currency)}" for name, amount in beside.items()))
	whole = _amount(total((doc.approval_amount(), *beside.values())), currency)
	return _("About the same matter: {0}. Together with this one it comes to {1}; the sum decides who signs what is asked for now.").format(named, whole)


def _amount(value, currency: str) -> str:
	"""An amount that signatures are chosen by."""
	return minus_first(fmt_money(money(value), precision=2, currency=currency))


def _is_back(log: list[frappe._dict]) -> bool:
	"""Whether the last round was ended by another user than the one who began it."""
	begun = next((row.user for row in log if row.kind == rules_approval.REQUESTED), None)
	return bool(log) and log[0].kind == rules_approval.SENT_BACK and log[0].user != begun


def _came_back(log: list[dict]) -> str:
	text = _("Sent back by {0} on {1}: {2} Put it right and request approval again.")
	return _said(text, log[0])


def _next_version(doc, log: list[dict]) -> str:
	after = newer(doc)
	if after:
		next_step = _("It is replaced by {0}.").format(_link(doc, after))
	else:
		next_step = _("Whoever corrects it presses New Version here ({0}).").format(_authors(doc))
	return f"{_voided(log)} {next_step}".strip()


def _voided(log: list[frappe._dict]) -> str:
	line = next((row for row in log if row.kind == rules_approval.CANCELLED), None)
	return _said(_("Voided by {0} on {1}: {2}"), line) if line else ""


def _said(text: str, line) -> str:
	"""``text`` with who did it, when and why, each escaped."""
	return text.format(escape_html(line.full_name or line.user), f"{line.at:%Y-%m-%d %H:%M}", escape_html(line.comment or ""))


def _link(doc, name: str) -> str:
	return get_link_to_form(doc.doctype, name)


def _authors(doc) -> str:
	"""The roles that create such a document."""
	may = {row.role for row in doc.meta.permissions if row.create and not row.permlevel}
	return show([_(role) for role in ROLES if role in may - {ADMINISTRATOR}])
