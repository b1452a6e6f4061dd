"""Deposits held already, from a spreadsheet: posted through the standard voucher, all or nothing, never twice."""

from __future__ import annotations

from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, nowdate

from fangxiu_app.core.access import roles
from fangxiu_app.importing import api_importing
from fangxiu_app.importing.template import build
from fangxiu_app.ledger import reads_periods
from fangxiu_app.money.deposits.import_deposits import import_deposits
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages
from tests.site.helpers.workbook import xlsx

HEADERS = ("施工单位", "保修协议", "质保金余额", "入账日期", "原凭证号", "对方科目", "备注")


@pytest.fixture
def two(estate):
	"""Two agreements of a builder who has no others, without any deposit."""
	builder = make._supplier(f"Opening Builder {frappe.generate_hash(length=6)}")
	return tuple(money.agreement(estate, builder, contract_no=number) for number in ("SG-1", "SG-2"))


def row(agreement, amount, number="", day=None, account="") -> tuple:
	return (agreement.contractor_name, agreement.name, amount, day, number, account, "历史结转")


def run(*rows, dry_run: bool = False) -> dict:
	return import_deposits(xlsx(HEADERS, *rows), "期初.xlsx", dry_run)


def places(report) -> list[tuple]:
	return [(found["row"], found["header"]) for found in report["errors"]]


@pytest.mark.clause("R18")
def test_openings_are_posted_and_balance_with_the_ledger(estate, two):
	opening = frappe.db.get_value(
		"Account", {"company": money.company(), "account_type": "Temporary", "is_group": 0}
	)
	before = money.gl(opening)
	rows = (
		row(two[0], 286_000.55, "V-1"),
		row(two[0], 1000, "V-2"),
		row(two[1], "12,000", day=add_days(nowdate(), -3)),
	)
	checked = run(*rows, dry_run=True)
	assert checked["errors"] == []
	assert (checked["created"], checked["written"], money.balance(two[0])) == (3, False, 0)
	report = run(*rows)
	assert (report["ok"], report["created"], report["total"]) == (True, 3, 299_000.55)
	assert (money.balance(two[0]), money.balance(two[1])) == (287_000.55, 12_000)
	assert before - money.gl(opening) == 299_000.55
	entry = frappe.get_doc("Warranty Deposit Entry", {"agreement": two[0].name, "reference_no": "V-1"})
	voucher = frappe.get_doc("Journal Entry", entry.journal_entry)
	assert (entry.kind, entry.docstatus, voucher.voucher_type, voucher.docstatus) == (
		"Brought Forward",
		1,
		"Opening Entry",
		1,
	)
	again = run(*rows)
	assert (again["created"], again["unchanged"], money.balance(two[0])) == (0, 3, 287_000.55)
	more = run(*rows, row(two[1], 500, "V-9"))
	assert (more["created"], more["unchanged"], money.balance(two[1])) == (1, 3, 12_500)


def test_every_mistake_has_its_row_and_column_and_nothing_is_posted(estate, two):
	report = run(
		row(two[0], 1000),
		row(two[1], "abc"),
		row(two[1], 10.005, "V-1"),
		(two[0].contractor_name, "", 5),
		("没有这家", "", 5),
		row(two[1], 7, "V-2", account="没有这个科目"),
		row(two[1], 7, "V-3", day="2026-13-01"),
	)
	assert places(report) == [
		(3, "质保金余额"),
		(4, "质保金余额"),
		(5, "施工单位"),
		(6, "施工单位"),
		(7, "对方科目"),
		(8, "入账日期"),
	]
	assert "SG" not in report["errors"][2]["message"] and two[0].name in report["errors"][2]["message"]
	assert money.balance(two[0]) == 0 == frappe.db.count("Warranty Deposit Entry", {"agreement": two[0].name})


def test_what_the_books_refuse_is_said_at_its_row_and_takes_all_back(estate, two):
	"""The agreed total, a closed day, another amount for the same voucher: found by posting, also in the check."""
	two[1].db_set("deposit_amount", 100)
	for dry_run in (True, False):
		report = run(row(two[0], 1000), row(two[1], 101), dry_run=dry_run)
		assert places(report) == [(3, "质保金余额")] and "100" in report["errors"][0]["message"]
		assert money.balance(two[0]) == 0
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, add_days(nowdate(), -1))
	with acting(money.finance(estate)):
		report = run(row(two[0], 1000), row(two[1], 50, day=add_days(nowdate(), -2)))
	assert places(report) == [(3, "质保金余额")] and money.balance(two[0]) == 0
	assert run(row(two[0], 1000, "V-1"))["errors"] == []
	report = run(row(two[0], 1001, "V-1"), row(two[0], 1001, "V-1"))
	assert places(report) == [(2, "质保金余额"), (3, "原凭证号")]
	assert money.balance(two[0]) == 1000


def test_project_and_contract_tell_agreements_apart(estate, two):
	headers = ("施工单位", "项目", "施工合同编号", "质保金余额")
	rows = [(two[0].contractor_name, estate.a, "SG-2", 70)]
	report = import_deposits(xlsx(headers, *rows), "a.xlsx", dry_run=False)
	assert (report["created"], money.balance(two[1])) == (1, 70)


def test_a_row_without_agreement_says_what_is_missing_and_the_way_out(estate, two):
	"""No such contractor, one without an agreement, one whose agreement does not fit: each its own way (R18)."""
	frappe.local.lang = "zh"
	lone = make._supplier("孤岛示例建设有限公司")
	headers = ("施工单位", "项目", "质保金余额")
	rows = [("没有这家", "", 5), (lone, "", 5), (two[0].contractor_name, estate.b, 5)]
	said = [error["message"] for error in import_deposits(xlsx(headers, *rows), "a.xlsx")["errors"]]
	assert "没有施工单位 没有这家" in said[0]
	assert "请先新建保修协议" in said[1] and lone in said[1]
	assert two[0].name in said[2] and "请更正本行" in said[2]


def test_only_who_may_submit_entries_imports_and_the_template_is_theirs(estate, two):
	content = xlsx(HEADERS, row(two[0], 1000))
	with acting(estate.users[roles.COST_DEPARTMENT]), pytest.raises(frappe.PermissionError):
		import_deposits(content, "a.xlsx", dry_run=False)
	frappe.db.commit()
	clerk = Api(estate.users[roles.COST_DEPARTMENT])
	code, body = clerk.post(
		"/api/method/fangxiu_app.money.deposits.api_import_deposits.deposits", file_url="/private/files/x.xlsx"
	)
	assert code == 403, messages(body)
	with acting(money.finance(estate)):
		api_importing.template("deposits")
	assert frappe.response.filename == "质保金期初导入模板.xlsx"
	with acting(estate.users[roles.PROPERTY_DESK]), pytest.raises(frappe.PermissionError):
		api_importing.template("deposits")
	report = import_deposits(build("deposits")[1], "a.xlsx")
	assert (report["rows"], report["ok"]) == (0, True)


def test_two_deposits_without_voucher_numbers_are_told_what_tells_them_apart(estate, two):
	"""Case 11: one contractor twice, no numbers; with them, and with the contract number, both are taken."""
	headers = ("施工单位", "项目", "施工合同编号", "质保金余额", "入账日期", "原凭证号", "备注")
	name, title = two[0].contractor_name, frappe.db.get_value("Project", estate.a, "project_name")
	rows = [(name, title, "SG-1", 373_069.5, None, None, ""), (name, title, "SG-1", 28_500, None, None, "")]
	report = import_deposits(xlsx(headers, *rows), "a.xlsx")
	assert places(report) == [(3, "原凭证号")]
	assert "voucher number of each" in report["errors"][0]["message"]
	numbered = [(*row[:5], f"V-{at}", row[6]) for at, row in enumerate(rows)]
	assert import_deposits(xlsx(headers, *numbered), "a.xlsx")["created"] == 2
	by_contract = [rows[0], (name, title, "SG-2", 28_500, None, None, "")]
	assert import_deposits(xlsx(headers, *by_contract), "a.xlsx")["created"] == 2


def test_the_list_of_two_deposits_names_contractor_and_way_out(estate):
	content = (Path(__file__).parents[2] / "lists" / "11-deposits-two-without-voucher.xlsx").read_bytes()
	builder = make._supplier("恒固建工集团")
	money.agreement(estate, builder, contract_no="SG-2024-018")
	frappe.db.set_value("Project", estate.a, "project_name", "翠湖天地一期")
	report = import_deposits(content, "a.xlsx")
	assert [(error["row"], error["column"]) for error in report["errors"]] == [(3, "F")]


def test_a_contractor_is_known_in_whatever_brackets_and_spacing(two):
	frappe.db.set_value("Warranty Agreement", two[0].name, "contractor_name", "恒固建工（集团）公司")
	rows = xlsx(("施工单位", "施工合同编号", "质保金余额"), ("恒固 建工(集团)公司", "SG-1", 100))
	assert import_deposits(rows, "a.xlsx")["created"] == 1


def test_a_ledger_of_deposits_is_refused_by_name(estate):
	content = (Path(__file__).parents[2] / "lists" / "23-deposit-ledger.xlsx").read_bytes()
	with pytest.raises(
		frappe.ValidationError, match=r"a ledger of warranty deposits: headers in row 2.*3 rows"
	):
		import_deposits(content, "a.xlsx")
