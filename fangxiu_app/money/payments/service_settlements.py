"""Steps of a compensation between people: photos of a loss, the contractor's share, the signed agreement, what is given in kind (R110)."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.utils import cstr, getdate, now_datetime, today

from fangxiu_app.contractors.breach import reads_breach_evidence, rules_chronology
from fangxiu_app.core import sealing
from fangxiu_app.core.access import files, incoming
from fangxiu_app.core.messages import refuse, show
from fangxiu_app.core.money import ZERO, money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import ledger_settings, reads_vouchers, service_purchase
from fangxiu_app.money.payments import reads_compensations as reads
from fangxiu_app.money.payments import rules_compensation as rules
from fangxiu_app.money.payments import service_compensations, service_repair_payments

#: What the seal of the settlement covers besides the approved content; telephones may have to be erased by law.
SEALED = ("signed_by", "signed_on", "signed_evidence", "signed_authorisation", "witness_name")
#: Whoever may write the form records evidence with it, checked before; it belongs to the ticket.
EVIDENCE = {"doctype": "Evidence Item", "stage": "Other"}


def add_photos(doc, loss_no: int, files: Iterable[str]) -> list[str]:
	"""Keep uploaded pictures and papers as evidence of one loss, of a draft and also after the approval until the owner has everything.

	What comes after the last signature stands beside what was signed, with the moment it came. Raises RefusedError for a loss that is
	not there, and while it is being approved or once it is settled.
	"""
	row = next((row for row in doc.items if row.loss_no == loss_no), None)
	refuse(rules.addition(doc.status, doc.name))
	if row is None:
		refuse([Violation("loss_unknown", (doc.name, loss_no))])
	made = [_evidence(doc, file, f"{doc.name} {row.description}", "Photo") for file in files]
	added = now_datetime().replace(microsecond=0) if doc.docstatus else None
	for name in made:
		doc.append("photos", {"loss_no": loss_no, "loss": row.description, "evidence": name, "added_at": added})
	if not doc.docstatus:
		doc.save()
	elif made:
		# the endpoint checked who adds it, and the project; nobody writes an approved compensation by hand
		doc.write_by_action(ignore_permissions=True)
	return made


def proposed(doc) -> list[dict]:
	"""Whom to claim back from by the warranty answers, in words: contractor, share, reason. Four queries at most."""
	found = rules.proposals(reads.answers(doc))
	said = reads.reasons(ticket for one in found for ticket in one.tickets)
	suppliers = {"name": ("in", [one.contractor for one in found] or [""])}
	names = dict(frappe.get_all("Supplier", suppliers, ["name", "supplier_name"], as_list=True)) if found else {}
	return [
		{
			"agreement": one.agreement,
			"contractor": one.contractor,
			"contractor_name": names.get(one.contractor, one.contractor),
			"share": float(one.share),
			"amount": float(money(money(doc.agreed_total) * one.share / 100)),
			"reason": _reason(one, said),
		}
		for one in found
	]


def _reason(proposal: rules.Proposal, said: dict[str, str]) -> str:
	"""The warranty answers the proposal rests on, cut where they would fill a page."""
	texts = [f"{ticket}：{said.get(ticket) or _('in warranty by the survey')}" for ticket in proposal.tickets]
	return "\n".join([_("Warranty agreement {0} answers for the defect.").format(proposal.agreement), *texts])[:1500]


def accept(doc, agreement: str, share: object, reason: str) -> None:
	"""Accept a proposal of recourse, as proposed or with another share and a reason. Raises RefusedError."""
	_check_draft(doc)
	one = next((one for one in proposed(doc) if one["agreement"] == agreement), None)
	if one is None:
		refuse([Violation("recourse_changed", (agreement,))])
	wanted = money(incoming.number(share, _("Share of the Contractor (%)")) or 0)
	refuse(rules.decision(wanted, money(one["share"]), cstr(reason)))
	_decide(doc, rules.ACCEPTED, float(wanted), one["reason"])
	doc.update({"agreement": agreement, "contractor": one["contractor"], "recovery_waiver": cstr(reason).strip() or None})
	doc.write_by_action()


def turn_down(doc, reason: str) -> None:
	"""Claim nothing back although the warranty answer proposes it, with the reason. Raises RefusedError."""
	_check_draft(doc)
	found = proposed(doc)
	if not found:
		refuse([Violation("recourse_none", (doc.name,))])
	if not cstr(reason).strip():
		refuse([Violation("recourse_no_reason")])
	_decide(doc, rules.TURNED_DOWN, 0, found[0]["reason"])
	doc.update({"agreement": None, "contractor": None, "recovery_amount": 0, "recovery_waiver": cstr(reason).strip()})
	doc.write_by_action()


def _check_draft(doc) -> None:
	if doc.docstatus or doc.approval_state != "Draft":
		refuse([Violation("recourse_too_late", (doc.name,))])


def _decide(doc, decision: str, share: float, reason: str) -> None:
	doc.update({"recourse_decision": decision, "recourse_share": share, "recourse_reason": reason})
	doc.update({"recourse_by": frappe.session.user, "recourse_at": now_datetime().replace(microsecond=0)})


def sign(doc, values: dict[str, str]) -> str:
	"""The signed settlement agreement; returns the Purchase Invoice by which the owner is paid, empty where all is in kind.

	``values``: signed_by, signed_on, file, and optional authorisation (a file), witness_name, witness_phone. Raises RefusedError
	before the approval, without name, day and file, or for somebody who may not sign: nothing is paid without it.
	"""
	state = doc.status if doc.docstatus == 1 else "Draft"
	day = incoming.day(values["signed_on"], _("Signed On")) if values["signed_on"] else None
	authorisation = cstr(values.get("authorisation"))
	by = cstr(values["signed_by"]).strip()
	signed = rules.Signature(by, day, files.given(values["file"]), reads.approved_on(doc.name), files.given(authorisation))
	refuse(rules.signature(state, doc.name, signed, reads.party(doc), getdate(today())))
	refuse(_out_of_order(doc, day))
	evidence = _evidence(doc, values["file"], f"{doc.name} {_('Settlement Agreement')}", "Signed Form")
	doc.update({"status": rules.SIGNED, "signed_by": by, "signed_on": day, "signed_evidence": evidence})
	doc.update({"signed_authorisation": authorisation if signed.authorised else None, "witness_name": cstr(values.get("witness_name")).strip() or None})
	doc.witness_phone = cstr(values.get("witness_phone")).strip() or None
	doc.settlement_seal = seal(doc)
	# the endpoint checked who records a signature, and the project; nobody writes an approved compensation by hand
	doc.write_by_action(ignore_permissions=True)
	return _pay(doc)


def seal(doc) -> str:
	"""Digest of the approved content together with what was recorded at the signature."""
	fields = {name: getdate(doc.get(name)) if name == "signed_on" else doc.get(name) for name in SEALED}
	return sealing.digest(rules.signed_content(doc.approval_seal(), fields))


def next_step(doc) -> str:
	"""Who does what next with an approved compensation, in words; empty once nothing waits. From its own fields alone."""
	pending = sum(not row.confirmed_on for row in doc.benefits)
	owed = money(doc.unpaid) if doc.status == rules.SIGNED else ZERO
	back = money(doc.recovery_amount) - money(doc.recovered)
	said = {
		"sign": _("Next: Customer Service has the owner sign the settlement agreement and presses Record Settlement."),
		"pay": _("Next: Finance pays {0} to {1}, by the bill that the settlement made.").format(show(owed), doc.payee_name),
		"give": _("Next: Customer Service records with Confirm In Kind that the owner has what is given in kind ({0} lines).").format(pending),
		"charge": _("Next: the Cost Department deducts {0} from the contractor.").format(show(back)),
	}
	return " ".join(said[step] for step in rules.next_steps(doc.status, owed, pending, back))


def confirm(doc, row: str, on: str, by: str, file: str) -> None:
	"""The owner has a benefit: the property company confirmed the waiver, or the goods were received, with the proof. Raises RefusedError."""
	line = next((one for one in doc.benefits if one.name == row), None)
	known = {one.row: one for one in reads.benefits(doc)}
	day = incoming.day(on, _("Confirmed On")) if on else None
	state, signed_on = (doc.status if doc.docstatus == 1 else "Draft"), doc.signed_on and getdate(doc.signed_on)
	given = rules.Confirmation(day, cstr(by).strip(), files.given(file))
	refuse(rules.confirmation(state, doc.name, line and known[line.idx], given, getdate(today()), signed_on))
	if line.kind == rules.GOODS and frappe.db.get_value("Ticket Part", line.ticket_part, "state") != "Issued":
		refuse([Violation("benefit_in_store", (line.idx, line.ticket_part))])
	evidence = _evidence(doc, file, f"{doc.name} {line.description}", "Signed Form")
	line.update({"confirmed_on": day, "confirmed_by": given.by, "confirmed_evidence": evidence})
	_write(doc, _("{0}: {1} confirmed by {2}.").format(line.idx, line.description, given.by))


def take_back(doc, row: str, reason: str) -> None:
	"""A confirmation was recorded by mistake: the benefit waits again, with the reason on the timeline. Raises RefusedError."""
	from_charges = frappe.db.exists("Deduction Item", {"source_key": f"Compensation|{doc.name}"})
	line = next((one for one in doc.benefits if one.name == row and one.confirmed_on), None)
	if line is None or not cstr(reason).strip():
		refuse([Violation("benefit_no_reason")])
	if from_charges:
		refuse([Violation("benefit_charged", (doc.name,))])
	line.update({"confirmed_on": None, "confirmed_by": None, "confirmed_evidence": None})
	_write(doc, _("{0}: confirmation of {1} taken back: {2}").format(line.idx, line.description, cstr(reason).strip()))


def check_undo(doc) -> None:
	"""Before a compensation is cancelled: what the owner has in kind is taken back first. Raises RefusedError."""
	refuse([Violation("benefit_given", (row.idx, row.description)) for row in doc.benefits if row.confirmed_on])


def _write(doc, said: str) -> None:
	# the endpoint checked who takes the step, and the project; nobody writes an approved compensation by hand
	doc.write_by_action(ignore_permissions=True)
	doc.add_comment("Info", said)
	service_compensations.refresh(doc.name)


def _evidence(doc, file: str, caption: str, kind: str) -> str:
	about = {"ticket": doc.ticket, "project": doc.project, "kind": kind, "file": file, "caption": caption[:140]}
	evidence = frappe.get_doc({**EVIDENCE, **about})
	# the endpoint checked the right to the compensation; the evidence is part of the step
	evidence.flags.ignore_permissions = True
	return evidence.insert().name


def _out_of_order(doc, signed_on) -> list[Violation]:
	"""A settlement is signed after the defect was reported."""
	complaints = reads_breach_evidence.complaints([doc.ticket])
	events = [rules_chronology.Event(rules_chronology.COMPLAINT, at, ticket) for ticket, at in complaints]
	return rules_chronology.violations([*events, rules_chronology.Event(rules_chronology.SETTLEMENT, signed_on, doc.name)])


def _pay(doc) -> str:
	"""Purchase Invoice over what is paid in cash, on the owner as an individual supplier, and the request for its payment."""
	cash = money(doc.agreed_total) - money(doc.in_kind_total)
	if cash <= ZERO:
		service_compensations.refresh(doc.name)
		return ""
	company = reads_vouchers.company(doc.project)
	amounts = rules.cash_lines([money(row.agreed) for row in doc.items], money(doc.in_kind_total))
	lines = [
		service_purchase.Line(f"{_(row.kind)}：{row.description}", 1, float(amount), doc.ticket)
		for row, amount in zip(doc.items, amounts, strict=True)
		if amount
	]
	account = ledger_settings.account("compensation_account", company)
	payee = service_purchase.individual(doc.payee_name, doc.unit)
	invoice = service_purchase.invoice(doc, lines, payee, account, {"fx_compensation": doc.name})
	service_repair_payments.ask(invoice, float(cash))
	return invoice
