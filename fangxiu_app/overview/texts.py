"""Texts of what the desk of approvals refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"approval_none": _("{0} takes no approval. Open a document that is approved in steps."),
	}
