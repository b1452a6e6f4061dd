"""Amounts and dates of a warranty agreement: cap of the deposit, liability period, and what is still missing."""

from __future__ import annotations

import frappe
from frappe.utils import cint, getdate, today

from fangxiu_app.contractors import reads_agreements
from fangxiu_app.contractors import rules_agreement as rules
from fangxiu_app.core.access import files
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import ledger_settings, reads_company_accounts, reads_deposits, service_accounts
from fangxiu_app.ledger.erpnext_calls import get_party_gle_currency
from fangxiu_app.ledger.refusing import describe, refuse
from fangxiu_app.ledger.rules_deposit import cap_violation, money


def check_deposit(doc) -> None:
	"""Raise DepositError for a deposit above the lawful cap, or a surcharge above the cost."""
	cap = ledger_settings.load().deposit_cap_percent
	rate, total = (
		(money(doc.deposit_rate), money(doc.deposit_amount))
		if doc.security == "Deposit"
		else (money(0), money(doc.guarantee_amount))
	)
	found = cap_violation(rate, total, money(doc.settled_price), cap)
	refuse([*([found] if found else []), *rules.high_surcharge(money(doc.surcharge_percent))])


def fill_deposit(doc) -> None:
	"""Account and currency of the deposit; once money stands in it, contractor and account stay.

	The counter of moves is not the form's: it is read under lock, so that no form saved late turns it back.
	"""
	if doc.security == "Deposit" and not doc.deposit_account:
		doc.deposit_account = _default_account(doc)
	if doc.deposit_account:
		doc.currency = frappe.get_cached_value("Account", doc.deposit_account, "account_currency")
		if not reads_deposits.is_deposit_account(doc.deposit_account):
			frappe.throw(
				_(
					"Account {0} is not marked as a deposit account. Mark it on the account, or choose one that is."
				).format(frappe.bold(doc.deposit_account))
			)
		_check_currency(doc)
	if doc.is_new():
		doc.deposit_moves = 0
		return
	doc.deposit_moves = frappe.db.get_value("Warranty Agreement", doc.name, "deposit_moves", for_update=True)
	before = doc.get_doc_before_save()
	if before and doc.deposit_moves:
		for name in ("contractor", "deposit_account"):
			if (before.get(name) or "") != (doc.get(name) or ""):
				frappe.throw(
					_(
						"{0} cannot be changed: money stands in this deposit. Make a new agreement instead."
					).format(frappe.bold(_(doc.meta.get_label(name))))
				)


def _check_currency(doc) -> None:
	"""ERPNext keeps a party's entries in one currency per company (15.53.1, ``validate_party_gle_currency``): said here, not
	when the first deposit is held."""
	if not doc.contractor or not (doc.is_new() or doc.has_value_changed("deposit_account") or doc.has_value_changed("contractor")):
		return
	company = service_accounts.company_of(doc)
	known = get_party_gle_currency("Supplier", doc.contractor, company)
	if known and known != doc.currency:
		frappe.throw(
			_(
				"{0}: {1} has entries in {2} in the books of {3}, and ERPNext takes no others. Choose a deposit account in {2}, or make a supplier of its own for {4}."
			).format(
				frappe.bold(_(doc.meta.get_label("deposit_account"))),
				frappe.bold(doc.contractor_name or doc.contractor),
				known,
				company,
				doc.currency,
			)
		)


def fill_liability(doc) -> None:
	"""First and last day of the defects liability period, empty while unknown (建质〔2017〕138号 Art. 8)."""
	found = liability(doc)
	doc.liability_start, doc.liability_end = (found.start, found.end) if found else (None, None)


def liability(doc) -> rules.Liability | None:
	return rules.liability(
		doc.liability_rule,
		getdate(doc.accepted_on) if doc.accepted_on else None,
		getdate(doc.completion_reported_on) if doc.completion_reported_on else None,
		cint(doc.liability_months),
		ledger_settings.load().deemed_acceptance_days,
	)


def missing(doc) -> list[dict]:
	"""What is missing before delivery day, as the form shows it: text, clause, due day, overdue."""
	day = getdate(doc.delivery_day) if doc.delivery_day else None
	due = reads_agreements.due_days(doc.project, day) if day else {}
	number = (day and reads_agreements.trainings_wanted(doc.project, day)) or ledger_settings.load().trainings_wanted
	now = getdate(today())
	rows = [
		{
			"text": describe(gap.code, gap.params),
			"clause": gap.clause,
			"due": gap.due,
			"overdue": gap.overdue(now),
		}
		for gap in rules.gaps(_facts(doc, day), day, due, number)
	]
	if doc.signed_on and day and not rules.signed_in_window(getdate(doc.signed_on), day):
		text = describe("signed_outside_window", (getdate(doc.signed_on), day))
		rows.append({"text": text, "clause": "R28", "due": None, "overdue": False, "remark": True})
	return rows


def _facts(doc, delivery_day) -> rules.AgreementFacts:
	return rules.AgreementFacts(
		talks=tuple(getdate(row.talk_date) for row in doc.talks),
		signed_on=getdate(doc.signed_on) if doc.signed_on else None,
		trainings=tuple(rules.training_days((getdate(row.training_date) for row in doc.trainings), getdate(today()), delivery_day)),
		authorisation=rules.Authorisation(
			getdate(doc.authorised_on) if doc.authorised_on else None,
			bool(files.kept_among([doc.authorisation_file])),
			len(doc.contacts),
			tuple(map(frappe.get_meta("Authorised Contact").get_label, rules.contact_gaps(doc.contacts))),
			len(doc.workers),
		),
		response_terms=len(doc.response_terms),
		deduction_terms=bool(doc.surcharge_percent or doc.agency_fee or doc.deduction_terms),
		security_agreed=_security_agreed(doc),
		liability_known=liability(doc) is not None,
	)


def _security_agreed(doc) -> bool:
	if doc.security == "Guarantee":
		return bool(doc.guarantee_no and doc.guarantee_amount)
	return doc.security == "None" or bool(doc.deposit_rate or doc.deposit_amount)


def _default_account(doc) -> str | None:
	if not reads_company_accounts.named("deposit_account"):
		return None
	return ledger_settings.account("deposit_account", service_accounts.company_of(doc))
