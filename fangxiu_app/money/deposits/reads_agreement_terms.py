"""Terms of a signed agreement as its form and who agrees to a change see them: which are fixed, which are asked for."""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.utils import cstr, fmt_money

from fangxiu_app.core.money import money
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.money.deposits import rules_agreement_change as rules


def fixed_terms(doc) -> list[str]:
	"""Fields that the form shows as they are: their change is asked for."""
	fixed = not doc.is_new() and rules.are_fixed(doc.status or "", money(reads_deposits.balance(doc.name)))
	return list(rules.by_hand({name: (doc.get(name), None) for name in rules.TERMS}, fixed))


def asked_terms(doc) -> list[tuple[str, str, str]]:
	"""What a change of terms asks for, one by one: label, the term as it stands, the new one."""
	waits = doc.change_asked_at and not doc.change_agreed_at
	terms = json.loads((waits and doc.change_terms) or "{}")
	fields = [doc.meta.get_field(name) for name in rules.TERMS if name in terms]
	return [
		(_(df.label), *(_shown(doc, df, value) for value in (doc.get(df.fieldname), terms[df.fieldname]))) for df in fields
	]


def _shown(doc, df, value: object) -> str:
	if not value:
		return "–" if df.fieldtype in ("Date", "Data", "Select") else "0"
	return _(cstr(value)) if df.fieldtype == "Select" else frappe.format_value(value, df, doc)


def low_guarantee(doc) -> str:
	"""The warning where a guarantee that is asked for secures less than what is held; empty where it does not."""
	asked = doc.change_kind == rules.GUARANTEE and doc.change_asked_at
	return low(doc, money(reads_deposits.balance(doc.name))) if asked else ""


def low(doc, held) -> str:
	"""The same for what stands in the form while it is being asked for."""
	given = money(doc.guarantee_amount)
	if not rules.is_low(given, held):
		return ""
	text = _("The guarantee of {0} is lower than the {1} that stand in the deposit: {2} would be secured by nothing.")
	return text.format(*(fmt_money(amount, precision=2, currency=doc.currency) for amount in (given, held, held - given)))
