"""Who may do what is a decision: the rights of the running site are the table docs/rights.csv, row by row with its reason.

And a right is whole: whoever may write a form can choose what its link fields ask for.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import frappe
import pytest
from frappe.desk.search import search_link

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES, VOUCHERS

RIGHTS = "select read write create delete submit cancel amend print email report export import share".split()
TABLE = Path(__file__).resolve().parents[3] / "docs" / "rights.csv"
#: On documents of ours these roles count as well; what they may do with ERPNext's is not ours to decide.
FOREIGN = (roles.FINANCE, roles.FINANCE_CLERK, "System Manager")
#: Link fields that some of those who write the form do not fill in, and why.
NOT_CHOSEN = {
	(
		"Warranty Agreement",
		"deposit_account",
	): "read only but for cost, finance and administrator; empty is the account of the settings",
}


def of_site() -> dict[tuple[str, str], frozenset[str]]:
	"""(document, role) → rights, as Frappe reads them: Custom DocPerm instead of DocPerm where a document has any."""
	ours = set(frappe.get_all("DocType", {"module": "Fangxiu App", "istable": 0}, pluck="name"))
	custom = set(frappe.get_all("Custom DocPerm", pluck="parent", distinct=True))
	found: dict[tuple[str, str], set[str]] = defaultdict(set)
	for table in ("DocPerm", "Custom DocPerm"):
		for rule in frappe.get_all(
			table, {"permlevel": 0}, ["parent", "role", *(f"`{name}`" for name in RIGHTS)]
		):
			if (rule.parent in custom) == (table == "DocPerm"):
				continue
			if rule.role in roles.ROLES or (rule.parent in ours and rule.role in FOREIGN):
				found[rule.parent, rule.role] |= {name for name in RIGHTS if rule[name]}
	return {key: frozenset(rights) for key, rights in found.items()}


def written() -> list[dict[str, str]]:
	with TABLE.open(encoding="utf-8", newline="") as file:
		return list(csv.DictReader(file))


def of_table() -> dict[tuple[str, str], frozenset[str]]:
	found = {}
	for row in written():
		for role in row["roles"].split("; "):
			assert (row["document"], role) not in found, f"{row['document']}, {role}: two rows"
			found[row["document"], role] = frozenset(row["rights"].split())
	return found


def test_every_right_of_the_site_is_a_row_of_the_table_and_the_other_way_round():
	site, table = of_site(), of_table()
	different = {
		f"{document}, {role}": {
			"not in docs/rights.csv": sorted(
				site.get((document, role), frozenset()) - table.get((document, role), frozenset())
			),
			"not on the site": sorted(
				table.get((document, role), frozenset()) - site.get((document, role), frozenset())
			),
		}
		for document, role in sorted(site.keys() | table.keys())
		if site.get((document, role)) != table.get((document, role))
	}
	assert different == {}


def test_every_row_says_why():
	assert [row for row in written() if len(row["why"].split()) < 4] == []


def test_nobody_of_ours_deletes_documents_but_the_administrator_and_nobody_shares():
	"""Records stay: they are withdrawn or cancelled. A share would open one document beside every scope."""
	deleting = {role for (_document, role), rights in of_site().items() if "delete" in rights}
	assert deleting <= {roles.ADMINISTRATOR, "System Manager"}
	sharing = {
		document
		for (document, role), rights in of_site().items()
		if "share" in rights and role in roles.ROLES
	}
	assert sharing <= {"Fangxiu Settings"}


def fields_to_choose(doctype: str):
	"""(owner, field) of every link that a person fills in on this form, its tables included."""
	meta = frappe.get_meta(doctype)
	for owner in (meta, *(frappe.get_meta(field.options) for field in meta.get_table_fields())):
		for field in owner.fields:
			open_to_people = not (field.read_only or field.hidden)
			if (
				field.fieldtype == "Link"
				and open_to_people
				and (owner.name, field.fieldname) not in NOT_CHOSEN
			):
				yield owner.name, field


def anything_to_offer(target: str, project: str) -> bool:
	filters = {"project": project} if target in PROJECT_DOCTYPES else {}
	if target in VOUCHERS:
		filters = {VOUCHERS[target]: project}
	if target == "Journal Entry":
		deposits = frappe.get_all("Warranty Deposit Entry", {"project": project}, pluck="name")
		filters = {"fx_deposit_entry": ("in", deposits or ["-"])}
	meta = frappe.get_meta(target)
	filters |= {"disabled": 0} if meta.has_field("disabled") else {}
	filters |= {"enabled": 1} if target == "User" else {}
	return bool(frappe.db.exists(target, filters))


@pytest.mark.parametrize("role", (*roles.ROLES, roles.FINANCE, roles.FINANCE_CLERK))
def test_whoever_writes_a_form_can_choose_what_its_links_ask_for(estate, role):
	writable = [
		document
		for (document, holder), rights in of_site().items()
		if holder == role and {"write", "create"} & rights and document in _ours()
	]
	asked = {
		(field.options, doctype, owner, field.fieldname)
		for doctype in writable
		for owner, field in fields_to_choose(doctype)
	}
	offered = {target: anything_to_offer(target, estate.a) for target, *_rest in asked}
	frappe.set_user(estate.users[role])
	empty = []
	for target, doctype, owner, fieldname in sorted(asked):
		if offered[target] and not _choices(target, doctype):
			empty.append(f"{doctype}: {owner}.{fieldname} offers no {target}")
	assert empty == []


def _ours() -> set[str]:
	return set(frappe.get_all("DocType", {"module": "Fangxiu App", "istable": 0}, pluck="name"))


def _choices(target: str, doctype: str) -> list:
	try:
		return search_link(target, "", reference_doctype=doctype)
	except frappe.PermissionError:
		frappe.clear_messages()
		return []
