"""The statement over all deposits of a contractor: PDF, workbook with real numbers and days, sent once with its reply slip."""

from __future__ import annotations

import io
from datetime import date, datetime

import frappe
import openpyxl
import pytest
from frappe.utils import add_days, getdate, nowdate
from pypdf import PdfReader

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.correspondence import api_letters
from fangxiu_app.money.deposits import api_contractor, reads_contractor_statement, service_statements
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.counting import count_queries

OWN_ESTATE = True


@pytest.fixture
def books(estate):
	"""Two deposits in project A with a deduction, one in project B."""
	first = money.agreement(estate, estate.waterproofer, contract_no="GC-1", email="jsb@contractor.example")
	money.entry(first, "Cash In", 30_000)
	done = money.charge(estate, first, 1000)
	second = money.agreement(estate, estate.waterproofer, contract_no="GC-2")
	money.entry(second, "Cash In", 12_000.5)
	order, _ticket = money.order(estate, first, 500)
	claim = money.deduction(first, third_party_order=order)
	return first, second, done, claim


def own(found: dict, *agreements) -> list:
	"""The accounts of these agreements: the contractor of the estate may have others."""
	names = [one.name for one in agreements]
	return [one for one in found.accounts if one.name in names]


def test_all_agreements_with_the_balance_of_each_and_their_sum(estate, books, as_user):
	first, second, done, claim = books
	as_user(estate.users[roles.COST_DEPARTMENT])
	found = reads_contractor_statement.statement(estate.waterproofer)
	one, two = own(found, first, second)
	assert (one.balance, two.balance) == (30_000 - done.total, 12_000.5)
	assert [row.name for row in one.claims] == [claim.name] and one.claimed == claim.total
	assert found.sums == {"CNY": round(sum(row.balance for row in found.accounts), 2)}
	assert {row.project for row in found.accounts} == {estate.a}
	before = reads_contractor_statement.statement(estate.waterproofer, until=add_days(nowdate(), -1))
	assert [(row.balance, row.lines) for row in own(before, first, second)] == [(0.0, []), (0.0, [])]


def test_the_number_of_queries_does_not_follow_the_agreements(estate, books):
	first = books[0]
	reads_contractor_statement.statement(estate.waterproofer)
	single = count_queries(lambda: reads_contractor_statement.of_agreements([first.name], getdate()))
	both = [first.name, books[1].name]
	assert count_queries(lambda: reads_contractor_statement.of_agreements(both, getdate())) <= single


def test_the_workbook_has_numbers_and_days(estate, books):
	found = reads_contractor_statement.statement(estate.waterproofer, estate.a)
	frappe.local.lang = "zh"
	book = openpyxl.load_workbook(io.BytesIO(service_statements.workbook(found)))
	assert book.sheetnames == ["质保金余额", "凭证", "尚未过账的扣款"]
	vouchers = list(book["凭证"].iter_rows(min_row=2, values_only=True))
	assert len(vouchers) == sum(len(one.lines) for one in found.accounts)
	for row in vouchers:
		assert isinstance(row[2], date | datetime)
		assert isinstance(row[6], int | float) and isinstance(row[7], int | float)
	assert sum(row[6] for row in vouchers) == pytest.approx(found.sums["CNY"])
	heads = [cell.value for sheet in book for cell in sheet[1]]
	assert all(not head.isascii() for head in heads), heads


def test_the_download_is_one_pdf_and_stays_in_the_users_projects(estate, books, as_user):
	first, second, _done, _claim = books
	frappe.local.lang = "zh"
	as_user(estate.users[roles.COST_DEPARTMENT])
	api_contractor.statement(estate.waterproofer)
	answer = frappe.local.response
	text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.filecontent)).pages)
	assert answer.filename.endswith(".pdf")
	assert first.name in text and second.name in text and "回函" in text
	with pytest.raises(RefusedError):
		api_contractor.statement(estate.waterproofer, estate.b)
	as_user(estate.users[roles.CALL_CENTRE])
	with pytest.raises(frappe.PermissionError):
		api_contractor.statement(estate.waterproofer)


def test_one_step_sends_files_and_a_letter_that_waits_for_the_reply(estate, books, as_user):
	frappe.local.lang = "zh"
	as_user(estate.users[roles.COST_DEPARTMENT])
	answer = api_contractor.send_statement(estate.waterproofer)
	assert answer["to"] == ["jsb@contractor.example"] and not answer["again"]
	[name] = answer["letters"]
	letter = frappe.get_doc("Correspondence", name)
	assert (letter.state, letter.project, letter.reply_due) == ("Issued", estate.a, getdate(add_days(nowdate(), 14)))
	assert "人民币壹万贰仟元伍角整" in letter.body
	assert "¥" in letter.body and "CNY" not in letter.body and "–" not in letter.body and not letter.cure_days
	with pytest.raises(RefusedError, match="尚未登记送达"):
		api_letters.record_reply(name, "经核对无误", None, make.photo("回函.png"))
	message = frappe.get_doc("Outbox Message", {"reference_name": name})
	files = message.attachment.splitlines()
	assert [url.rsplit(".", 1)[1] for url in files] == ["pdf", "xlsx"]
	stored = frappe.get_all("File", {"file_url": ("in", files)}, ["is_private", "attached_to_name"])
	assert {(row.is_private, row.attached_to_name) for row in stored} == {(1, None)}, "it tells of several projects"
	assert api_contractor.send_statement(estate.waterproofer) == {"letters": [name], "to": [], "again": True}
	receipt = {"method": "Hand Delivery", "at": letter.issued_at, "receiver_name": "任国栋", "file": make.photo()}
	assert api_letters.record_service(name, receipt) == "Served", "who sends it keeps its receipt and its reply slip"
	assert api_letters.record_reply(name, "经核对无误", None, make.photo("回函.png")) == "Answered"
	kept = frappe.get_all("Evidence Item", {"caption": ("like", f"{name}%")}, pluck="project")
	assert kept == [estate.a] * 2
	with pytest.raises(RefusedError, match="回复原件"):
		api_letters.record_reply(name, "有一笔不符")
	first = frappe.get_doc("Correspondence", name)
	assert api_letters.record_reply(name, "有一笔不符", None, make.photo("更正.png")) == "Answered"
	now = frappe.get_doc("Correspondence", name)
	assert (now.replied_at, now.reply_evidence) == (first.replied_at, first.reply_evidence), "the first reply stays"
	assert now.reply_text.startswith("经核对无误\n") and "有一笔不符" in now.reply_text and "EV-" in now.reply_text
	as_user(estate.users[roles.FINANCE])
	with pytest.raises(frappe.PermissionError):
		api_contractor.send_statement(estate.waterproofer)


def test_open_deductions_are_those_of_the_statements_day(estate, books):
	"""What was posted or withdrawn since was open on that day, with its amount of then; what came later was not there."""
	first, second, done, claim = books
	made = add_days(nowdate(), -5)
	frappe.db.set_value(done.doctype, done.name, "creation", made)
	order, _ticket = money.order(estate, second, 300)
	told = money.deduction(second, third_party_order=order)
	values = {"creation": made, "notified_at": made, "objected_at": made, "claimed_total": 900, "total": 0}
	frappe.db.set_value(told.doctype, told.name, {**values, "answered_at": nowdate(), "state": "Withdrawn"})
	names = [first.name, second.name]

	def claims(day) -> dict:
		rows = reads_contractor_statement.of_agreements(names, getdate(day))
		return {row.name: (row.state, row.total) for one in rows for row in one.claims}

	yesterday = claims(add_days(nowdate(), -1))
	assert yesterday == {done.name: (yesterday[done.name][0], done.total), told.name: ("Objected", 900)}
	assert claims(nowdate()).keys() == {claim.name}, "posted, withdrawn: over today"
	assert claims(add_days(nowdate(), -6)) == {}
