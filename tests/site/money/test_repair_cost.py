"""What repairs cost, and where the contractor's liability ends before the owner's cover: bound to the vouchers (R6, R18)."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import add_years, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.fangxiu_app.report.recourse_gap import recourse_gap
from fangxiu_app.fangxiu_app.report.repair_cost_vouchers import repair_cost_vouchers
from fangxiu_app.fangxiu_app.report.repair_costs import repair_costs as repair_costs_report
from fangxiu_app.ledger import ledger_settings, reads_vouchers, service_purchase
from fangxiu_app.money.payments import reads_cost_lines, reads_recourse, reads_repair_costs
from fangxiu_app.warranty import service_warranty
from fangxiu_app.warranty.rules_warranty import answer
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders, paid, stock, sums
from tests.site.helpers.counting import count_queries

#: What others committed must not count here.
OWN_ESTATE = True
#: Accounts the lines are booked to, as the settings name them.
ACCOUNTS = (
	"repair_expense_account",
	"compensation_account",
	"repair_recovery_account",
	"paid_repair_cost_account",
	"paid_repair_income_account",
)


def bill(ticket: str, amount: float, field: str, **link):
	"""A submitted Purchase Invoice about a ticket, booked to the account that ``field`` of the settings names."""
	row = frappe.db.get_value("Repair Ticket", ticket, ["project", "name as ticket"], as_dict=True)
	account = ledger_settings.account(field, reads_vouchers.company(row.project))
	lines = [service_purchase.Line("铲除重做", 1, amount, ticket)]
	supplier = frappe.db.get_value("Supplier", {"fx_contractor_kind": ("!=", service_purchase.OWNER)}, "name")
	return service_purchase.invoice(row, lines, supplier, account, link)


def books(project: str) -> float:
	"""Debit less credit of all accounts of repairs, for a project's vouchers."""
	total = 0
	for field in ACCOUNTS:
		account = ledger_settings.account(field, reads_vouchers.company(project))
		filters = {"account": account, "project": project, "is_cancelled": 0}
		total += sums.total("GL Entry", filters, "debit", "credit")
	return round(total, 2)


@pytest.fixture
def spent(estate):
	"""20,000 deposited; 8,000 third party, taken back with 1,600 surcharge, 1,500 compensation, 300 other, two parts of 50, one sold repair."""
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 20_000)
	order, leak = money.order(estate, agreement, 8000)
	frappe.db.delete("Purchase Invoice", {"fx_third_party_order": order})  # the sample's bill is in no ledger
	bill(leak, 8000, "repair_expense_account", fx_third_party_order=order)
	wall = make.make_ticket(estate.unit_a, "客厅", "墙面空鼓").name
	case = orders.make_compensation(wall)
	frappe.db.set_value("Compensation", case.name, {"docstatus": 1, "status": "Signed"})
	bill(wall, 1500, "compensation_account", fx_compensation=case.name)
	bill(wall, 300, "repair_expense_account")
	_list, item = stock.stocked(estate.a, estate.general)
	make.walk(wall, "start")
	stock.reserve(wall, item, 2).issue()
	sold = paid.make_paid(estate.unit_a2)
	quote = paid.agreed(sold)
	paid.finish(sold)
	frappe.get_doc("Sales Invoice", quote.draft_invoice()).submit()
	deduction = money.approve(estate, money.told(money.deduction(agreement, third_party_order=order)))
	return frappe._dict(
		leak=leak, wall=wall, sold=sold, order=order, deduction=deduction, agreement=agreement
	)


@pytest.mark.clause("R6", "R18")
def test_costs_are_those_of_the_books(estate, spent):
	rows = reads_repair_costs.breakdown({"project": estate.a}, "Repair Ticket")
	by_ticket = {row.value: row for row in rows}
	leak, wall, sold = (by_ticket[name] for name in (spent.leak, spent.wall, spent.sold))
	assert (leak.third_party_bills, leak.recovered_from_contractors, leak.net) == (8000, -8000, 0)
	assert (wall.compensations, wall.other_repair_bills, wall.spare_parts_used, wall.spent) == (
		1500,
		300,
		100,
		1900,
	)
	assert (sold.paid_by_owners, sold.net) == (-400, -400)
	for dimension in reads_repair_costs.DIMENSIONS:
		found = reads_repair_costs.breakdown({"project": estate.a}, dimension)
		assert round(sum(row.net for row in found), 2) == books(estate.a) == 1500, dimension
	by_contractor = {
		row.value: row.net for row in reads_repair_costs.breakdown({"project": estate.a}, "Contractor")
	}
	assert by_contractor == {estate.general: 1500}
	months = reads_repair_costs.breakdown({"project": estate.a}, "Month")
	assert [row.value for row in months] == [today()[:7]]


@pytest.mark.clause("R18")
def test_what_is_of_no_ticket_is_no_ticket(estate, spent):
	"""A link that was cleared is stored empty: it is neither counted as a ticket, nor does it hide that of the order, nor make a sale ours."""
	item = {"parent": spent.deduction.name, "line_kind": "Repair Cost"}
	frappe.db.set_value("Deduction Item", item, "ticket", "")
	found = {row.value: row for row in reads_repair_costs.breakdown({"project": estate.a}, "Repair Ticket")}
	assert found[spent.leak].net == 0 and set(found) == {spent.leak, spent.wall, spent.sold}
	frappe.db.set_value("Deduction Item", item, {"source_type": "Meter Charge"})
	found = {row.value: row for row in reads_repair_costs.breakdown({"project": estate.a}, "Repair Ticket")}
	assert (found[None].net, found[None].tickets) == (-8000, 0)
	assert reads_repair_costs.tickets({"project": estate.a}) == 3
	other = frappe.get_last_doc("Sales Invoice", {"docstatus": 1})
	frappe.db.set_value("Sales Invoice Item", {"parent": other.name}, "fx_repair_ticket", "")
	assert sum(row.paid_by_owners for row in reads_repair_costs.breakdown({"project": estate.a}, "Month")) == 0


@pytest.mark.clause("R18")
def test_a_reversed_deduction_is_no_recovery(estate, spent):
	spent.deduction.reverse("误扣")
	(row,) = reads_repair_costs.breakdown({"project": estate.a, "ticket": spent.leak}, "Repair Ticket")
	assert (row.recovered_from_contractors, row.net) == (0, 8000)
	assert books(estate.a) == 9500


@pytest.mark.clause("R18")
def test_a_number_opens_its_vouchers(estate, spent):
	frappe.set_user(estate.users[roles.COST_DEPARTMENT])
	_columns, [*rows, total], _note, chart = repair_costs_report.execute(
		{"project": estate.a, "by": "Location"}
	)
	assert chart and sum(row.tickets for row in rows) == 3
	assert (total.tickets, round(total.net, 2)) == (3, 1500)
	kind = {"project": estate.a, "kind": reads_cost_lines.THIRD_PARTY}
	_columns, lines = repair_cost_vouchers.execute(kind)
	assert [(line.ticket, line.amount, line.voucher_type) for line in lines] == [
		(spent.leak, 8000, "Purchase Invoice")
	]
	everything = reads_repair_costs.vouchers({"project": estate.a})
	assert round(sum(line.amount for line in everything), 2) == 1500
	assert count_queries(lambda: reads_repair_costs.breakdown({"project": estate.a}, "Contractor")) <= 4
	frappe.set_user(estate.engineer_b)
	assert reads_repair_costs.vouchers({"project": estate.a}) == []
	shown = {row["value"] for row in reads_repair_costs.breakdown({}, "Repair Ticket")}
	assert not shown & {line.ticket for line in everything}


@pytest.mark.clause("R18")
def test_every_row_opens_what_it_adds_up_and_a_ticket_counts_once_in_the_sum(estate, spent):
	"""Also the row of what names no location, and a ticket with costs for two contractors."""
	frappe.db.set_value("Repair Ticket", spent.wall, "location", None)
	for dimension, field in reads_repair_costs.DIMENSIONS.items():
		report = repair_costs_report.execute({"project": estate.a, "by": dimension})
		*rows, total = report[1]
		assert total.tickets == 3 and round(total.net, 2) == round(sum(row.net for row in rows), 2), dimension
		for row in rows if field != "month" else ():
			chosen = {field: row.value} if row.value else {"without": field}
			lines = reads_repair_costs.vouchers({"project": estate.a, **chosen})
			assert round(sum(line.amount for line in lines), 2) == round(row.net, 2), (dimension, row.label)
	borne = reads_repair_costs.vouchers({"project": estate.a, "kind": "Borne by Us"})
	assert round(sum(line.amount for line in borne), 2) == 1900, "what owners paid is no lower cost of the gap"


def naive(estate, items: list[str], horizon: date) -> dict:
	"""Unit by unit and part by part, with the answer the ticket form gives."""
	found: dict = {}
	on = getdate(today())
	for name in frappe.get_all("Unit Archive", {"project": estate.a}, pluck="name"):
		unit = frappe.get_doc("Unit Archive", name)
		for item in items:
			said = answer(service_warranty.part_term(unit, item), service_warranty.unit_dates(unit), on)
			if not said.contractor_until or not said.owner_until or not unit.handover_date:
				continue
			start = said.contractor_until + timedelta(days=1)
			if said.owner_until >= max(on, start) and start <= horizon and getdate(unit.handover_date) <= on:
				key = (start.strftime("%Y-%m"), item)
				found[key] = found.get(key, 0) + 1
	return found


@pytest.mark.clause("R18")
def test_the_gap_is_that_of_every_unit_and_part(estate, spent):
	accepted = add_years(today(), -3)
	frappe.db.set_value("Estate Building", estate.building_a, "completion_acceptance_date", accepted)
	frappe.clear_document_cache("Estate Building", estate.building_a)
	for number, months in enumerate((1, 5, 14, 26, 30)):
		handed = frappe.utils.add_months(accepted, months)
		make.make_unit(estate.building_a, f"20{number:02}", handover_date=handed)
	make.make_unit(estate.building_a, "2101", handover_date=None, delivery_state="Not Delivered")
	on = getdate(today())
	items = frappe.get_all("Warranty Item", pluck="name")
	for months in (0, 12, 36):
		rows = reads_recourse.gaps({"project": estate.a}, on, months)
		summed: dict = {}
		for row in rows:
			summed[row.month, row.part] = summed.get((row.month, row.part), 0) + row.units
		assert summed == naive(estate, items, getdate(frappe.utils.add_months(on, months)))
	assert any(row.running for row in rows) and not all(row.running for row in rows)
	leaks = [
		row for row in rows if row.part == frappe.db.get_value("Repair Ticket", spent.wall, "warranty_item")
	]
	# both tickets are of this part: 1,900 spent on one, the cost of the other taken back whole
	assert leaks and all((row.past_cost, row.past_tickets) == (1900, 2) and row.expected > 0 for row in leaks)
	general = next(row for row in rows if row.contractor == estate.general)
	left = money.balance(spent.agreement)
	assert general.deposit_left >= left and general.contractor_name
	before = count_queries(lambda: reads_recourse.gaps({"project": estate.a}, on, 36))
	for number in range(4):
		make.make_unit(estate.building_a, f"22{number:02}", handover_date=add_years(today(), -2 - number % 2))
	assert count_queries(lambda: reads_recourse.gaps({"project": estate.a}, on, 36)) <= before
	frappe.set_user(estate.users[roles.COST_DEPARTMENT])
	_columns, [*shown, total], _note, chart, summary = recourse_gap.execute(
		{"project": estate.a, "months": 36}
	)
	assert "deposit_left" not in total and "past_cost" not in total and "past_tickets" not in total
	assert total.units == sum(row.units for row in shown)
	assert len(shown) >= len(rows) and chart and summary[0]["value"] > 0
	frappe.set_user(estate.engineer_b)
	assert reads_recourse.gaps({"project": estate.a}, on, 36) == []
