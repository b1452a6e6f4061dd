"""Changes of a signed agreement: requested by one user, agreed to by a department head (docs/adr/0108, 0158)."""

from __future__ import annotations

import json

import frappe
from frappe.utils import getdate, now_datetime, today

from fangxiu_app.approvals.rules_approval import was_shown
from fangxiu_app.contractors import service_agreements
from fangxiu_app.contractors.rules_agreement import was_signed
from fangxiu_app.core.access import files, incoming
from fangxiu_app.core.access.roles import HEADS
from fangxiu_app.core.money import money
from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.messaging import outbox
from fangxiu_app.money.deposits import reads_agreement_terms as reads
from fangxiu_app.money.deposits import rules_agreement_change as rules
from fangxiu_app.money.deposits import service_agreement_terms

#: What is asked for, as the agreement keeps it.
ASKED = ("change_kind", "change_reason", "change_file", "deposit_fate", "change_terms", "change_asked_by", "change_asked_at")
AGREED = ("change_agreed_by", "change_agreed_at", "change_release")
#: Why the last request was turned down, until the next one.
REFUSED = ("change_refused", "change_refused_by", "change_refused_at")


def check(doc) -> None:
	"""Raise DepositError for a form that ends the agreement, or replaces the deposit, without the step of two people."""
	before = doc.get_doc_before_save()
	if not before or doc.flags.fx_action:
		return
	pair = [(one.status or "", one.security or "") for one in (before, doc)]
	signed = was_signed(before.status or "", before.signed_on)
	refuse(rules.stays(signed, *((one.status or "", one.contractor or "") for one in (before, doc))))
	if pair[0] != pair[1] and rules.needs_two(*pair, _held(doc.name)):
		refuse([Violation("change_by_step", (_held(doc.name),))])
	if doc.status == "Signed" != before.status:
		refuse(rules.in_future(_days(doc, rules.PAST), getdate(today())))
	changed = {name: (before.get(name), doc.get(name)) for name in rules.TERMS if reads.differs(before, doc, name)}
	if not changed:
		return
	wrong = rules.by_hand(changed, rules.are_fixed(signed, _held(doc.name)))
	if wrong:
		refuse([Violation("change_terms_by_step", (tuple(Field(doc.doctype, name) for name in wrong),))])
	refuse([*rules.in_future(_days(doc, changed), getdate(today())), *reads.in_signing(doc.name)])


def _days(doc, names) -> dict:
	return {name: getdate(doc.get(name)) for name in names if name in rules.PAST and doc.get(name)}


def _given(doc, values: dict) -> dict:
	"""The terms that a request sends, each of its field's type; one that is sent empty is None."""
	kind = values.get("change_kind")
	if kind == rules.GUARANTEE:
		given = incoming.fields(doc.doctype, values, rules.GUARANTEED)
		return {**dict.fromkeys(rules.GUARANTEED), **given, "security": "Guarantee"}
	sent = incoming.mapping(values.get("terms")) if kind == rules.TERMS_CHANGED else {}
	given = incoming.fields(doc.doctype, sent, rules.TERMS)
	return {name: given.get(name) for name in rules.TERMS if name in sent}


def _as_asked(doc, given: dict):
	"""The agreement as it would stand, not saved."""
	trial = frappe.get_doc(doc.doctype, doc.name)
	for name in rules.TABLES:
		if name in given:
			kept = [column.fieldname for column in reads.columns(doc.meta.get_field(name))]
			given = {**given, name: [{key: row[key] for key in kept if row.get(key)} for row in given[name] or ()]}
	trial.update(given)
	trial.check_scope()
	return trial


def _check_trial(trial, terms: dict) -> None:
	"""The agreement must be able to say them: refused when asked, not when a head agrees."""
	trial.check_values()
	refuse(rules.in_future(_days(trial, terms), getdate(today())))
	trial.check_validity()
	service_agreement_terms.check_deposit(trial)
	service_agreements.check_covers(trial)


def _kept(trial, name: str) -> object:
	"""A term as the request keeps it; rows without their names."""
	value = trial.get(name)
	if name not in rules.TABLES:
		return value
	kept = [column.fieldname for column in reads.columns(trial.meta.get_field(name))]
	return [{key: row.get(key) for key in kept if row.get(key)} for row in value]


def ask(doc, values: dict) -> None:
	"""Record the requested change; nothing changes until a head agrees. Raises DepositError for what is missing, and while
	another request waits or signatures are being given by the agreement."""
	who = frappe.utils.get_fullname(doc.change_asked_by) if doc.change_asked_by else ""
	refuse(rules.not_replaced(doc.change_kind or "", who, doc.change_asked_at, bool(doc.change_agreed_at)))
	trial = _as_asked(doc, _given(doc, values))
	kind = values.get("change_kind") or ""
	names = (*rules.GUARANTEED, "security") if kind == rules.GUARANTEE else rules.TERMS
	terms = {name: _kept(trial, name) for name in names if kind == rules.GUARANTEE or reads.differs(doc, trial, name)}
	change = rules.Change(
		kind,
		values.get("change_reason") or "",
		files.given(values.get("change_file") or ""),
		values.get("deposit_fate") or "",
		_held(doc.name),
		getdate(doc.liability_end) if doc.liability_end else None,
		tuple(trial.get(name) for name in rules.GUARANTEED),
		getdate(trial.guarantee_until) if trial.guarantee_until else None,
		terms,
		doc.security or "",
	)
	found = rules.violations(change)
	ended = doc.status == "Terminated" and kind != rules.TERMS_CHANGED
	if ended or (kind == rules.GUARANTEE and doc.security != "Deposit"):
		found.append(Violation("change_over", (doc.name,)))
	refuse([*found, *reads.in_signing(doc.name)])
	_check_trial(trial, terms)
	if kind == rules.GUARANTEE and values.get("deposit_fate") != rules.KEEP:
		_warn_low(doc, trial.guarantee_amount, change.held)
	_keep_request(doc, values, terms)


def _keep_request(doc, values: dict, terms: dict) -> None:
	"""Write the request beside the terms that stand, and tell the heads."""
	doc.update({name: values.get(name) for name in ASKED[:4]})
	if doc.change_kind == rules.TERMS_CHANGED:
		doc.deposit_fate = None
	doc.change_terms = json.dumps(terms, ensure_ascii=False, default=str) if terms else None
	doc.update({"change_asked_by": frappe.session.user, "change_asked_at": _now(), **dict.fromkeys((*AGREED, *REFUSED))})
	doc.write_by_action()
	outbox.tell(
		_("{0}, {1}: {2} is asked for. Open the agreement to agree or to turn it down.").format(
			doc.name, doc.contractor_name, _(doc.change_kind)
		),
		project=doc.project,
		to=tuple(map(outbox.role, HEADS)),
		about=doc,
	)


def agree(doc, seen: str) -> str | None:
	"""A head agrees: the agreement changes, and a release of the deposit is drafted where that was decided; its name.

	``seen`` is the digest of what was shown to the head (``reads_agreement_terms.seen``): nothing else is agreed to.
	"""
	if not reads.waits(doc):
		refuse([Violation("change_not_asked", (doc.name,))])
	refuse(rules.may_agree(frappe.session.user, doc.change_asked_by, doc.owner))
	refuse([*was_shown(seen, reads.seen(doc)), *reads.in_signing(doc.name)])
	held = _held(doc.name)
	doc.update(reads.asked(doc))
	release = _release(doc, held) if doc.deposit_fate == rules.RELEASE and held > 0 else None
	if doc.change_kind == rules.TERMINATE:
		doc.status = "Terminated"
	doc.update(
		{"change_agreed_by": frappe.session.user, "change_agreed_at": _now(), "change_release": release}
	)
	# a head reads agreements and signs this one change of it; the endpoint checked the role
	doc.write_by_action(ignore_permissions=True)
	_tell_asker(doc, doc.change_asked_by, _("{0}, {1}: {2} is agreed to.").format(doc.name, doc.contractor_name, _(doc.change_kind)))
	return release


def turn_down(doc, reason: str) -> None:
	"""A head does not agree: the request is removed; the reason stays on the form until the next one, and in the history."""
	if not reads.waits(doc):
		refuse([Violation("change_not_asked", (doc.name,))])
	reason = reason.strip()
	refuse([] if reason else [Violation("change_refusal_missing")], _("Please Complete"))
	doc.add_comment("Info", _("Change not agreed to: {0}").format(frappe.utils.escape_html(reason)))
	text = _("{0}, {1}: {2} is not agreed to: {3}").format(doc.name, doc.contractor_name, _(doc.change_kind), reason)
	_tell_asker(doc, doc.change_asked_by, text)
	refused = (f"{_(doc.change_kind)}: {reason}", frappe.session.user, _now())
	doc.update({**dict.fromkeys((*ASKED, *AGREED)), **dict(zip(REFUSED, refused, strict=True))})
	# as in agree: a head only reads agreements, the endpoint checked the role
	doc.write_by_action(ignore_permissions=True)


def withdraw(doc) -> None:
	"""Who asked takes the request back before it is decided. Raises DepositError for anybody else."""
	if not reads.waits(doc):
		refuse([Violation("change_not_asked", (doc.name,))])
	refuse([] if doc.change_asked_by == frappe.session.user else [Violation("change_not_yours")])
	doc.add_comment("Info", _("Request withdrawn: {0}").format(_(doc.change_kind)))
	doc.update(dict.fromkeys((*ASKED, *AGREED)))
	doc.write_by_action()


def _warn_low(doc, guaranteed, held) -> None:
	text = reads.low(doc, guaranteed, held)
	if text:
		frappe.msgprint(text, indicator="orange", title=_("Guarantee Lower Than the Deposit"))


def _tell_asker(doc, asker: str, text: str) -> None:
	outbox.tell(text, project=doc.project, to=(outbox.user(asker),), about=doc)


def _release(doc, held) -> str:
	release = frappe.get_doc(
		{
			"doctype": "Deposit Release",
			"agreement": doc.name,
			"project": doc.project,
			"amount": float(held),
			"applied_on": today(),
			"above_reason": doc.change_reason,
			"remark": _("By the change of agreement {0}: {1}").format(doc.name, _(doc.change_kind)),
		}
	)
	# part of what the head agreed to; it still goes through its own joint check and signatures
	release.flags.ignore_permissions = True
	return release.insert().name


def _held(agreement: str):
	return money(reads_deposits.balance(agreement))


def _now():
	return now_datetime().replace(microsecond=0)
