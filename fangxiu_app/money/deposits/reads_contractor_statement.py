"""Contents of a contractor's statement (质保金对账单): every deposit of the contractor, voucher by voucher, up to a day."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import add_days, getdate

from fangxiu_app.money.deductions.rules_deduction import ANSWERED, UNDECIDED, Course, undecided_on
from fangxiu_app.money.deposits import reads_contractor_account, reads_deposit_register


def statement(contractor: str, project: str | None = None, until: date | str | None = None) -> frappe._dict:
	"""All agreements of ``contractor`` inside the user's projects with vouchers and undecided claims as of ``until`` (today).

	``sums`` are the balances by currency: amounts in different currencies are never added. Five queries, however many
	agreements. Where the user may see no agreement, ``accounts`` is empty.
	"""
	day = getdate(until)
	rows = reads_deposit_register.rows({"contractor": contractor, "project": project})
	return _whole(contractor, of_agreements([row.agreement for row in rows], day), day)


def of_one(agreement: str) -> dict:
	"""The statement of one agreement as of today, whatever security it names. Rights are the caller's."""
	day = getdate()
	accounts = of_agreements([agreement], day)
	return _whole(accounts[0].contractor, accounts, day, agreement)


def _whole(contractor: str, accounts: list, day: date, about: str = "") -> dict:
	sums: dict[str, float] = {}
	for one in accounts:
		sums[one.currency] = round(sums.get(one.currency, 0) + one.balance, 2)
	first = accounts[0] if accounts else frappe._dict()
	return frappe._dict(
		contractor=contractor,
		contractor_name=first.contractor_name or contractor,
		project=first.project,
		day=day,
		number=f"DZ-{day:%Y%m%d}-{about or contractor}",
		accounts=accounts,
		sums=sums,
	)


def of_agreements(names: list[str], until: date) -> list[frappe._dict]:
	"""One account for each agreement, in the order of projects: its vouchers with the balance after each, its undecided claims."""
	if not names:
		return []
	fields = "name project contractor contractor_name contract_no liability_end currency".split()
	agreements = frappe.get_all("Warranty Agreement", {"name": ("in", names)}, fields, order_by="project, name")
	titles = _names("Project", {row.project for row in agreements}, "project_name")
	companies = _names("Project", {row.project for row in agreements}, "company")
	lines, claims = _lines(names, until), _claims(names, until)
	for row in agreements:
		company = companies.get(row.project)
		row.update(
			project_name=titles.get(row.project) or row.project,
			company_currency=frappe.get_cached_value("Company", company, "default_currency"),
			lines=lines.get(row.name, []),
			claims=claims.get(row.name, []),
		)
		row.balance = row.lines[-1].balance if row.lines else 0.0
		row.claimed = round(sum(one.total for one in row.claims), 2)
	return agreements


def addresses(contractor: str, agreements: list[str]) -> list[str]:
	"""E-mail addresses the contractor named for these agreements: the authorised persons', else the agreement's own."""
	contact = frappe.qb.DocType("Authorised Contact")
	rows = (
		frappe.qb.from_(contact)
		.select(contact.email)
		.distinct()
		.where(contact.parent.isin(agreements or [""]) & contact.email.isnotnull() & (contact.email != ""))
		.where(contact.valid_to.isnull() | (contact.valid_to >= getdate()))
	).run(pluck=True)
	own = frappe.get_all(
		"Warranty Agreement", {"name": ("in", agreements), "email": ("is", "set")}, pluck="email"
	)
	return sorted(set(rows or own))


def _lines(names: list[str], until: date) -> dict[str, list]:
	found: dict[str, list] = {}
	for row in reads_contractor_account.vouchers(names):
		if row.posting_date <= until:
			lines = found.setdefault(row.agreement, [])
			row.balance = round((lines[-1].balance if lines else 0) + row.amount, 2)
			lines.append(row)
	return found


def _claims(names: list[str], until: date) -> dict[str, list]:
	"""Deductions that were undecided at the end of ``until``, in the state and with the amount of that day. One query.

	A posted one is over from its posting date on, as its voucher counts from there; a withdrawn one from its withdrawal.
	"""
	fields = "name agreement state facts total claimed_total base_total docstatus creation notified_at objected_at answered_at"
	filters = {"agreement": ("in", names), "creation": ("<", add_days(until, 1))}
	fields = [*fields.split(), "posting_date", "modified"]
	found: dict[str, list] = {}
	for row in frappe.get_all("Contractor Deduction", filters, fields, order_by="creation"):
		state = undecided_on(_course(row), until)
		if state:
			row.state = state
			row.total = row.total if state == ANSWERED or not row.answered_at else row.claimed_total
			found.setdefault(row.agreement, []).append(row)
	return found


def _course(row) -> Course:
	steps = (getdate(row[name]) if row[name] else None for name in ("notified_at", "objected_at", "answered_at"))
	over = None
	if row.docstatus or row.state not in UNDECIDED:
		# nothing of a withdrawn or cancelled deduction is written any more
		ends = ([row.posting_date] if row.docstatus else []) + ([] if row.docstatus == 1 else [row.modified])
		over = min(map(getdate, ends))
	return Course(getdate(row.creation), *steps, over=over)


def _names(doctype: str, names: set[str], field: str) -> dict[str, str]:
	return dict(frappe.get_all(doctype, {"name": ("in", names)}, ["name", field], as_list=True))
