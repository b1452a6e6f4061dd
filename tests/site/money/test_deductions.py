"""Deductions: the chain of evidence, the notice and objection, and the vouchers."""

from __future__ import annotations

import frappe
import pytest
from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry
from frappe.desk.query_report import run
from frappe.utils import add_days, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import files
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.evidence import reads_evidence_files
from fangxiu_app.fangxiu_app.report.deduction_ageing.deduction_ageing import execute as ageing
from fangxiu_app.fangxiu_app.report.deduction_recovery.deduction_recovery import execute as recovery
from fangxiu_app.ledger import reads_periods
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.overview import api_approval
from tests.site.helpers import factories as make
from tests.site.helpers import money, sums
from tests.site.helpers.counting import count_queries
from tests.site.helpers.orders import acting


@pytest.fixture
def agreement(estate):
	"""A deposit of 30,000 in two buckets."""
	doc = money.agreement(estate)
	money.entry(doc, "Cash In", 10_000)
	money.entry(doc, "Brought Forward", 20_000)
	return doc


def amounts(doc) -> dict[str, float]:
	return {row.line_kind: row.amount for row in doc.items}


@pytest.mark.clause("R111", "R107")
def test_a_third_partys_cost_with_surcharge_comes_out_of_the_deposit(estate, agreement):
	expense = money.account("保修维修费追偿")
	before = money.gl(expense)
	done = money.charge(estate, agreement, 8000)
	assert amounts(done) == {"Repair Cost": 8000, "Surcharge": 1600}
	assert (done.state, done.docstatus, done.from_deposit, done.excess) == ("Posted", 1, 9600, 0)
	assert money.balance(agreement) == 20_400 == done.balance_after
	assert money.gl(expense) - before == 8000, "what is beyond the cost is income"
	credits = frappe.get_all(
		"GL Entry",
		{"voucher_no": done.journal_entry, "credit": (">", 0)},
		["credit", "warranty_agreement", "remarks"],
		order_by="credit desc",
	)
	assert [(row.credit, row.warranty_agreement) for row in credits] == [(8000, agreement.name), (1600, agreement.name)]
	rows = frappe.get_all(
		"Journal Entry Account",
		{"parent": done.journal_entry, "account": agreement.deposit_account},
		["debit_in_account_currency", "reference_type"],
	)
	assert [(row.debit_in_account_currency, row.reference_type) for row in rows] == [(9600, "Journal Entry")]


def test_first_in_first_out_over_the_buckets(estate, agreement):
	done = money.charge(estate, agreement, 10_000)
	rows = frappe.get_all(
		"Journal Entry Account",
		{"parent": done.journal_entry, "account": agreement.deposit_account},
		pluck="debit_in_account_currency",
		order_by="idx",
	)
	assert rows == [10_000, 2000]


@pytest.mark.clause("R111")
def test_the_chain_is_shown_with_its_links_and_refused_while_incomplete(estate, agreement):
	order, ticket = money.order(estate, agreement, served=False, completed_at=None, verified_at=None)
	doc = money.deduction(agreement, third_party_order=order, bill_no=None)
	doc.run_method("onload")
	chain = {row["code"]: row for row in doc.get_onload("chain")}
	assert {code for code, row in chain.items() if row["done"]} == {"order"}
	assert list(chain) == [
		"notice",
		"service",
		"coordination",
		"cure_over",
		"order",
		"completion",
		"verified",
		"bill",
		"told",
		"told_proof",
		"objection",
	]
	assert chain["notice"]["link"] == ("Repair Ticket", ticket)
	assert "has not begun" in chain["objection"]["way_out"]
	# the form says so before anybody writes a comment to a request that is refused
	lacks = api_approval.panel(doc.doctype, doc.name)["lacks"]
	assert len(lacks) == len([row for row in chain.values() if not row["done"]])
	with pytest.raises(DepositError) as refused:
		service_approvals.request(doc)
	for clause in ("R107", "R16", "R111"):
		assert clause in str(refused.value)


def test_the_cure_time_must_be_over_before_the_third_party_worked(estate, agreement):
	order, ticket = money.order(estate, agreement, served=False)
	money.notice(ticket, served_days_ago=12)
	doc = money.told(money.deduction(agreement, third_party_order=order), days_ago=4)
	with pytest.raises(DepositError, match="cure time was not over"):
		service_approvals.request(doc)


def test_the_objection_window_has_to_pass(estate, agreement):
	order, _ticket = money.order(estate, agreement)
	doc = money.told(money.deduction(agreement, third_party_order=order), days_ago=2)
	with pytest.raises(DepositError, match="objection window"):
		service_approvals.request(doc)


@pytest.mark.clause("R111")
def test_an_objection_freezes_and_in_part_changes_the_amounts_with_trace(estate, agreement):
	order, _ticket = money.order(estate, agreement)
	doc = money.told(money.deduction(agreement, third_party_order=order))
	paper = make.photo()
	with pytest.raises(DepositError, match="Upload it in the dialog"):
		doc.object_to(str(make.ago(days=3)), "面积多算", "/private/files/no-such-paper.pdf")
	doc.object_to(str(make.ago(days=3)), "面积多算", paper)
	doc.reload()
	assert (doc.state, doc.objection_file) == ("Objected", paper)
	assert files.held(paper) and paper in [one.file for one in reads_evidence_files.papers(doc, [])]
	with pytest.raises(DepositError, match="Answer the objection first"):
		service_approvals.request(doc)
	row = doc.items[0]
	with pytest.raises(DepositError, match="does not fit the amounts"):
		doc.answer_objection("Upheld in Part", "同意核减", {})
	doc.answer_objection("Upheld in Part", "同意核减", {row.name: [6000, "按实测面积"]})
	doc.reload()
	assert (doc.state, doc.total, doc.claimed_total) == ("Answered", 7600, 9600)
	assert doc.answer_no and doc.answer_no != doc.letter_no, "a letter of its own beside the notice"
	assert doc.answer_no in frappe.get_print(doc.doctype, doc.name, print_format="Deduction Answer Letter")
	assert (doc.items[0].claimed, doc.items[0].amount, doc.items[0].change_reason) == (
		8000,
		6000,
		"按实测面积",
	)
	done = money.approve(estate, doc)
	assert done.from_deposit == 7600


def test_an_answer_before_the_window_ends_brings_the_posting_back_to_its_day(estate, agreement):
	"""The notice had put it at the end of the window, which is in the future; nobody has to move it by hand."""
	order, _ticket = money.order(estate, agreement)
	doc = money.told(money.deduction(agreement, third_party_order=order), days_ago=2).reload()
	assert doc.posting_date == doc.objection_until.date() and str(doc.posting_date) > nowdate()
	doc.object_to(str(make.ago(days=1)), "费用偏高")
	doc.reload().answer_objection("Rejected", "维持原扣款")
	assert str(doc.reload().posting_date) == nowdate()


def test_upheld_wholly_ends_it(estate, agreement):
	order, _ticket = money.order(estate, agreement)
	doc = money.told(money.deduction(agreement, third_party_order=order), days_ago=10)
	doc.object_to(str(make.ago(days=8)), "不是我方责任")
	assert not doc.reload().objection_late
	doc.reload().answer_objection("Upheld", "属实")
	assert (doc.reload().state, doc.total) == ("Withdrawn", 0)
	with pytest.raises(DepositError, match="Withdrawn"):
		service_approvals.request(doc)


def test_what_the_contractor_was_told_stays(estate, agreement):
	order, _ticket = money.order(estate, agreement)
	doc = money.told(money.deduction(agreement, third_party_order=order))
	doc.items[0].claimed = 7000
	with pytest.raises(frappe.ValidationError, match="has been told"):
		doc.save()
	for field, value in {"facts": "另有事实", "clause": "9.9", "source": "Contract Clause", "bill_no": "FP-2"}.items():
		doc.reload().set(field, value)
		with pytest.raises(LockedFieldError, match="has been told"):
			doc.save()
	doc.reload().posting_date = "2099-01-01"
	with pytest.raises(RefusedError, match="further ahead"):
		doc.save()


def test_only_the_contractors_own_defects(estate, agreement):
	order, ticket = money.order(estate, agreement)
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "Owner Caused")
	with pytest.raises(DepositError, match="not defects of"):
		money.deduction(agreement, third_party_order=order)


def test_an_order_is_charged_once_and_not_above_its_bill(estate, agreement):
	order, ticket = money.order(estate, agreement)
	money.deduction(agreement, third_party_order=order)
	with pytest.raises(DepositError, match="is charged by deduction"):
		money.deduction(agreement, third_party_order=order)
	other, ticket = money.order(estate, agreement)
	rows = [{"line_kind": "Repair Cost", "ticket": ticket, "description": "x", "claimed": 8000.01}]
	with pytest.raises(DepositError, match="at most what it cost"):
		money.deduction(agreement, third_party_order=other, items=rows)


def test_beyond_the_deposit_becomes_a_debit_note_that_the_next_invoice_pays(estate, agreement):
	done = money.charge(estate, agreement, 30_000)
	assert (done.from_deposit, done.excess, done.balance_after) == (30_000, 6000, 0)
	note = frappe.get_doc("Purchase Invoice", done.debit_note)
	assert (note.is_return, note.outstanding_amount, note.fx_deduction) == (1, -6000, done.name)
	assert [row.item_name for row in note.items] == ["Surcharge"]


def test_a_lump_sum_is_drawn_down_without_claim(estate):
	agreement = money.agreement(estate, deduction_mode="Lump Sum", surcharge_percent=0)
	money.entry(agreement, "Cash In", 1000)
	order, _ticket = money.order(estate, agreement, 1500, served=False)
	doc = money.deduction(agreement, third_party_order=order)
	done = money.approve(estate, doc)
	assert (done.from_deposit, done.excess, done.debit_note) == (1000, 500, None)
	assert money.balance(agreement) == 0


def test_a_penalty_by_clause_is_income(estate):
	agreement = money.agreement(
		estate, deduction_terms=[{"clause_no": "7.2", "breach": "Late Completion", "penalty": 500}]
	)
	money.entry(agreement, "Cash In", 1000)
	before = money.gl(money.account("施工单位违约金收入"))
	rows = [{"line_kind": "Penalty", "description": "逾期一天", "claimed": 500}]
	values = {"source": "Contract Clause", "clause": "9.9", "items": rows}
	wrong = money.told(money.deduction(agreement, **values))
	with pytest.raises(DepositError, match=r"(?s)names no clause of the agreement.*withdraw it"):
		service_approvals.request(wrong)
	rows = [{**rows[0], "claimed": 500.01}]
	with pytest.raises(DepositError, match=r"more than clause 7\.2 gives, 500"):
		money.deduction(agreement, **{**values, "clause": "7.2", "items": rows})
	money.approve(estate, money.told(money.deduction(agreement, **{**values, "clause": "7.2"})))
	assert money.gl(money.account("施工单位违约金收入")) - before == 500


def test_undone_in_an_open_period_by_cancelling(estate, agreement):
	done = money.charge(estate, agreement, 30_000)
	with acting(money.finance(estate)):
		service_approvals.cancel(done, "录入错误")
	assert money.balance(agreement) == 30_000
	assert {
		frappe.db.get_value("Journal Entry", done.journal_entry, "docstatus"),
		frappe.db.get_value("Purchase Invoice", done.debit_note, "docstatus"),
	} == {2}
	again = service_approvals.amend(frappe.get_doc("Contractor Deduction", done.name))
	assert (again.state, again.journal_entry, again.notified_at) == ("Draft", None, None)


def test_undone_in_a_closed_period_by_a_new_bucket(estate, agreement):
	done = money.charge(estate, agreement, 30_000)
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, nowdate())
	frappe.db.set_value("Contractor Deduction", done.name, "posting_date", add_days(nowdate(), -1))
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, add_days(nowdate(), -1))
	user = money.finance(estate)
	with acting(user):
		with pytest.raises(DepositError, match="Reverse Deduction"):
			service_approvals.cancel(done, "录入错误")
		frappe.get_doc("Contractor Deduction", done.name).reverse("判决退还")
	done.reload()
	assert (done.state, done.docstatus) == ("Reversed", 1)
	assert money.balance(agreement) == 30_000
	assert frappe.db.get_value("Warranty Deposit Entry", done.reversal, "kind") == "Deduction Reversal"
	posted = {"fx_deduction": done.name, "docstatus": 1}
	assert frappe.db.exists("Purchase Invoice", posted)
	assert sums.total("Purchase Invoice", posted, "outstanding_amount") == 0
	open_now = {"fx_deduction": done.name, "outstanding_amount": ("!=", 0)}
	assert not frappe.db.exists("Purchase Invoice", open_now), "debit note and invoice are set against one another"
	with acting(user), pytest.raises(DepositError, match="nothing to reverse"):
		frappe.get_doc("Contractor Deduction", done.name).reverse("再来一次")


def test_reversal_is_for_finance(estate, agreement):
	done = money.charge(estate, agreement)
	with acting(estate.users["Fangxiu Cost Department"]), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Contractor Deduction", done.name).reverse("x")


def test_fields_a_browser_sends_do_not_count(estate, agreement):
	"""A form's method is called on what the browser sent: state and project in it are not believed."""
	order, _ticket = money.order(estate, agreement)
	doc = money.deduction(agreement, third_party_order=order)
	sent = frappe.get_doc(doc.as_dict())
	sent.state = "Objected"
	sent.objected_at = nowdate()
	with pytest.raises(DepositError, match="only while it is"):
		sent.answer_objection("Rejected", "x")


@pytest.mark.clause("R111")
def test_the_recovery_report_says_what_came_back(estate, agreement):
	"""Bound to the books: the debit note, a payment on it, a lump sum beyond its deposit."""
	posted = money.charge(estate, agreement, 30_000)
	order, _ticket = money.order(estate, agreement, 500)
	claim = money.deduction(agreement, third_party_order=order)
	lump = money.agreement(estate, deduction_mode="Lump Sum", surcharge_percent=0)
	money.entry(lump, "Cash In", 1000)
	order, _ticket = money.order(estate, lump, 1500, served=False)
	flat = money.approve(estate, money.deduction(lump, third_party_order=order))
	found = {row.name: row for row in recovery({"contractor": agreement.contractor})[1]}
	done = found[posted.name]
	assert (done.recovered, done.owed, round(done.rate, 2)) == (30_000, 6000, 83.33)
	assert (found[claim.name].age_days, found[claim.name].recovered) == (0, 0)
	assert (found[flat.name].recovered, round(found[flat.name].rate, 2)) == (1000, 66.67)
	receive(posted.debit_note, 2500)
	rows = recovery({"contractor": agreement.contractor})[1]
	done = next(row for row in rows if row.name == posted.name)
	assert (done.recovered, done.owed) == (32_500, 3500)
	total = rows[-1]
	mine = [row for row in rows[:-1] if row.posted]
	assert total.recovered == sum(row.recovered for row in mine)
	assert total.rate == 100 * total.recovered / sum(row.total for row in mine)
	assert (total.total, total.owed) == (sum(row.total for row in mine), sum(row.owed for row in mine)), "what is open is summed apart"
	undecided = rows[-2]
	assert (undecided.bold, undecided.rate, undecided.recovered) == (1, None, 0)
	assert undecided.claimed_total == sum(row.claimed_total for row in rows if row.name and not row.posted) > 0
	frappe.set_user(estate.users["Fangxiu Cost Department"])
	assert {row.project for row in recovery({})[1] if row.name} <= {estate.a}


def receive(note: str, amount: float) -> None:
	"""The contractor pays part of a debit note."""
	payment = get_payment_entry("Purchase Invoice", note)
	payment.update({"reference_no": "T9", "reference_date": nowdate(), "paid_amount": amount})
	payment.received_amount = amount
	payment.references[0].allocated_amount = -amount
	payment.insert().submit()


def check_sums(contractor: str) -> None:
	"""The ageing's last line adds up all above it: deductions and what waits to be charged, also of other modules."""
	*rows, total = ageing({"contractor": contractor})[1]
	assert total["amount"] == sum(row.get("amount") or 0 for row in rows)
	assert total["age_1"] == sum(row.get("age_1") or 0 for row in rows) >= 120
	assert (total["currency"], total["bold"]) == ("CNY", 1)


@pytest.mark.clause("R111")
def test_open_deductions_by_stage_and_age(estate, agreement):
	"""Not told, objection running, unanswered, ready, being signed, receivable; gone when it is paid."""

	def new(days_ago: int = 0, amount: float = 100):
		order, _ticket = money.order(estate, agreement, amount)
		money.happened(order, days_ago + 2)
		doc = money.deduction(agreement, third_party_order=order)
		return money.told(doc, days_ago) if days_ago else doc

	def shown() -> dict[str, dict]:
		return {row["name"]: row for row in ageing({"contractor": agreement.contractor})[1] if "name" in row}

	draft, running, objected, ready, signing = map(new, (0, 2, 2, 40, 10))
	objected.object_to(str(make.ago(days=1)), "不是我方")
	service_approvals.request(signing)
	owed = money.charge(estate, agreement, 40_000)
	found = shown()
	stages = [found[doc.name]["stage"] for doc in (draft, running, objected, ready, signing, owed)]
	assert stages == [
		"Not Notified",
		"Objection Running",
		"Objection Unanswered",
		"Ready for Approval",
		"In Approval",
		"Receivable Unpaid",
	]
	assert [found[ready.name][name] for name in ("age_days", "age_1", "stage_days")] == [40, 120, 35]
	assert found[running.name]["objection_until"] == running.objection_until
	writer = frappe.utils.get_fullname(ready.owner)
	assert (found[signing.name]["awaits"], found[ready.name]["awaits"]) == ("Repair Manager", writer)
	assert found[ready.name]["kind"] == "Third Party Order"
	assert (found[owed.name]["amount"], found[owed.name]["debit_note"]) == (18_000, owed.debit_note)
	mine = [doc.name for doc in (draft, running, objected, ready, signing, owed)]
	rows = ageing({"contractor": agreement.contractor, "stage": "In Approval"})[1]
	assert {row.get("name") for row in rows} & set(mine) == {signing.name}
	assert sum(found[name]["amount"] for name in mine) == 18_000 + 5 * 120
	check_sums(agreement.contractor)
	receive(owed.debit_note, 18_000)
	assert owed.name not in shown()
	assert count_queries(lambda: ageing({})) <= 3


def test_the_ageing_shows_the_users_projects_only(estate, agreement):
	money.deduction(agreement, third_party_order=money.order(estate, agreement, 100)[0])
	frappe.set_user(estate.users["Fangxiu Cost Department"])
	assert {row["project"] for row in ageing({})[1] if "name" in row} == {estate.a}


@pytest.mark.parametrize("report", ["Deduction Ageing", "Deduction Recovery"])
def test_the_reports_open_for_the_cost_department(estate, agreement, report):
	"""Through Frappe's own door: it refuses a report that links to what its reader may not open."""
	order, _ticket = money.order(estate, agreement)
	name = money.deduction(agreement, third_party_order=order).name
	frappe.set_user(estate.users["Fangxiu Cost Department"])
	rows = [row for row in run(report)["result"] if isinstance(row, dict)]
	assert name in [row.get("name") for row in rows]
