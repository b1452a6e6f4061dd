"""The deposit register: one query, inside the user's projects, equal to the ledgers to the cent."""

from __future__ import annotations

import time

import frappe
import pytest
from frappe.utils import nowdate

from fangxiu_app.core.access import roles
from fangxiu_app.fangxiu_app.report.deposit_register.deposit_register import execute
from fangxiu_app.money.deposits import reads_deposit_register
from tests.site.helpers import money
from tests.site.helpers.counting import count_queries


def line(agreement) -> dict:
	[row] = reads_deposit_register.rows({"name": agreement.name})
	return row


@pytest.mark.clause("R18")
def test_each_amount_stands_in_its_column(estate):
	agreement = money.agreement(estate)
	invoice = money.invoice(estate.general, 100_000, agreement.name)
	bucket = frappe.db.get_value(
		"Warranty Deposit Entry", {"purchase_invoice": invoice.name}, "journal_entry"
	)
	money.entry(agreement, "Cash In", 500.55)
	money.entry(agreement, "Brought Forward", 99.45)
	money.entry(agreement, "Taken Back", 100, bucket=bucket)
	row = line(agreement)
	assert (row.held, row.deducted, row.released, row.balance) == (3500, 0, 0, 3500)
	assert (row.booked, row.difference, row.currency) == (3500, 0, "CNY")
	frappe.get_doc("Warranty Deposit Entry", {"bucket": bucket}).cancel()
	assert (line(agreement).held, line(agreement).difference) == (3600, 0)


def test_the_report_shows_maturity_and_only_the_users_projects(estate, as_user):
	mine = money.agreement(estate)
	other = frappe.get_doc("Warranty Agreement", estate.agreement_b).name
	as_user(estate.users[roles.COST_DEPARTMENT])
	_columns, rows = execute({})
	names = {row.agreement for row in rows}
	assert mine.name in names
	assert other not in names
	assert next(row for row in rows if row.agreement == mine.name).days_left > 300


def test_a_thousand_agreements_are_one_query(estate):
	"""Budget: 200 ms on an idle machine; other tests run beside this one, so it is held to three times that."""
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 1)
	columns = [
		column for column in frappe.get_meta("Warranty Agreement").get_valid_columns() if column != "name"
	]
	source = frappe.db.get_value("Warranty Agreement", agreement.name, columns, as_dict=True)
	names = [f"WA-X-{number:05}" for number in range(1000)]
	frappe.db.bulk_insert(
		"Warranty Agreement",
		["name", *columns],
		[(name, *(source[column] for column in columns)) for name in names],
	)
	_copies("Payment Ledger Entry", agreement.name, names)
	_copies("GL Entry", agreement.name, names)
	assert count_queries(lambda: reads_deposit_register.rows({})) == 1
	durations = []
	for _run in range(5):
		begin = time.perf_counter()
		rows = reads_deposit_register.rows({"contractor": agreement.contractor})
		durations.append(time.perf_counter() - begin)
	assert sum(row.balance for row in rows if row.agreement in names) == 10_000
	assert min(durations) < 0.6


def _copies(doctype: str, agreement: str, names: list[str]) -> None:
	"""Ten rows on the deposit account for every agreement."""
	filters = {"warranty_agreement": agreement, "account": money.deposit_account()}
	columns = [column for column in frappe.get_meta(doctype).get_valid_columns() if column != "name"]
	row = frappe.db.get_value(doctype, filters, columns, as_dict=True)
	values = []
	for name in names:
		for number in range(10):
			copy = {**row, "warranty_agreement": name, "posting_date": nowdate()}
			values.append((f"{name}-{number}", *(copy[column] for column in columns)))
	frappe.db.bulk_insert(doctype, ["name", *columns], values)


def test_who_may_not_open_projects_reads_their_names(estate, as_user):
	"""Finance chooses projects and does not open them: the report shows the name all the same, never the key."""
	money.entry(money.agreement(estate), "Cash In", 500)
	as_user(estate.users[roles.FINANCE])
	assert not frappe.has_permission("Project")
	columns, rows = frappe.get_doc("Report", "Deposit Register").execute_script_report({"with_balance": 1})[:2]
	[column] = [one for one in columns if one["fieldname"] == "project"]
	shown = {row["project"] for row in rows if row.get("project")}
	assert column["fieldtype"] == "Data"
	assert frappe.db.get_value("Project", estate.a, "project_name") in shown and estate.a not in shown


#: Pixels of a report's table on a screen of 1440, beside the number of the row.
ROOM = 1220
#: What a number of a deduction takes, and a day, with the room beside it.
NUMBER, DAY = 150, 120


@pytest.mark.parametrize(
	("report", "last"),
	[
		("Deposit Register", "difference"),
		("Deposit Register", "days_left"),
		("Deduction Ageing", "age_3"),
		("Deduction Recovery", "project"),
		("Payments Under Review", "approved_total"),
		("Repair Costs", "net"),
	],
)
def test_what_a_report_is_for_fits_the_screen(report, last, monkeypatch):
	"""A number or a day is never cut: two alike were not told apart."""
	monkeypatch.setattr(frappe.local, "lang", "zh")
	columns = frappe.get_doc("Report", report).execute_script_report({})[0]
	assert all(one["width"] >= NUMBER for one in columns if one.get("options") == "Contractor Deduction")
	assert all(one["width"] >= DAY for one in columns if one["fieldname"] in ("liability_end", "objection_until"))
	at = [one["fieldname"] for one in columns].index(last)
	assert sum(one["width"] for one in columns[: at + 1]) <= ROOM
