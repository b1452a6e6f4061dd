"""The accounts of each company that uses the app: proposed, made, kept apart, taken along (docs/adr/0131)."""

from __future__ import annotations

import json

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.ledger import ledger_settings, service_company_accounts
from fangxiu_app.ledger import reads_company_accounts as reads
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.setup import deposit
from tests.site.helpers import factories as make
from tests.site.helpers import form, money
from tests.site.helpers.rest import Api

FIELDS = reads.FIELDS


@pytest.fixture
def second() -> str:
	"""Another company of the site, on ERPNext's plain chart, in dollars."""
	values = {"company_name": "第二置业", "abbr": "EZ", "default_currency": "USD", "country": "China", "chart_of_accounts": form.chart()}
	return frappe.get_doc({"doctype": "Company", **values}).insert().name


def own(company: str) -> dict:
	"""What the company has of accounts: field → account."""
	row = reads.holder(frappe.get_doc("Fangxiu Settings"), company)
	return {name: row.get(name) for name in FIELDS}


def group(company: str, name: str, number: str, root: str) -> str:
	parent = frappe.db.get_value("Account", {"company": company, "root_type": root, "is_group": 1}, order_by="lft")
	values = {"account_name": name, "account_number": number, "parent_account": parent, "is_group": 1}
	return frappe.get_doc({"doctype": "Account", "company": company, **values}).insert().name


def used(company: str) -> str:
	"""A payable of the company that was posted to."""
	account = frappe.db.get_value("Account", {"company": company, "account_type": "Payable", "is_group": 0})
	frappe.get_doc({"doctype": "GL Entry", "account": account, "company": company}).db_insert()
	return account


def prepared(company: str, **corrected) -> list[str]:
	lines = service_company_accounts.proposal(company)
	for line in lines:
		line.update(corrected.get(line["field"], {}))
	return service_company_accounts.prepare(company, lines)


def test_every_account_has_a_kind():
	assert tuple(service_company_accounts.KINDS) == FIELDS
	columns = [df.fieldname for df in frappe.get_meta("Company Accounts").fields if df.options == "Account"]
	assert columns == list(FIELDS)
	assert all(frappe.get_meta("Fangxiu Settings").get_field(name).options == "Account" for name in FIELDS)


def test_a_second_company_gets_accounts_of_its_own(estate, second):
	first = own(money.company())
	with pytest.raises(DepositError, match="第二置业"):
		ledger_settings.account("deposit_account", second)
	made = prepared(second)
	rows = frappe.get_all("Account", {"name": ("in", made), "is_group": 0}, ["account_name", "company", "account_currency"])
	assert {row.account_name for row in rows} == {kind.name for kind in service_company_accounts.KINDS.values()}
	assert {(row.company, row.account_currency) for row in rows} == {(second, "USD")}
	assert own(money.company()) == first
	account = ledger_settings.account("deposit_account", second)
	parent, marked = frappe.db.get_value("Account", account, ["parent_account", "fx_warranty_deposit"])
	assert marked and frappe.db.get_value("Account", parent, ["account_name", "account_number"]) == ("其他应付款", "2241")
	assert prepared(second) == [], "what is there is taken, not made again"
	project = frappe.get_doc("Project", make._project("二期"))
	project.db_set("company", second)
	frappe.clear_document_cache("Project", project.name)
	assert money.agreement(estate, project=project.name).deposit_account == account


def test_a_chinese_chart_takes_them_up_in_its_groups_by_number(second):
	selling = group(second, "销售费用", "6601", "Expense")
	gains = group(second, "营业外收入", "6301", "Income")
	lines = {line["field"]: line for line in service_company_accounts.proposal(second)}
	assert (lines["repair_expense_account"]["parent"], lines["repair_expense_account"]["number"]) == (selling, "660101")
	assert lines["penalty_account"]["parent"] == gains
	prepared(second, penalty_account={"number": "630109", "name": "违约金"})
	assert frappe.db.get_value("Account", own(second)["penalty_account"], ["account_name", "account_number", "parent_account"]) == (
		"违约金",
		"630109",
		gains,
	)
	numbers = [frappe.db.get_value("Account", own(second)[name], "account_number") for name in ("repair_expense_account", "repair_recovery_account")]
	assert numbers == ["660101", "660102"]


def test_what_does_not_fit_is_named_and_nothing_is_kept(estate, second):
	mine = own(money.company())
	debtors = frappe.db.get_value("Account", {"company": second, "account_type": "Receivable", "is_group": 0})
	above = frappe.db.get_value("Account", debtors, "parent_account")
	wrong = [
		("deposit_account", {"account": mine["deposit_account"]}, second),
		("deposit_account", {"account": debtors}, "Payable"),
		("deposit_account", {"account": used(second)}, "no agreement"),
		("interest_account", {"account": above}, "group"),
		("interest_account", {"name": " "}, "name of a new one"),
		("interest_account", {"parent": above}, "Expense"),
		("penalty_account", {"name": frappe.db.get_value("Account", debtors, "account_name")}, "already"),
	]
	for field, change, told in wrong:
		frappe.db.savepoint("tried")
		with pytest.raises(DepositError, match=told):
			prepared(second, **{field: change})
		frappe.db.rollback(save_point="tried")
	assert reads.holder(frappe.get_doc("Fangxiu Settings"), second) is None
	with pytest.raises(DepositError, match="nowhere"):
		service_company_accounts.proposal("nowhere")


def test_another_first_company_takes_its_accounts_along(second):
	prepared(second)
	first, theirs, of = own(money.company()), own(second), money.company()
	doc = frappe.get_doc("Fangxiu Settings")
	doc.company = second
	doc.save()
	assert (own(second), own(of)) == (theirs, first)
	assert [row.company for row in doc.company_accounts] == [of]
	doc.append("company_accounts", {"company": second})
	with pytest.raises(DepositError, match="more than once"):
		doc.save()


def test_accounts_left_over_from_another_company_are_sorted_out_by_the_next_migrate(second):
	"""Earlier versions let the company be changed alone: every account still pointed to the old one."""
	first, of = own(money.company()), money.company()
	frappe.db.set_single_value("Fangxiu Settings", "company", second)
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	deposit.ensure()
	assert own(of) == first
	assert all(own(second).values())
	assert set(frappe.get_all("Account", {"name": ("in", list(own(second).values()))}, pluck="company")) == {second}
	kept = json.loads(frappe.db.get_single_value("Fangxiu Settings", "setup_memory"))["accounts"]
	assert set(own(second).values()) <= set(kept), "taken away again by the removal"


def test_accounts_that_came_back_as_names_only_are_forgotten_by_the_next_migrate(second):
	"""A removal takes unused accounts away; the app's restored tables still name them."""
	prepared(second)
	gone = own(second)["penalty_account"]
	frappe.db.delete("Account", {"name": gone})
	deposit.ensure()
	assert own(second)["penalty_account"] and frappe.db.exists("Account", own(second)["penalty_account"])
	frappe.get_doc("Fangxiu Settings").save()


def test_repair_costs_stand_among_indirect_expenses_where_the_chart_is_erpnexts(second):
	parents = {line["field"]: line["parent"] for line in service_company_accounts.proposal(second)}
	name = frappe.db.get_value("Account", parents["repair_expense_account"], "account_name")
	assert name in ("Indirect Expenses", "间接支出"), name


def test_a_group_goes_after_what_stands_in_it(second):
	prepared(second)
	account = own(second)["deposit_account"]
	parent = frappe.db.get_value("Account", account, "parent_account")
	assert deposit._leaves_first([parent, account]) == [account, parent]


def test_only_who_keeps_the_settings_prepares_accounts(estate):
	path = "/api/method/fangxiu_app.ledger.api_company_accounts."
	for role in (roles.ENGINEER, roles.MANAGER):
		api = Api(estate.users[role])
		assert api.get(f"{path}proposal", company=money.company())[0] == 403
		assert api.post(f"{path}prepare", company=money.company(), lines=[])[0] == 403
	keeper = Api(make._user(roles.ADMINISTRATOR, (estate.a,), "accounts.administrator"))
	code, answer = keeper.get(f"{path}proposal", company=money.company())
	assert code == 200 and {line["account"] for line in answer["message"]} == set(own(money.company()).values())
