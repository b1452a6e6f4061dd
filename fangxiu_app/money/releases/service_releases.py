"""Deposit Release: what is safe, the statutory deadlines, and the Payment Entry drafted
for finance (建质〔2017〕138号, article 11: 14 days to check, 14 to pay, consent presumed 14 days after a reminder)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import frappe
from frappe.utils import add_days, format_date, getdate, now_datetime, today

from fangxiu_app.approvals.rules_approval import IN_APPROVAL, Progress
from fangxiu_app.contractors.breach import rules_chronology
from fangxiu_app.core.access import files, reads_people
from fangxiu_app.core.access.roles import COST_DEPARTMENT, FINANCE, MANAGER
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import (
	deposit_versions,
	ledger_settings,
	locks,
	reads_deposits,
	reads_rates,
	reads_site_rules,
	service_accounts,
	service_journal,
)
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import first_in_first_out, money
from fangxiu_app.ledger.service_journal import Journal, Posting
from fangxiu_app.messaging import outbox
from fangxiu_app.money.releases import reads_releases as reads
from fangxiu_app.money.releases import rules_release as rules
from fangxiu_app.money.releases import service_check_sheet


def fill(doc) -> None:
	"""What follows from agreement and dates; the safe amount is computed again with every save."""
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	doc.project = agreement.project
	doc.contractor, doc.contractor_name = agreement.contractor, agreement.contractor_name
	doc.company = service_accounts.company_of(agreement)
	doc.currency, doc.due_on = agreement.currency, agreement.liability_end
	found = timers(doc, agreement)
	doc.check_by, doc.pay_by, doc.consent_on = found.check_by, found.pay_by, found.consent_on
	if doc.docstatus == 0:
		doc.state = "Checked" if doc.checked_on and not _lacks_sheet(doc) else "Applied"
		safe = reads.safe(agreement)
		show_safe(doc, safe)
		if doc.approval_state != IN_APPROVAL:
			fix_interest(doc)
		service_check_sheet.fill(doc, lambda: reads.still_open(agreement.name, safe))


def timers(doc, agreement) -> rules.Timers:
	numbers = ledger_settings.load()
	return rules.timers(
		getdate(doc.applied_on),
		getdate(doc.checked_on) if doc.checked_on else None,
		getdate(doc.reminded_on) if doc.reminded_on else None,
		numbers.release_check_days,
		agreement.payment_days or numbers.release_pay_days,
	)


def show_safe(doc, found: rules.Safe) -> None:
	doc.balance, doc.promised = float(found.balance), float(found.promised)
	doc.undecided = float(found.undecided)
	doc.waiting_charges, doc.compensations = float(found.waiting), float(found.compensations)
	doc.open_defects, doc.average_cost = found.open_defects, float(found.average_cost)
	doc.expected, doc.safe_amount = float(found.expected), float(found.amount)


def fix_interest(doc) -> None:
	"""The interest as agreed today. It is posted with the last signature: from the request on it stays as it is signed."""
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	doc.interest = float(interest(agreement, money(doc.amount), getdate(doc.applied_on)))


def interest(agreement, amount: Decimal, until: date) -> Decimal:
	"""Simple interest as agreed on what is released, each part from the day it was held, the oldest first."""
	percent = money(agreement.interest_percent)
	if not percent or amount <= 0:
		return money(0)
	taken, _rest = first_in_first_out(reads_deposits.agreement_buckets(agreement.name), amount)
	return rules.interest([(part, bucket.posted_on) for bucket, part in taken], percent, until)


def post_interest(doc) -> str | None:
	"""The interest of an approved release: an expense owed to the contractor, which finance pays as any other bill."""
	amount = money(doc.interest)
	if amount <= 0:
		return None
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	owed = money(amount * reads_rates.vouched(agreement, getdate(today()), frappe.session.user))
	payable = frappe.get_cached_value("Company", doc.company, "default_payable_account")
	expense = Posting(
		ledger_settings.account("interest_account", doc.company),
		debit=owed,
		agreement=doc.agreement,
		remark=doc.contractor_name,
	)
	rows = [expense, Posting(payable, credit=owed, party=doc.contractor)]
	text = _("Interest on deposit release {0}").format(doc.name)
	return service_journal.submit(Journal(doc.company, today(), rows, text, doc.project)).name


def company_amount(doc) -> float:
	"""The amount in company currency, by which the signatures are chosen."""
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	return float(money(money(doc.amount) * reads_rates.estimate(agreement, getdate(doc.creation or today()))))


def beside(doc) -> dict[str, float]:
	"""Releases of the same agreement that are being approved, or were: name → amount in company currency, at one rate. One query."""
	other = frappe.qb.DocType(doc.doctype)
	asked = (other.docstatus == 1) | ((other.docstatus == 0) & (other.approval_state == IN_APPROVAL))
	query = frappe.qb.from_(other).select(other.name, other.amount).where(asked & (other.agreement == doc.agreement))
	rows = query.where(other.name != (doc.name or "")).orderby(other.name).run()
	if not rows:
		return {}
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	rate = reads_rates.estimate(agreement, getdate(doc.creation or today()))
	return {name: float(money(money(amount) * rate)) for name, amount in rows}


def check_amount(doc) -> None:
	"""Raise DepositError for an amount that is nothing or more than the deposit has."""
	if money(doc.amount) <= 0:
		refuse([Violation("amount_missing")])
	free = money(doc.balance) - money(doc.promised)
	if doc.docstatus == 0 and money(doc.amount) > free:
		refuse([Violation("release_above_balance", (money(doc.amount), free))])


def check_ready(doc) -> None:
	"""What has to be there before approval is asked for: the joint check, or consent by silence. Raises RefusedError."""
	reads_site_rules.check(doc.company, "Payment Entry")
	refuse(missing(doc))


def missing(doc) -> list[Violation]:
	"""What of that is not there."""
	silent = doc.consent_on and getdate(doc.consent_on) <= getdate(today())
	found = []
	if not doc.checked_on and not silent:
		found.append(Violation("release_unchecked", (getdate(doc.check_by),)))
	if doc.checked_on:
		found += [*_sheet(doc), *_out_of_order(doc)]
	if is_early(doc) and not (doc.above_reason or "").strip():
		found.append(_early(doc, "early_reason"))
	elif _above(doc) and not (doc.above_reason or "").strip():
		found.append(Violation("above_safe_reason", (money(doc.amount), money(doc.safe_amount))))
	return [*found, *_beside(doc)]


def _sheet(doc) -> list[Violation]:
	"""The joint check must be complete: every line answered, signed, its sheet kept, contradictions to the records explained."""
	if _lacks_sheet(doc):
		return [Violation("check_sheet_incomplete")]
	agreement = frappe.get_cached_doc("Warranty Agreement", doc.agreement)
	checks = [rules.Check(row.code or "", row.result or "", service_check_sheet.answered(row)) for row in doc.checks]
	return rules.contradictions(checks, reads.still_open(doc.agreement, reads.safe(agreement)))


def _lacks_sheet(doc) -> bool:
	return not (doc.contractor_signed_by and files.kept(doc.check_file)) or any(not row.result for row in doc.checks)


def _beside(doc) -> list[Violation]:
	"""Releases of the same deposit that are being signed already: together with this one they ask for no more than is left of it."""
	others = reads.in_approval(doc.agreement, doc.name)
	asked = sum((money(row.amount) for row in others), money(0))
	free = money(doc.balance) - money(doc.promised)
	if not others or money(doc.amount) + asked <= free:
		return []
	return [Violation("release_beside", (money(doc.amount), asked, ", ".join(row.name for row in others), free))]


def _out_of_order(doc) -> list[Violation]:
	"""The work is checked after the release was asked for, and not in the future."""
	applied, checked = getdate(doc.applied_on), getdate(doc.checked_on)
	events = [rules_chronology.Event(rules_chronology.APPLIED, applied), rules_chronology.Event(rules_chronology.CHECKED, checked)]
	found = [Violation(one.code, one.params) for one in rules_chronology.violations(events)]
	return [*found, Violation("time_in_future", (checked,))] if checked > getdate(today()) else found


def is_early(doc) -> bool:
	"""Whether the deposit is not due yet."""
	return rules.is_early(_due(doc), getdate(today()))


def _early(doc, code: str) -> Violation:
	"""What a release before its day lacks, with that day; or that its agreement has none yet."""
	due = _due(doc)
	return Violation(code, (due,)) if due else Violation("due_day_unknown", (doc.agreement,))


def _due(doc) -> date | None:
	due = frappe.db.get_value("Warranty Agreement", doc.agreement, "liability_end")
	return getdate(due) if due else None


def _above(doc) -> bool:
	return money(doc.amount) > money(doc.safe_amount)


def needs_second(doc) -> bool:
	"""Whether somebody beside the round signs: the release is early, or above what was safe when it was saved."""
	return is_early(doc) or _above(doc)


def check_second(doc) -> None:
	"""Above what is safe now, a second person has signed for it. Reckoned again: time has passed since the request.

	Under the agreement's lock, and counted as a move: of several approved at once exactly as many pass as fit.
	"""
	_terms, fresh = locks.lock_agreements([doc.agreement])
	agreement = frappe.get_doc("Warranty Agreement", doc.agreement)
	now = reads.safe(agreement, look=locks.look(fresh))
	if money(doc.amount) > now.free:
		refuse([Violation("release_above_balance", (money(doc.amount), now.free))])
	if is_early(doc) and not doc.above_signed_by:
		refuse([_early(doc, "early_signature")])
	if money(doc.amount) > now.amount and not doc.above_signed_by:
		refuse([Violation("above_safe_signature", (money(doc.amount), now.amount))])
	deposit_versions.bump_version([doc.agreement])


def sign_above(doc, state: Progress) -> None:
	"""Second signature for a release before it is due or above the safe amount, by somebody who signs nothing else of it.

	``state`` is the running round: who is the only one for a step still to come signs that step.
	"""
	user = frappe.session.user
	if doc.docstatus or not (doc.above_reason or "").strip():
		refuse([Violation("above_not_needed")])
	if doc.above_signed_by:
		refuse([Violation("above_signed", (doc.above_signed_by,))])
	if user in (doc.owner, doc.requested_by, *state.signed):
		refuse([Violation("above_same_person")])
	holders = reads_people.in_project(doc.project, set(state.ahead)) if state.ahead else {}
	barred = {user, *state.signed, *doc.approval_barred(), state.requested_by}
	alone = [role for role in state.ahead if user in holders[role] and not holders[role] - barred]
	refuse([Violation("above_only_signer", (role,)) for role in alone])
	doc.db_set({"above_signed_by": user, "above_signed_at": now_datetime().replace(microsecond=0)})


def warn(day: date | None = None) -> int:
	"""Tell cost department, manager and finance of deadlines that come near; each deadline once. Returns how many."""
	day = day or getdate(today())
	rows = reads.near_deadlines(add_days(day, ledger_settings.load().release_warn_days))
	messages = [_warning(row, day) for row in rows]
	outbox.tell_many(messages)
	return len(messages)


def _warning(row, day: date) -> outbox.Message:
	code, due = rules.next_deadline(
		rules.Timers(row.check_by, row.pay_by, row.consent_on), row.checked_on is not None
	)
	texts = {
		"check": _("Deposit release {0}, {1}: check with the contractor by {2} (建质〔2017〕138号 Art. 11)."),
		"consent": _(
			"Deposit release {0}, {1}: without an answer it counts as agreed on {2} (建质〔2017〕138号 Art. 11)."
		),
		"pay": _("Deposit release {0}, {1}: pay by {2} (建质〔2017〕138号 Art. 11)."),
	}
	subject = texts[code].format(row.name, row.contractor_name, format_date(due, "yyyy-MM-dd"))
	return outbox.Message(
		subject,
		row.project,
		(outbox.role(COST_DEPARTMENT), outbox.role(MANAGER), outbox.role(FINANCE)),
		reference=("Deposit Release", row.name),
		key=f"release-{row.name}-{code}-{due}",
		urgent=due - day <= timedelta(days=1),
	)
