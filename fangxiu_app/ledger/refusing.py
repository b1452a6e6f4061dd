"""Refusals of the money side: one error for all of them, so that its callers can tell them from others."""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from fangxiu_app.core import messages
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _


class DepositError(frappe.ValidationError):
	"""A voucher or document would break a rule of the warranty deposits."""


def refuse(violations: Iterable[Violation], title: str | None = None) -> None:
	"""Raise one DepositError that lists every violation; silent when there is none."""
	messages.refuse(violations, DepositError, title or _("Not Possible"))


def describe(code: str, params: tuple = ()) -> str:
	"""One text in the session's language."""
	return messages.describe(Violation(code, params))
