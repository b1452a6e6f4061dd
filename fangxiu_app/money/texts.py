"""Texts that several money documents have in common: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	return {
		"amount_missing": _("Enter an amount above zero."),
	}
