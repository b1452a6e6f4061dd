"""Refusals in words: one registry of texts, filled with what the rule says. Codes come from the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import frappe
from frappe.utils import escape_html, fmt_money, format_date, format_datetime

from fangxiu_app.core.money import minus_first
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.wording import _

#: Endings of the codes that say what was left out.
LEFT_OUT = ("_missing", "_incomplete")


class RefusedError(frappe.ValidationError):
	"""A rule of the regulation refused an action."""


def refuse(
	violations: Iterable[Violation], error: type[frappe.ValidationError] = RefusedError, title: str | None = None
) -> None:
	"""Raise one ``error`` that lists every violation, a PermissionError for a missing role; silent when there is none."""
	found = list(violations)
	if not found:
		return
	if any(one.code == "role_missing" for one in found):
		frappe.throw(describe(found[0]), frappe.PermissionError, title=_("Not Allowed"))
	frappe.throw("<br>".join(map(describe, found)), error, title=title or _title(found))


def _title(found: list[Violation]) -> str:
	"""Something was left out, or what is asked for cannot be done as things stand."""
	left_out = all(one.code.endswith(LEFT_OUT) for one in found)
	return _("Please Complete") if left_out else _("Not Possible Yet")


def describe(violation: Violation) -> str:
	"""One violation in the session's language. Raises KeyError for a code without a text."""
	return texts()[violation.code].format(*map(show, violation.params))


def texts() -> dict[str, str]:
	"""The registry: code → text in the session's language, from the functions that the hook ``fangxiu_texts`` names."""
	known = getattr(frappe.local, "fx_texts", None)
	if not known or known[0] != frappe.local.lang:
		found: dict[str, str] = {}
		for method in frappe.get_hooks("fangxiu_texts", app_name="fangxiu_app"):
			found |= frappe.get_attr(method)()
		known = frappe.local.fx_texts = (frappe.local.lang, found)
	return known[1]


def show(value: object) -> str:
	"""A parameter as people read it: amounts with two decimals, dates by their format, fields by their label, words translated,
	lists joined, HTML escaped."""
	if isinstance(value, Field):
		return escape_html(_(frappe.get_meta(value.doctype).get_label(value.name)))
	if isinstance(value, Decimal):
		return minus_first(fmt_money(value, precision=2))
	if isinstance(value, datetime):
		return format_datetime(value, "yyyy-MM-dd HH:mm")
	if isinstance(value, date):
		return format_date(value, "yyyy-MM-dd")
	if isinstance(value, tuple | list):
		return "、".join(map(show, value)) if frappe.local.lang == "zh" else ", ".join(map(show, value))
	if isinstance(value, float):
		return plain_number(value)
	if not isinstance(value, str):
		return "–" if value is None else str(value)
	return escape_html(_(value))
