"""Parts on a ticket: reserved, issued at cost, given back; stock, ledger and ticket agree after each and after undoing it."""

from __future__ import annotations

import threading

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.parts import reads_ticket_parts as reads
from fangxiu_app.parts import service_stock_entries
from tests.site.helpers import factories as make
from tests.site.helpers import stock, sums
from tests.site.helpers.counting import count_queries


@pytest.fixture
def store(estate):
	"""Ten pieces at 50 in the repair centre's store: (list, item)."""
	return stock.stocked(estate.a, estate.general)


@pytest.fixture
def ticket(estate, store):
	return make.make_ticket(estate.unit_a).name


def expense(doc, part) -> float:
	account = service_stock_entries.expense_account(doc.company)
	names = frappe.get_all("Stock Entry", {"fx_ticket_part": part}, pluck="name")
	return stock.booked(account, names)


def facts(doc, item, part) -> tuple:
	"""(state, pieces in store, expense in the ledger, cost on the ticket, used on the list)."""
	part.reload()
	return (
		part.state,
		stock.in_store(doc.repair_store, item),
		expense(doc, part.name),
		reads.cost_by_ticket([part.ticket]).get(part.ticket, 0),
		next(row.used for row in doc.progress() if row.item == item),
	)


def test_reserve_issue_give_back_and_every_step_undone(estate, store, ticket, as_user):
	doc, item = store
	as_user(estate.users[roles.ENGINEER])
	part = stock.reserve(ticket, item, 3)
	assert facts(doc, item, part) == ("Reserved", 10, 0, 0, 0)
	issued = part.issue()
	assert facts(doc, item, part) == ("Issued", 7, 150, 150, 3)
	returned = part.give_back(1)
	assert facts(doc, item, part) == ("Issued", 8, 100, 100, 2)
	rest = part.give_back(2)
	assert facts(doc, item, part) == ("Returned", 10, 0, 0, 0)
	as_user("Administrator")
	with pytest.raises(RefusedError, match=rest):
		frappe.get_doc("Stock Entry", issued).cancel()
	for name, after in (
		(rest, ("Issued", 8, 100, 100, 2)),
		(returned, ("Issued", 7, 150, 150, 3)),
		(issued, ("Reserved", 10, 0, 0, 0)),
	):
		frappe.local.dynamic_link_map = None
		frappe.get_doc("Stock Entry", name).cancel()
		assert facts(doc, item, part) == after
	part.release()
	assert part.state == "Freed"


def test_the_issue_goes_to_the_repair_expense_account_and_the_project(store, ticket):
	doc, item = store
	part = stock.reserve(ticket, item)
	entry = part.issue()
	lines = frappe.get_all(
		"GL Entry", {"voucher_no": entry}, ["account", "debit", "project"], order_by="debit desc"
	)
	assert (lines[0].account, lines[0].debit, lines[0].project) == (
		service_stock_entries.expense_account(doc.company),
		50,
		doc.project,
	)


def test_a_chosen_expense_account_is_used(store, ticket):
	doc, item = store
	other = frappe.db.get_value("Account", {"company": doc.company, "account_name": "业主赔付支出"})
	frappe.db.set_single_value("Fangxiu Settings", "repair_expense_account", other)
	entry = stock.reserve(ticket, item).issue()
	assert stock.booked(other, [entry]) == 50


def test_what_is_reserved_for_one_ticket_is_not_there_for_another(estate, store, ticket):
	_doc, item = store
	first = stock.reserve(ticket, item, 8)
	other = make.make_ticket(estate.unit_a2).name
	with pytest.raises(RefusedError, match="8 are reserved"):
		stock.reserve(other, item, 3)
	first.release()
	assert stock.reserve(other, item, 3).state == "Reserved"


def test_undo_of_an_issue_reserves_again(store, ticket):
	doc, item = store
	part = stock.reserve(ticket, item, 2)
	part.issue()
	part.undo_issue()
	assert facts(doc, item, part) == ("Reserved", 10, 0, 0, 0)
	part.issue()
	part.give_back(1)
	with pytest.raises(RefusedError, match="given back"):
		part.undo_issue()


@pytest.mark.parametrize("qty", [0, -1, 3])
def test_no_more_comes_back_than_was_taken(store, ticket, qty):
	_doc, item = store
	part = stock.reserve(ticket, item, 2)
	part.issue()
	with pytest.raises(RefusedError, match="at most"):
		part.give_back(qty)


def test_finished_and_paid_tickets_take_no_parts(estate, store, ticket):
	_doc, item = store
	frappe.db.set_value("Repair Ticket", ticket, "status", "Closed")
	with pytest.raises(RefusedError, match="Reopen"):
		stock.reserve(ticket, item)
	frappe.db.set_value("Repair Ticket", ticket, {"status": "In Repair", "paid_agreed_at": make.ago(hours=1)})
	with pytest.raises(RefusedError, match="quotation is accepted"):
		stock.reserve(ticket, item)


def test_the_handover_cannot_be_undone_under_used_parts(estate, store, ticket):
	"""ERPNext refuses the negative stock; nothing is changed."""
	doc, item = store
	stock.reserve(ticket, item).issue()
	handover = frappe.get_doc("Parts Handover", {"spare_parts": doc.name})
	with pytest.raises(frappe.ValidationError):
		handover.cancel()


def test_cost_follows_the_ledger(estate, store, ticket):
	"""A later delivery at another price: the average of the store, not what somebody typed."""
	doc, item = store
	doc.reload()
	doc.items[0].qty_planned = 20
	doc.save()
	for name in stock.order(doc, rate=70):
		stock.receive(name)
	stock.hand_over(doc)
	part = stock.reserve(ticket, item, 12)
	part.issue()
	moved = {"item_code": item, "warehouse": doc.repair_store, "is_cancelled": 0}
	value = sums.total("Stock Ledger Entry", moved, "stock_value_difference")
	assert reads.cost_by_ticket([ticket])[ticket] == 1200 - value
	assert reads.cost_by_part([part.name]) == {part.name: 1200 - value}
	assert count_queries(lambda: reads.cost_by_ticket([ticket, "x"])) == 1


def test_photos_of_fitted_and_removed_part_become_evidence(store, ticket):
	_doc, item = store
	part = stock.reserve(ticket, item)
	part.issue()
	part.reload()
	part.update({"fitted_photo": stock.photo(), "fitted_note": "潜水艇 T 型", "removed_fate": "Scrap"})
	part.save()
	part.save()
	evidence = frappe.get_all("Evidence Item", {"ticket": ticket}, ["name", "sha256", "stage"])
	assert [(row.name, row.stage) for row in evidence] == [(part.fitted_evidence, "Repair")]
	assert len(evidence[0].sha256) == 64
	part.removed_photo = part.fitted_photo
	with pytest.raises(RefusedError, match="its own"):
		part.save()
	part.reload().update({"removed_photo": stock.photo()})
	assert part.save().removed_evidence != part.fitted_evidence


def test_state_and_quantities_are_not_typed(store, ticket):
	_doc, item = store
	part = stock.reserve(ticket, item)
	for field, value in (("state", "Issued"), ("issued_qty", 5), ("returned_qty", 1)):
		part.reload()
		part.set(field, value)
		with pytest.raises(LockedFieldError):
			part.save()


def test_two_engineers_and_the_last_part(estate, site):
	"""Both reserve-and-issue at once, each on a connection of its own: one gets it, the other is told; never below zero."""
	doc, item = stock.stocked(estate.a, estate.general, qty=1)
	tickets = [make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_a2).name]
	frappe.new_doc("Ticket Part").set_new_name()  # the very first number of a series is a race of its own
	frappe.db.commit()
	results, barrier = [], threading.Barrier(2)

	def take(ticket):
		frappe.init(site=site, sites_path=".")
		frappe.connect()
		frappe.set_user("Administrator")
		frappe.db.sql("select count(*) from tabBin")  # the old snapshot both stand on
		barrier.wait()
		try:
			stock.reserve(ticket, item).issue()
			frappe.db.commit()
			results.append("issued")
		except frappe.ValidationError:
			frappe.db.rollback()
			results.append("refused")
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=take, args=(ticket,)) for ticket in tickets]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.rollback()
	assert sorted(results) == ["issued", "refused"]
	assert stock.in_store(doc.repair_store, item) == 0


def test_two_issues_at_once_leave_the_ledger_right(estate, site):
	"""Both may have theirs: quantity after each transaction follows the other one's commit."""
	doc, item = stock.stocked(estate.a, estate.general, qty=5)
	parts = [
		stock.reserve(make.make_ticket(unit).name, item, 2).name for unit in (estate.unit_a, estate.unit_a2)
	]
	frappe.db.commit()
	errors, barrier = [], threading.Barrier(2)

	def take(name):
		frappe.init(site=site, sites_path=".")
		frappe.connect()
		frappe.set_user("Administrator")
		frappe.db.sql("select count(*) from tabBin")
		barrier.wait()
		try:
			frappe.get_doc("Ticket Part", name).issue()
			frappe.db.commit()
		except frappe.db.OperationalError as error:
			frappe.db.rollback()
			errors.append(error)
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=take, args=(name,)) for name in parts]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.rollback()
	assert not errors
	assert stock.in_store(doc.repair_store, item) == 1
	left = frappe.get_all(
		"Stock Ledger Entry",
		{"item_code": item, "warehouse": doc.repair_store, "is_cancelled": 0},
		["qty_after_transaction", "actual_qty"],
		order_by="posting_datetime, creation",
	)
	assert sorted(row.qty_after_transaction for row in left) == [1, 3, 5]
