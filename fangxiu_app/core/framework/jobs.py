"""Jobs of this app speak the language of the site: people read what they write, in messages and on documents."""

from __future__ import annotations

import frappe

OURS = "fangxiu_app."


def speak(method: str, kwargs: dict | None = None, transaction_type: str = "job") -> None:
	"""Before each job (hook ``before_job``). Frappe runs jobs in English, whoever reads what comes of them (15.56.1, ``init``).

	A scheduled job is named by its argument. Jobs of other apps are left alone: ERPNext names what it creates in the language it
	runs in. A job that was asked for by somebody may take that person's language afterwards.
	"""
	if method.startswith(OURS) or str((kwargs or {}).get("job_type") or "").startswith(OURS):
		frappe.local.lang = frappe.db.get_default("lang") or frappe.local.lang
