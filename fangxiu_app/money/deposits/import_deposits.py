"""Import of deposits that are held already, for contractors in their liability period (R18): all rows or none.

Each row becomes a Warranty Deposit Entry of the kind Brought Forward, which makes the standard voucher. The check posts
everything and rolls it back, so it reports what the import would, closed periods and account guards included.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal

import frappe
from frappe.utils import flt, strip_html, today

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.wording import _
from fangxiu_app.estate.rules_unit_fields import name_key
from fangxiu_app.importing import lists, texts
from fangxiu_app.importing.columns import Problem, Row
from fangxiu_app.importing.reading import Reading
from fangxiu_app.money.deposits import import_deposits_file

ENTRY = "Warranty Deposit Entry"
#: Each row is a voucher with its ledger entries: longer lists are imported in parts.
AT_MOST = 300
SAVEPOINT = "deposit_import"


def import_deposits(
	content: bytes,
	file_name: str,
	dry_run: bool = True,
	sheets: Sequence[str] | None = None,
	left_out: Collection[str] = (),
) -> dict:
	"""Read the list and, unless ``dry_run`` or anything is wrong in it, post it. Returns the report.

	``sheets`` and ``left_out`` are chosen as in :func:`fangxiu_app.importing.lists.read`. A row that stands in the books
	already (same agreement, same original voucher, same amount) is left alone: the list can be imported again. Raises
	PermissionError without the right to submit deposit entries, ValidationError for an unreadable file.
	"""
	for right in ("create", "submit"):
		frappe.has_permission(ENTRY, right, throw=True)
	found = lists.read(content, file_name, import_deposits_file.COLUMNS, sheets, left_out, AT_MOST)
	rows = found.rows
	chosen, problems = _agreements(rows)
	found.problems += [*problems, *_accounts(rows)]
	if found.problems:
		return _report(found, dry_run)
	frappe.new_doc(ENTRY).lock_deposits(agreement.name for agreement in chosen.values())
	new, problems = _new_rows(rows, chosen)
	found.problems += problems
	if not found.problems:
		found.problems += _post(new, chosen, dry_run)
	return _report(found, dry_run, [] if found.problems else new)


def _agreements(rows: list[Row]) -> tuple[dict[tuple[str, int], frappe._dict], list[Problem]]:
	"""The one agreement each row means, by row number, among those of the user's projects. One query."""
	scope = allowed_projects(doctype=ENTRY)
	known = frappe.get_all(
		"Warranty Agreement",
		{"security": "Deposit", **({"project": ("in", scope or [""])} if scope is not None else {})},
		["name", "project", "contractor", "contractor_name", "contract_no"],
	)
	titles = dict(frappe.get_all("Project", ["name", "project_name"], as_list=True))
	chosen, problems = {}, []
	for row in rows:
		fitting = [one for one in known if _fits(row, one, titles)]
		if len(fitting) == 1:
			chosen[row.place] = fitting[0]
		elif row.get("contractor") and not row.refused:
			problems.append(_unclear(row, fitting, known, titles))
	return chosen, problems


def _fits(row: Row, one, titles: dict[str, str]) -> bool:
	allowed: dict[str, Callable[[], tuple]] = {
		"contractor": lambda: (one.contractor, one.contractor_name),
		"project": lambda: (one.project, titles.get(one.project)),
		"contract_no": lambda: (one.contract_no,),
		"agreement": lambda: (one.name,),
	}
	return all(not row.get(name) or _is_one(row.get(name), values()) for name, values in allowed.items())


def _is_one(written: str, names: tuple) -> bool:
	"""Whether a name of the list is one of ``names``, however it is spaced and in whatever brackets."""
	return name_key(written) in [name_key(name) for name in names if name]


def _unclear(row: Row, fitting: list, known: list, titles: dict[str, str]) -> Problem:
	"""Why the row matches no agreement, or several, with what to do: enter the agreement first, or correct the row."""
	written = row.get("contractor")
	if fitting:
		names = tuple(sorted(one.name for one in fitting))[:5]
		return row.problem("contractor", "many_agreements", written, names)
	others = [one for one in known if _is_one(written, (one.contractor, one.contractor_name))]
	if others:
		names = tuple(
			f"{one.name} ({', '.join(filter(None, (titles.get(one.project), one.contract_no)))})"
			for one in sorted(others, key=lambda one: one.name)[:5]
		)
		return row.problem("contractor", "agreement_differs", written, names)
	supplier = frappe.db.exists("Supplier", written) or frappe.db.exists(
		"Supplier", {"supplier_name": written}
	)
	return row.problem("contractor", "no_agreement" if supplier else "no_such_contractor", written)


def _new_rows(rows: list[Row], chosen: dict) -> tuple[list[Row], list[Problem]]:
	"""Rows that are not in the books yet. What is there with another amount is a problem, as is the same row twice."""
	booked = _booked({agreement.name for agreement in chosen.values()})
	new, problems, first = [], [], {}
	for row in rows:
		key = (chosen[row.place].name, row.get("reference_no", ""))
		if key in first:
			problems.append(row.problem("reference_no", "opening_double", first[key]))
			continue
		first[key] = row.where
		entry = booked.get(key)
		if entry is None:
			new.append(row)
		elif entry.docstatus == 0:
			problems.append(row.problem("amount", "opening_draft", entry.name))
		elif flt(entry.amount, 2) != row.get("amount"):
			problems.append(row.problem("amount", "opening_differs", entry.name, f"{entry.amount:,.2f}"))
	return new, problems


def _booked(agreements: set[str]) -> dict[tuple[str, str], frappe._dict]:
	"""Openings by agreement and original voucher, as committed, because another import may just have ended."""
	entry = frappe.qb.DocType(ENTRY)
	rows = (
		frappe.qb.from_(entry)
		.select(entry.name, entry.agreement, entry.reference_no, entry.amount, entry.docstatus)
		.where(entry.agreement.isin(sorted(agreements) or [""]) & (entry.kind == "Brought Forward"))
		.where(entry.docstatus < 2)
		.for_update()
	).run(as_dict=True)
	return {(row.agreement, row.reference_no or ""): row for row in rows}


def _post(rows: list[Row], chosen: dict, dry_run: bool) -> list[Problem]:
	"""Post the rows; with any problem, or for a check, all of it is rolled back."""
	frappe.db.savepoint(SAVEPOINT)
	problems, said = [], len(frappe.local.message_log)
	for row in rows:
		try:
			_entry(row, chosen[row.place]).submit()
		except frappe.ValidationError as error:
			problems.append(row.problem("amount", "row_refused", strip_html(str(error).replace("<br>", " "))))
		del frappe.local.message_log[said:]
	if problems or dry_run:
		frappe.db.rollback(save_point=SAVEPOINT)
	return problems


def _entry(row: Row, agreement):
	doc = frappe.new_doc(ENTRY)
	doc.update(
		{
			"agreement": agreement.name,
			"project": agreement.project,
			"kind": "Brought Forward",
			"posting_date": row.get("posting_date") or today(),
			"amount": row.get("amount"),
			"reference_no": row.get("reference_no"),
			"other_account": row.get("other_account"),
			"remark": row.get("remark"),
		}
	)
	return doc.insert()


def _accounts(rows: list[Row]) -> list[Problem]:
	"""Replace the written account by its name: full name, or name or number where only one account has it."""
	problems = []
	for row in rows:
		written = row.get("other_account")
		found = written and next(
			(
				names[0]
				for field in ("name", "account_name", "account_number")
				if len(names := _named(field, written)) == 1
			),
			None,
		)
		if found:
			row.values["other_account"] = found
		elif written:
			problems.append(row.problem("other_account", "unknown_link", _("Other Account"), written))
	return problems


def _named(field: str, value: str) -> list[str]:
	return frappe.get_all("Account", {"is_group": 0, field: value}, pluck="name", limit=2)


def _report(found: Reading, dry_run: bool, new: Sequence[Row] = ()) -> dict:
	total = sum((Decimal(str(row.get("amount"))) for row in new), Decimal(0))
	ok = not found.problems
	return {
		"ok": ok,
		"dry_run": dry_run,
		"written": ok and not dry_run,
		"rows": len(found.rows),
		"created": len(new),
		"unchanged": len(found.rows) - len(new) if ok else 0,
		"total": float(total),
		"error_count": len(found.problems),
		"errors": texts.as_rows(found.problems),
		"notes": texts.as_rows(found.notes),
	}
