"""ERPNext's own tools and masters against the deposits: closing, bank, reconciliation, merging, renaming."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import nowdate

from fangxiu_app.approvals import service_renames
from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import attacks, money
from tests.site.helpers.attacks import METHOD, refused


@pytest.fixture
def bank(scene):
	"""A bank account of the company's with a transaction of 20 out."""
	frappe.db.savepoint("bank")
	frappe.get_doc({"doctype": "Bank", "bank_name": "测试银行"}).insert(ignore_if_duplicate=True)
	account = {
		"doctype": "Bank Account",
		"account_name": "基本户",
		"bank": "测试银行",
		"is_company_account": 1,
	}
	account |= {"company": money.company(), "account": money.account("Bank Account")}
	name = frappe.get_doc(account).insert().name
	line = {
		"doctype": "Bank Transaction",
		"date": nowdate(),
		"bank_account": name,
		"withdrawal": 20,
		"currency": "CNY",
	}
	return frappe.get_doc(line).insert().submit()


def test_the_bank_reconciliation_tool_makes_no_voucher_on_the_account(scene, bank):
	from erpnext.accounts.doctype.bank_reconciliation_tool import bank_reconciliation_tool as tool

	party = {"party_type": "Supplier", "party": scene.agreement.contractor}
	common = {"reference_number": "B1", "reference_date": nowdate(), "posting_date": nowdate(), **party}
	with pytest.raises((DepositError, frappe.ValidationError)) as refusal:
		tool.create_journal_entry_bts(
			bank.name, entry_type="Bank Entry", second_account=scene.agreement.deposit_account, **common
		)
	assert "warranty agreement" in str(refusal.value).lower()
	assert attacks.picture(scene) == scene.before


def test_a_period_is_not_closed_onto_the_account(scene):
	"""The closing account takes profit or loss: a deposit account would get an amount without contractor."""
	fields = ["name", "year_start_date", "year_end_date"]
	year = frappe.get_all("Fiscal Year", fields=fields, order_by="year_start_date", limit=1)[0]
	rows = [
		{"account": money.account("Write Off"), "debit_in_account_currency": 5},
		{"account": money.account("Bank Account"), "credit_in_account_currency": 5},
	]
	money.journal(rows, posting_date=year.year_end_date)
	doc = frappe.get_doc(
		{
			"doctype": "Period Closing Voucher",
			"company": money.company(),
			"fiscal_year": year.name,
			"transaction_date": nowdate(),
			"period_start_date": year.year_start_date,
			"period_end_date": year.year_end_date,
			"closing_account_head": scene.agreement.deposit_account,
			"remarks": "x",
		}
	)
	with pytest.raises(DepositError, match="holds warranty deposits"):
		doc.insert().submit()
	assert attacks.picture(scene) == scene.before


def test_payment_reconciliation_finds_nothing_to_move(scene):
	tool = frappe.get_doc(
		{
			"doctype": "Payment Reconciliation",
			"company": money.company(),
			"party_type": "Supplier",
			"party": scene.agreement.contractor,
			"receivable_payable_account": scene.agreement.deposit_account,
		}
	)
	tool.get_unreconciled_entries()
	mine = {scene.held, scene.bucket, scene.voucher, scene.payment}
	assert not [row for row in tool.payments if row.reference_name in mine]
	for name in (scene.voucher, scene.payment):
		kind = "Journal Entry" if name == scene.voucher else "Payment Entry"
		data = {
			"doctype": "Unreconcile Payment",
			"company": money.company(),
			"voucher_type": kind,
			"voucher_no": name,
		}
		allocation = {
			"reference_doctype": "Journal Entry",
			"reference_name": scene.held,
			"allocated_amount": 1,
		}
		allocation |= {"account": scene.agreement.deposit_account}
		answer = scene.finance.post(
			"/api/resource/Unreconcile Payment", **{**data, "docstatus": 1, "allocations": [allocation]}
		)
		refused(scene, f"unreconcile {name}", answer)


def test_accounts_and_contractors_with_deposits_are_not_merged(scene, estate):
	"""A new name is followed everywhere; a merge would mix deposits of two."""
	account = scene.agreement.deposit_account
	creditors = money.account("Creditors")
	for old, new in ((account, creditors), (creditors, account)):
		path = f"{METHOD}erpnext.accounts.doctype.account.account.merge_account"
		refused(scene, "merge account", scene.finance.post(path, old=old, new=new), "不能与其他记录合并")
	for old, new in ((estate.general, estate.waterproofer), (estate.waterproofer, estate.general)):
		with pytest.raises(DepositError, match="is not merged"):
			frappe.rename_doc("Supplier", old, new, merge=True)
	path = f"{METHOD}frappe.model.rename_doc.update_document_title"
	data = {"doctype": "Warranty Agreement", "docname": scene.agreement.name, "name": "WA-NEW"}
	refused(scene, "rename agreement", scene.cost.post(path, **data))
	assert attacks.picture(scene) == scene.before


def test_account_and_agreement_keep_what_the_deposit_rests_on(scene, estate):
	account = f"/api/resource/Account/{scene.agreement.deposit_account}"
	for values in ({"fx_warranty_deposit": 0}, {"account_type": ""}, {"is_group": 1}):
		refused(scene, str(values), scene.finance.put(account, **values))
	refused(scene, "delete account", scene.finance("DELETE", account))
	agreement = f"/api/resource/Warranty Agreement/{scene.agreement.name}"
	changes = {
		"contractor": (estate.waterproofer, "质保金"),
		"deposit_account": (money.account("Creditors"), "质保金"),
		"project": (estate.b, ""),
		"deposit_rate": (5, "变更合同条款"),
	}
	for field, (value, says) in changes.items():
		refused(scene, field, scene.cost.put(agreement, **{field: value}), says)
	refused(scene, "delete agreement", scene.manager("DELETE", agreement))
	code, _body = scene.cost.put(agreement, deposit_moves=0, phone="13800000099")
	frappe.db.rollback()
	assert (
		code == 200 and frappe.db.get_value("Warranty Agreement", scene.agreement.name, "deposit_moves") > 0
	)


def test_a_new_name_of_the_contractor_is_followed(scene, estate):
	"""Taken back at its end, with what was kept in the cache meanwhile; the shared scene itself is not touched."""
	try:
		for paper in service_renames.PAPERS:  # those that others signed with the contractor keep its name
			frappe.db.set_value(paper, {"name": ("!=", "")}, "state", "Draft")
		frappe.rename_doc("Supplier", estate.general, "Renamed Builder")
		agreement = frappe.get_doc("Warranty Agreement", scene.agreement.name)
		assert agreement.contractor == "Renamed Builder"
		assert money.balance(agreement) == scene.before["balance"]
		assert money.charge(estate, agreement, 100).from_deposit == 120
	finally:
		frappe.db.rollback()
		frappe.clear_document_cache("Warranty Agreement", scene.agreement.name)
