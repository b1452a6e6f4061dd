"""Accounts that Fangxiu Settings name: a new name is followed, another kind, a switch-off and a merge are refused (R18, R110)."""

from __future__ import annotations

import frappe
import pytest
from erpnext.accounts.doctype.account.account import merge_account, update_account_number

from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import form, money

SAID = "stands in Fangxiu Settings as"
#: Fields of the settings whose accounts are tried.
FIELDS = ("compensation_account", "repair_expense_account", "deposit_account")


def refused(attack, match: str = SAID) -> None:
	frappe.db.savepoint("refused")
	with pytest.raises(DepositError, match=match):
		attack()
	frappe.db.rollback(save_point="refused")


@pytest.fixture
def plain():
	"""An account of expenses that the settings do not name."""
	parent = frappe.db.get_value("Account", money.account("业主赔付支出"), "parent_account")
	return form.account(account_name=f"杂费 {frappe.generate_hash(length=6)}", account_type="Expense Account", parent_account=parent, company=money.company())


def changed(name: str, **values):
	account = frappe.get_doc("Account", name).update(values)
	if account.meta.get_field("account_number").reqd:  # on a site of others; its accounts were made before it was
		account.account_number = account.account_number or frappe.generate_hash(length=8)
	return account.save()


@pytest.mark.clause("R18", "R110")
@pytest.mark.parametrize("field", FIELDS)
def test_what_the_settings_name_stays_what_it_is(field):
	name = frappe.db.get_single_value("Fangxiu Settings", field)
	refused(lambda: changed(name, disabled=1), f"{SAID}|still holds")
	for other in ("Chargeable", "Temporary"):
		refused(lambda other=other: changed(name, account_type=other), "Account Type|must be of the type Payable")
	assert changed(name, account_name=frappe.db.get_value("Account", name, "account_name")).name == name, "what changes nothing passes"


@pytest.mark.clause("R18", "R110")
def test_they_are_not_merged_but_renamed(plain):
	"""Neither into another nor another into them; their new number is followed by the settings."""
	name = money.account("业主赔付支出")
	refused(lambda: merge_account(name, plain.name))
	refused(lambda: merge_account(plain.name, name))
	new = update_account_number(name, "业主赔付", "9907")
	assert frappe.db.get_single_value("Fangxiu Settings", "compensation_account") == new != name
	refused(lambda: changed(new, disabled=1))
	update_account_number(new, "业主赔付支出", "")


@pytest.mark.clause("R18")
def test_other_accounts_are_finances_own(plain):
	assert changed(plain.name, account_type="Chargeable").account_type == "Chargeable"
	assert changed(plain.name, disabled=1).disabled == 1
