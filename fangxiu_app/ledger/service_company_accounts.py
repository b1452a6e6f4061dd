"""The accounts of a company that the app posts to: found in its chart, proposed, created where missing, marked.

Names and places follow the Chinese standard (企业会计准则应用指南, 会计科目和主要账务处理) where the chart has its groups, by number or
by name; on other charts an account stands beside the company's own of that kind.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

import frappe
from frappe.utils import cstr

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_company_accounts as reads
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.service_accounts import (
	OTHER_PAYABLES,
	next_number,
	other_payables,
	require_agreement_on,
)


@dataclass(frozen=True, slots=True)
class Kind:
	"""What an account is for: its name, its type and root, the company's own account beside which it stands otherwise."""

	name: str
	account_type: str
	root_type: str
	neighbour: str
	#: (number, name) of the group of the Chinese chart.
	group: tuple[str, str]


_SPENT = ("Expense Account", "Expense", "default_expense_account")
_EARNED = ("Income Account", "Income", "default_income_account")
#: Settings field → kind, in the order of :data:`reads.FIELDS`.
KINDS = {
	"deposit_account": Kind("其他应付款-质保金", "Payable", "Liability", "default_payable_account", ("2241", "其他应付款")),
	"repair_expense_account": Kind("保修维修费", *_SPENT, ("6601", "销售费用")),
	"repair_recovery_account": Kind("保修维修费追偿", *_SPENT, ("6601", "销售费用")),
	"compensation_account": Kind("业主赔付支出", *_SPENT, ("6711", "营业外支出")),
	"paid_repair_income_account": Kind("有偿维修收入", *_EARNED, ("6051", "其他业务收入")),
	"paid_repair_cost_account": Kind("有偿维修成本", *_SPENT, ("6402", "其他业务成本")),
	"surcharge_account": Kind("施工单位扣款加收收入", *_EARNED, ("6301", "营业外收入")),
	"interest_account": Kind("质保金利息支出", *_SPENT, ("6603", "财务费用")),
	"penalty_account": Kind("施工单位违约金收入", *_EARNED, ("6301", "营业外收入")),
}
#: Added to the name of a deposit account where the company's own one has a past that names no agreement.
BY_AGREEMENT = "（按协议）"


@dataclass(frozen=True, slots=True)
class Proposal:
	"""One line of what a company's accounts would be: the account it has, or name, number and group of one to be made."""

	field: str
	label: str
	account: str | None
	name: str
	parent: str
	number: str


def proposal(company: str) -> list[dict]:
	"""A line for each account of ``company``; nothing is written. Raises DepositError for no company."""
	settings = frappe.get_doc("Fangxiu Settings")
	_known(company)
	lines: list[Proposal] = []
	for field in KINDS:
		lines.append(_proposed(settings, company, field, {line.number for line in lines}))
	return [asdict(line) for line in lines]


def prepare(company: str, lines: list[dict]) -> list[str]:
	"""Take up or make the accounts of ``company`` as its finance confirmed them; returns the names of those that were made.

	``lines`` are those of :func:`proposal`, corrected: ``account`` is taken as it is, without it ``name`` is made under ``parent``.
	Raises DepositError, naming the line, for an account or a group of another company or kind; nothing is kept then.
	"""
	_known(company)
	if not lines:
		return []
	settings = frappe.get_doc("Fangxiu Settings")
	before = _accounts(company)
	own = reads.holder(settings, company) or _new_holder(settings, company)
	for line in lines:
		field = cstr(line.get("field"))
		if field not in KINDS:
			refuse([Violation("account_line", (field,))])
		account = cstr(line.get("account")).strip()
		own.set(field, account or _make(company, field, line))
	made = sorted(_accounts(company) - before)
	memory = json.loads(settings.setup_memory or "{}")
	memory["accounts"] = [*memory.get("accounts", []), *made]
	settings.setup_memory = json.dumps(memory, ensure_ascii=False, sort_keys=True)
	# who may write the settings chooses the accounts; they are checked as those of this company, and marked, when it is saved
	settings.save()
	return made


def complete(settings, company: str) -> list[str]:
	"""For set-up: fill in what ``company`` has no account for yet, as proposed. Returns the names of those that were made."""
	own, made = reads.holder(settings, company), []
	for field, kind in KINDS.items():
		if own.get(field):
			continue
		account = find(company, field)
		if not account:
			account = create(company, kind)
			made.append(account)
		own.set(field, account)
		settings.flags.fx_changed = True
	return made


def find(company: str, field: str) -> str | None:
	"""An account of the company that bears the name of this kind and may serve for it."""
	kind = KINDS[field]
	found = frappe.db.get_value(
		"Account", {"company": company, "account_name": kind.name, "is_group": 0}, ["name", "account_type"], as_dict=True
	)
	if not found or (kind.account_type == "Payable" and found.account_type != "Payable"):
		return None
	# one marked by an installation before this one is ours
	return None if field == "deposit_account" and _has_a_past(found.name) else found.name


def create(company: str, kind: Kind, name: str = "", parent: str = "", number: str = "") -> str:
	"""Make the account; name, group and number as proposed where they are not given. Returns its name."""
	parent = parent or group_of(company, kind)
	name = name or free_name(company, kind)
	values = {"account_name": name, "parent_account": parent, "account_type": kind.account_type}
	values["account_number"] = number or proposed_number(company, parent)
	doc = frappe.get_doc({"doctype": "Account", "company": company, "is_group": 0, **values})
	doc.flags.ignore_permissions = True  # set-up, or who may write the settings that name it: nothing else of the account is theirs
	doc.account_currency = frappe.get_cached_value("Company", company, "default_currency")
	return doc.insert().name


def group_of(company: str, kind: Kind) -> str:
	"""The group for an account of this kind: that of the Chinese chart, else beside the company's own, else the last of its root."""
	number, name = kind.group
	same = {"company": company, "root_type": kind.root_type, "is_group": 1}
	for key in ({"account_number": number}, {"account_name": name}):
		found = frappe.db.get_value("Account", {**same, **key})
		if found:
			return found
	if other := _other_group(same, kind):
		return other
	default = frappe.get_cached_value("Company", company, kind.neighbour)
	parent = default and frappe.db.get_value("Account", {**same, "name": frappe.db.get_value("Account", default, "parent_account")})
	return parent or frappe.db.get_value("Account", same, order_by="lft desc")


#: Groups of ERPNext's own charts for what is neither bought for stock nor sold from it.
_OTHER_GROUPS = {"Expense": "Indirect Expenses", "Income": "Indirect Income"}


def _other_group(same: dict, kind: Kind) -> str | None:
	"""Repairs after the handover are no cost of goods, whatever the company's default account stands among."""
	name = _OTHER_GROUPS.get(kind.root_type)
	names = (name, _(name, lang="zh")) if name else ()
	return frappe.db.get_value("Account", {**same, "account_name": ("in", names)}) if names else None


def proposed_number(company: str, parent: str, exclude: Collection[str] = ()) -> str:
	"""The next number below the group where the chart is numbered or must be, else nothing; ``exclude`` are promised already."""
	numbered = frappe.db.get_value("Account", parent, "account_number")
	return next_number(company, parent, exclude) if numbered or frappe.get_meta("Account").get_field("account_number").reqd else ""


def free_name(company: str, kind: Kind) -> str:
	"""The account's name, with an addition where the company has one of that name which may not serve."""
	taken = frappe.db.exists("Account", {"company": company, "account_name": kind.name})
	return f"{kind.name}{BY_AGREEMENT}" if taken else kind.name


def mark(account: str | None) -> None:
	"""The mark makes the guards watch a deposit account, the filter its dimension mandatory.

	Said here again, because Frappe's list of events may be older than this app while it is being installed.
	"""
	if not account:
		return
	doc = frappe.get_doc("Account", account)
	if not doc.fx_warranty_deposit:
		doc.fx_warranty_deposit = 1
		doc.flags.update(ignore_permissions=True, ignore_mandatory=True)  # a number asked for later than the account was made
		doc.save()
	require_agreement_on(doc)


def misfits(company: str, accounts: dict[str, str | None]) -> list[Violation]:
	"""What is wrong with the accounts chosen for ``company``: another company's, a group, no payable for deposits."""
	chosen = {field: name for field, name in accounts.items() if name}
	rows = frappe.get_all(
		"Account", {"name": ("in", list(chosen.values()))}, ["name", "company", "is_group", "root_type", "account_type"]
	)
	known, found = {row.name: row for row in rows}, []
	for field, name in chosen.items():
		row, kind, label = known.get(name), KINDS[field], label_of(field)
		if not row or row.company != company:
			found.append(Violation("account_of_another", (label, name, company)))
		elif row.is_group:
			found.append(Violation("account_is_group", (label, name)))
		elif kind.account_type == "Payable" and (row.account_type, row.root_type) != ("Payable", "Liability"):
			found.append(Violation("deposit_not_payable", (label, name)))
		elif field == "deposit_account" and _has_a_past(name):
			found.append(Violation("deposit_has_past", (label, name)))
	return found


def _has_a_past(account: str) -> bool:
	"""Whether something was posted to it before it was an account of deposits: its balance would belong to no agreement."""
	return reads_deposits.has_entries(account) and not reads_deposits.is_deposit_account(account)


def label_of(field: str) -> str:
	"""The field's label in the user's language."""
	return _(frappe.get_meta("Fangxiu Settings").get_label(field))


def _proposed(settings, company: str, field: str, promised: set[str]) -> Proposal:
	kind, own = KINDS[field], reads.holder(settings, company)
	account = (own and own.get(field)) or find(company, field)
	if account:
		return Proposal(field, label_of(field), account, "", "", "")
	parent = _group_name(company) if field == "deposit_account" else group_of(company, kind)
	number = proposed_number(company, parent, promised) if parent else ""
	return Proposal(field, label_of(field), None, free_name(company, kind), parent, number)


def _group_name(company: str) -> str:
	"""其他应付款 where the chart has it as a group; empty where it is made with the account."""
	return frappe.db.get_value("Account", {"company": company, "is_group": 1, "account_name": OTHER_PAYABLES}) or ""


def _make(company: str, field: str, line: dict) -> str:
	kind, label = KINDS[field], label_of(field)
	name, parent, number = (cstr(line.get(key)).strip() for key in ("name", "parent", "number"))
	if not name:
		refuse([Violation("account_line", (label,))])
	group = frappe.db.get_value("Account", parent, ["company", "is_group", "root_type"], as_dict=True) if parent else None
	if parent and not (group and group.company == company and group.is_group and group.root_type == kind.root_type):
		refuse([Violation("account_parent", (label, parent, company, _(kind.root_type)))])
	if frappe.db.exists("Account", {"company": company, "account_name": name}):
		refuse([Violation("account_name_taken", (label, name, company))])
	if not parent and field == "deposit_account":
		parent = other_payables(company)
	return create(company, kind, name, parent, number)


def _accounts(company: str) -> set[str]:
	return set(frappe.get_all("Account", {"company": company}, pluck="name"))


def _new_holder(settings, company: str):
	if not settings.company:
		settings.company = company
		return settings
	return settings.append("company_accounts", {"company": company})


def _known(company: str) -> None:
	if not company or not frappe.db.exists("Company", {"name": company, "is_group": 0}):
		refuse([Violation("company_unknown", (company,))])
