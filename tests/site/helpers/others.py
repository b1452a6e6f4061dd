"""A site used for years without this app, and the contents of its database: every table, column and row."""

from __future__ import annotations

import re

import frappe
from erpnext.accounts.doctype.accounting_dimension.accounting_dimension import (
	make_dimension_in_accounting_doctypes,
)
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.utils import add_years, get_first_day, nowdate

from fangxiu_app.ledger import reads_periods

#: What Frappe writes for itself whatever happens on a site.
LOGS = {
	"tabActivity Log",
	"tabDeleted Document",
	"tabDefaultValue",
	"tabError Log",
	"tabInstalled Application",
	"tabPatch Log",
	"tabRoute History",
	"tabScheduled Job Log",
	"tabSessions",
	"tabVersion",
	"__global_search",
}

#: What an installation and a removal with money in the books leave behind, each with its reason. Nothing else may differ.
LEFT = {
	r"tabAccount: column \+ fx_warranty_deposit .*": "the mark of the account that was posted to",
	r"tabAccount: \+ 2241 - 其他应付款 - FX": "the group of that account",
	r"tabAccount: 其他应付款-质保金 - FX: (lft|modified|old_parent|parent_account|rgt| |,|→|\S)*": "the account itself, in its group",
	r"tabAccount: .*: (lft \d+ → \d+(, )?)?(rgt \d+ → \d+)?": "places in the tree of accounts",
	r"tab(GL Entry|Journal Entry Account|Payment Ledger Entry): column \+ warranty_agreement .*": "names the agreement of an entry",
	r"tabJournal Entry: column \+ fx_deposit_entry .*": "names the document of a journal",
	r"tab(GL Entry|Journal Entry|Journal Entry Account|Payment Ledger Entry): \+ \S+": "the deposit in the books",
	r"tabSeries: \+ (ACC-JV|STO-ITEM|WA|WDE)-\d+-": "numbers are not given twice",
	r"tabSeries: \+ .*'name', ''.*": "ERPNext's counter of items where they are numbered by a series and the process has not read which",
	r"tabPortal Menu Item: \w+: modified .*": "Frappe writes the portal's menu anew at every installation",
	r"tabProperty Setter: Budget-budget_against-options: modified .*": "ERPNext writes its list of dimensions",
	r"tabSingles: . .*'(Installed Applications|Portal Settings|System Settings)'\), \('field', 'modified'\).*": "when they were written",
}


def make_site_of_others() -> None:
	"""Two companies, a frozen past, strict permissions, roles, DocTypes and fields of their own with names this app once
	had, a mandatory dimension, numbers for accounts, items numbered by a series, an own unit and a workflow."""
	company = frappe.db.get_default("company") or frappe.get_all("Company", pluck="name")[0]
	stock_settings = frappe.get_doc("Stock Settings")
	stock_settings.item_naming_by = "Naming Series"
	stock_settings.save()  # it passes the choice on to the items' form and to the defaults that items are named by
	frappe.get_doc({"doctype": "UOM", "uom_name": "樘"}).insert()
	frappe.get_doc(
		doctype="Company", company_name="Others Ltd", abbr="OTH", default_currency="USD", country="United States"
	).insert()
	make_property_setter("Account", "account_number", "reqd", "1", "Check")
	frappe.db.set_default("company", company)  # the last one made would be
	frappe.db.set_single_value(*reads_periods.FROZEN_UPTO, add_years(get_first_day(nowdate()), -2))
	frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", 1)
	for role in ("General Manager", "Project Department", "Cost Department"):
		frappe.get_doc({"doctype": "Role", "role_name": role}).insert()
	_doctypes()
	_fields()
	_people(company)
	_dimension(company)
	_workflow()
	frappe.db.commit()  # the installer works in a process of its own


def _doctypes() -> None:
	for name in ("Trade", "Building", "Briefing"):
		frappe.get_doc(
			{
				"doctype": "DocType",
				"name": name,
				"module": "Selling",
				"custom": 1,
				"fields": [{"fieldname": "remark", "label": "Remark", "fieldtype": "Data"}],
				"permissions": [{"role": "General Manager", "read": 1, "write": 1, "create": 1}],
			}
		).insert()
		for number in range(3):
			frappe.get_doc({"doctype": name, "remark": f"{name} {number}"}).insert()


def _fields() -> None:
	"""Beside ours on the same documents, and one that was deleted long ago and has left its column."""
	for doctype, field in (("Purchase Invoice", "own_file_no"), ("Project", "own_region"), ("Stock Entry", "own_ticket")):
		frappe.get_doc(
			{"doctype": "Custom Field", "dt": doctype, "fieldname": field, "label": field, "fieldtype": "Data"}
		).insert()
	frappe.db.sql_ddl("alter table `tabPurchase Invoice` add old_contract varchar(140)")


def _people(company: str) -> None:
	project = frappe.get_doc({"doctype": "Project", "project_name": "旧项目", "company": company}).insert().name
	group = frappe.db.get_value("Supplier Group", {"is_group": 0}, "name")
	frappe.get_doc(doctype="Supplier", supplier_name="旧总包", supplier_group=group).insert()
	user = frappe.get_doc(
		{"doctype": "User", "email": "others@elsewhere.example", "first_name": "Others", "send_welcome_email": 0}
	)
	user.flags.no_welcome_mail = True
	user.insert()
	user.add_roles("General Manager", "Project Department", "Stock User", "Accounts User")
	frappe.get_doc(doctype="User Permission", user=user.name, allow="Project", for_value=project).insert()


def _dimension(company: str) -> None:
	parent = frappe.db.get_value("Department", {"is_group": 1}, "name")
	department = frappe.get_doc(doctype="Department", department_name="旧部门", company=company, parent_department=parent)
	default = department.insert().name
	dimension = frappe.get_doc({"doctype": "Accounting Dimension", "document_type": "Department", "label": "部门核算"})
	row = {"company": company, "reference_document": "Department", "mandatory_for_bs": 1, "default_dimension": default}
	dimension.append("dimension_defaults", row)
	dimension.insert()
	make_dimension_in_accounting_doctypes(dimension)  # ERPNext leaves it to a background job


def _workflow() -> None:
	"""On a document this app makes no voucher of, and on the one it makes most of."""
	for name in ("待复核", "已复核"):
		frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": name}).insert()
	frappe.get_doc({"doctype": "Workflow Action Master", "workflow_action_name": "复核"}).insert()
	states = [
		{"state": "待复核", "doc_status": "0", "allow_edit": "Purchase User"},
		{"state": "已复核", "doc_status": "1", "allow_edit": "Purchase Manager"},
	]
	step = {"state": "待复核", "action": "复核", "next_state": "已复核", "allowed": "Purchase Manager"}
	for name, doctype in (("订单复核", "Supplier Quotation"), ("凭证复核", "Journal Entry")):
		values = {"workflow_name": name, "document_type": doctype, "is_active": 1}
		frappe.get_doc({"doctype": "Workflow", **values, "states": states, "transitions": [step]}).insert()


def take_the_app_up() -> None:
	"""What the app's administrator decides before the first deposit: its signatures are enough, no second look at each journal."""
	frappe.db.set_single_value("Fangxiu Settings", "stands_for_workflows", 1)


def dump() -> tuple[dict[str, list[str]], dict[str, set[tuple]]]:
	"""(table → its columns and keys, table → its rows with the name of each value), logs left out."""
	database = frappe.conf.db_name
	columns: dict[str, list[str]] = {}
	for table, name, kind, key in frappe.db.sql(
		"select table_name, column_name, column_type, column_key from information_schema.columns where table_schema = %s order by 1, 2",
		database,
	):
		columns.setdefault(table, []).append(f"{name} {kind} {key}")
	rows = {}
	for table in columns:
		if table not in LOGS:
			found = frappe.db.sql(f"select * from `{table}`", as_dict=True)
			rows[table] = {tuple(sorted((field, str(value)) for field, value in row.items())) for row in found}
	return columns, rows


def differences(before, after) -> list[str]:
	"""What another dump has more, less or otherwise, a line each: table, the record's name, the fields."""
	found = []
	for table in sorted(set(before[0]) | set(after[0])):
		old, new = set(before[0].get(table, ())), set(after[0].get(table, ()))
		found += [f"{table}: column {'-' if one in old else '+'} {one}" for one in sorted(old ^ new)]
		known = {one.split(" ")[0] for one in old & new}
		one, other = (_named(rows.get(table, ()), known) for rows in (before[1], after[1]))
		for name in sorted(set(one) | set(other)):
			if one.get(name) != other.get(name):
				found.append(_line(table, name, one.get(name), other.get(name)))
	return found


def unexpected(found: list[str]) -> list[str]:
	"""The lines that no entry of LEFT explains."""
	return [line for line in found if not any(re.fullmatch(pattern, line) for pattern in LEFT)]


def _named(rows, known: set[str]) -> dict[str, dict[str, str]]:
	"""By name; rows without one by all they hold. Columns that only one of the dumps has are told as columns."""
	found = {}
	for row in rows:
		values = {field: value for field, value in row if field in known}
		found[values.get("name") or str(sorted(values.items()))] = values
	return found


def _line(table: str, name: str, old: dict | None, new: dict | None) -> str:
	if old is None or new is None:
		return f"{table}: {'+' if old is None else '-'} {name}"
	changed = sorted(field for field in old if old[field] != new.get(field))
	return f"{table}: {name}: " + ", ".join(f"{field} {old[field]} → {new.get(field)}" for field in changed)
