"""Deletes evidence no sooner than the rule allows, and never without a trace on the chain of its ticket (R109)."""

from __future__ import annotations

from frappe.utils import getdate, today

from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import refuse
from fangxiu_app.evidence import reads_retention, rules_retention, service_custody


def check(item) -> None:
	"""Before an Evidence Item is deleted. Raises LockedFieldError with what stands against it and until when.

	What is not on the chain yet is put there first: the chain then knows what was deleted.
	"""
	tickets = {item.ticket, item.came_from} - {None, ""}
	found = rules_retention.refusal(reads_retention.matters(tickets), reads_retention.years(), getdate(today()))
	refuse([found] if found else [], LockedFieldError)
	service_custody.seal([chain(item)])


def log(item) -> None:
	"""After it was deleted: by whom, when, and the SHA-256 of the original."""
	service_custody.log_removal(item, chain(item))


def chain(item) -> str:
	"""The ticket the evidence was kept for first."""
	return item.came_from or item.ticket
