"""Terms of a signed agreement as its form and who agrees to a change see them: which are fixed, which are asked for."""

from __future__ import annotations

import json

import frappe
from frappe.model import no_value_fields, numeric_fieldtypes
from frappe.utils import cstr, flt, fmt_money, getdate

from fangxiu_app.approvals import rules_approval
from fangxiu_app.contractors.rules_agreement import was_signed
from fangxiu_app.core.messages import describe
from fangxiu_app.core.money import minus_first, money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.money.deposits import rules_agreement_change as rules

#: What a request says besides its terms.
SAID = ("change_kind", "change_reason", "change_file", "deposit_fate", "change_asked_by", "change_asked_at")

#: Documents that are signed by the agreement as it stands.
RESTING = ("Deposit Release", "Contractor Deduction", "Third Party Order", "Compensation")


def in_signing(agreement: str) -> list[Violation]:
	"""Signatures are being given by this agreement: it stays as it is until they are given or sent back."""
	filters = {"agreement": agreement, "approval_state": rules_approval.IN_APPROVAL, "docstatus": 0}
	names = [name for kind in RESTING for name in frappe.get_all(kind, filters, pluck="name")]
	return [Violation("change_running", (tuple(names),))] if names else []


def hindrance(doc) -> str:
	"""Why no change can be asked for or agreed to now, before anything is typed; empty where one can."""
	return " ".join(map(describe, in_signing(doc.name))) if is_fixed(doc) else ""


def is_fixed(doc) -> bool:
	"""Whether the terms that stand in ``doc`` are changed by two people only."""
	return rules.are_fixed(was_signed(doc.status or "", doc.signed_on), money(reads_deposits.balance(doc.name)))


def fixed_terms(doc) -> list[str]:
	"""Fields that the form shows as they are: their change is asked for."""
	fixed = not doc.is_new() and is_fixed(doc)
	return list(rules.by_hand({name: (doc.get(name), None) for name in rules.TERMS}, fixed))


def waits(doc) -> bool:
	"""Whether a change is asked for and not decided yet."""
	return bool(doc.change_asked_at and not doc.change_agreed_at)


def asked(doc) -> dict:
	"""The terms a request wants, field → value. A guarantee that was asked for before requests kept it stands in the agreement."""
	terms = json.loads(doc.change_terms or "{}")
	if doc.change_kind == rules.GUARANTEE and not terms:
		return {**{name: doc.get(name) for name in rules.GUARANTEED}, "security": "Guarantee"}
	return terms


def asked_terms(doc) -> list[tuple[str, str, str]]:
	"""What a request changes, one by one: label, the term as it stands, the new one; of tables each row that differs."""
	terms, found = asked(doc) if waits(doc) else {}, []
	for name in rules.TERMS:
		df = doc.meta.get_field(name)
		if name in terms and name in rules.TABLES:
			found += _rows_apart(df, doc.get(name), terms[name], doc)
		elif name in terms:
			found.append((_(df.label, context=df.parent), *(_shown(doc, df, value) for value in (doc.get(name), terms[name]))))
	return found


def seen(doc) -> str:
	"""Digest of everything a head is shown and agrees to: the request, each term as it stands and as it is to be, and what is
	held; empty where nothing waits."""
	if not waits(doc):
		return ""
	terms = {name: [plain(doc, name, doc.get(name)), plain(doc, name, value)] for name, value in asked(doc).items()}
	said = {name: cstr(doc.get(name)) for name in SAID}
	return rules_approval.digest({"name": doc.name, **said, "terms": terms, "held": str(money(reads_deposits.balance(doc.name)))})


def differs(one, other, name: str) -> bool:
	"""Whether two agreements say something else in the term ``name``."""
	return plain(one, name, one.get(name)) != plain(other, name, other.get(name))


def plain(doc, name: str, value: object) -> str | list[list[str]]:
	"""A term in a form that can be compared: numbers, days and rows as text, without the names of the rows."""
	df = doc.meta.get_field(name)
	if name not in rules.TABLES:
		return _plain(df, value)
	return [[_plain(column, row.get(column.fieldname)) for column in columns(df)] for row in value or ()]


def columns(df) -> list:
	"""The columns of a table that hold a value."""
	return [column for column in frappe.get_meta(df.options).fields if column.fieldtype not in no_value_fields]


def _plain(df, value: object) -> str:
	if df.fieldtype in numeric_fieldtypes:
		return f"{flt(value, 6):.6f}"
	return cstr(getdate(value)) if df.fieldtype == "Date" and value else cstr(value)


def _rows_apart(df, before, after, doc) -> list[tuple[str, str, str]]:
	words = [[_row(df, row, doc) for row in rows or ()] for rows in (before, after)]
	return [
		(_("{0}, row {1}").format(_(df.label, context=df.parent), number), old or "–", new or "–") for number, old, new in rules.rows_apart(*words)
	]


def _row(df, row, doc) -> str:
	"""A row in words: each value with its label, a tick by its label alone."""
	parts = []
	for column in columns(df):
		value = row.get(column.fieldname)
		if value and column.fieldtype == "Check":
			parts.append(_(column.label, context=column.parent))
		elif value:
			parts.append(f"{_(column.label, context=column.parent)} {_shown(doc, column, value)}")
	return ", ".join(parts) or "–"


def _shown(doc, df, value: object) -> str:
	if not value and df.fieldtype in ("Date", "Data", "Select"):
		return "–"
	if not value:
		return frappe.format_value(0, df, doc) if df.fieldtype == "Currency" else "0"
	if df.fieldtype == "Link":
		return _(cstr(_title(df.options, value)))
	return _(cstr(value), context=df.parent) if df.fieldtype == "Select" else frappe.format_value(value, df, doc)


def _title(doctype: str, name: object) -> object:
	"""What a link shows on a form: the title where the document has one."""
	meta = frappe.get_meta(doctype)
	return (meta.title_field and meta.show_title_field_in_link and frappe.db.get_value(doctype, name, meta.title_field)) or name


def low_guarantee(doc) -> str:
	"""The warning where a guarantee that is asked for secures less than what is held; empty where it does not, or the money stays."""
	if not waits(doc) or doc.change_kind != rules.GUARANTEE or doc.deposit_fate == rules.KEEP:
		return ""
	return low(doc, asked(doc).get("guarantee_amount"), money(reads_deposits.balance(doc.name)))


def low(doc, guaranteed: object, held) -> str:
	"""The same for an amount while it is being asked for."""
	given = money(guaranteed)
	if not rules.is_low(given, held):
		return ""
	text = _("The guarantee of {0} is lower than the {1} that stand in the deposit: {2} would be secured by nothing.")
	return text.format(*(minus_first(fmt_money(amount, precision=2, currency=doc.currency)) for amount in (given, held, held - given)))
