"""Which Journal Entries are seen: they have no project of their own, but that of the document they were made for, or of their rows."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access import stored
from fangxiu_app.core.access.roles import FINANCE, FINANCE_CLERK
from fangxiu_app.core.access.vouchers import PASSES, projects_of
from fangxiu_app.core.narrowing.projects_seen import narrowed_to

#: What of ours a Journal Entry may belong to.
JOURNAL_LINKS = {"fx_deposit_entry": "Warranty Deposit Entry", "fx_deduction": "Contractor Deduction"}


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Journal Entries have no project: our users without a finance role see those of deposits in their projects.

	Of finance that is narrowed to projects what names another one is left out, by its deposit or its rows; all else is the company's.
	"""
	names = _journal_projects(user)
	if names is None:
		return _without_others(narrowed_to(user))
	values = ", ".join(frappe.db.escape(name, percent=False) for name in names or [""])
	inside = f"select `name` from `tabWarranty Deposit Entry` where `project` in ({values})"  # nosec B608 - escaped above
	return f"(`tabJournal Entry`.`fx_deposit_entry` in ({inside}))"


def _without_others(names: list[str] | None) -> str:
	if names is None:
		return ""
	values = ", ".join(frappe.db.escape(name, percent=False) for name in names)
	parts = [
		f"(ifnull(`tabJournal Entry`.`{field}`, '') = '' or `tabJournal Entry`.`{field}` in (select `name` from `tab{kind}` where `project` in ({values})))"  # nosec B608 - names of our own, values escaped
		for field, kind in JOURNAL_LINKS.items()
	]
	rows = f"select 1 from `tabJournal Entry Account` fx_row where fx_row.`parent` = `tabJournal Entry`.`name` and ifnull(fx_row.`project`, '') not in ('', {values})"  # nosec B608 - escaped above
	return f"({' and '.join(parts)} and not exists ({rows}))"


def has_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool | None:
	"""The check for one Journal Entry that goes with :func:`query_conditions`."""
	names = _journal_projects(user)
	if names is None:
		return _outside_others(doc, narrowed_to(user))
	kept = stored.row(doc, "fx_deposit_entry")
	if kept is None:
		return PASSES
	found = kept[0] and frappe.db.get_value("Warranty Deposit Entry", kept[0], "project") in names
	return PASSES if found else False


def _outside_others(doc, names: list[str] | None) -> bool | None:
	for field, kind in JOURNAL_LINKS.items() if names is not None else ():
		kept = stored.row(doc, field)
		if kept and kept[0] and frappe.db.get_value(kind, kept[0], "project") not in names:
			return False
	return PASSES


def _journal_projects(user: str | None) -> list[str] | None:
	user = user or frappe.session.user
	if {FINANCE, FINANCE_CLERK, "Auditor"} & set(frappe.get_roles(user)):
		return None
	return projects_of(user)
