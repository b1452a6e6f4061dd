"""Milestones of deliveries with their proofs: a constant number of queries, however many batches."""

from __future__ import annotations

from datetime import date

import frappe

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.delivery.proofs import reads_milestone_proofs
from fangxiu_app.delivery.proofs.reads_milestone_proofs import Scope
from fangxiu_app.delivery.rules_milestones import Fact

FIELDS = (
	"name batch project code title clause department told anchor offset_amount offset_unit due_date proof wanted"
	" manual_on manual_note manual_file evidence"
).split()


def batches(project: str | None = None, names: list[str] | None = None) -> list[dict]:
	"""Delivery batches of the user's projects, the next delivery first; or those named, whose reading was checked."""
	filters: dict = {}
	if names is not None:
		filters["name"] = ("in", names or [""])
	else:
		allowed = allowed_projects(doctype="Delivery Batch")
		if allowed is not None:
			filters["project"] = ("in", allowed or [""])
		if project:
			filters["project"] = project if allowed is None or project in allowed else ""
	fields = ["name", "title", "batch_name", "project", "delivery_date", "completion_date"]
	return frappe.get_all("Delivery Batch", filters, fields, order_by="delivery_date, name")


def rows(names: list[str]) -> list[frappe._dict]:
	"""Milestones of the batches in the order of their due dates."""
	return frappe.get_all(
		"Delivery Milestone", {"batch": ("in", names or [""])}, FIELDS, order_by="due_date, code", limit=0
	)


def facts(found: list[dict], today: date) -> dict[tuple[str, str], Fact]:
	"""(batch, proof) → what the records prove."""
	return look(found, today)[0]


def look(found: list[dict], today: date) -> tuple[dict[tuple[str, str], Fact], dict[str, list[str]]]:
	"""(batch, proof) → what the records prove; batch → names of its contractors, once each."""
	scope = Scope.of(found, today)
	proved = {
		(batch, kind): fact
		for kind, read in reads_milestone_proofs.READERS.items()
		for batch, fact in read(scope).items()
	}
	names = {
		batch: sorted({row["contractor_name"] or row["contractor"] for row in rows})
		for batch, rows in scope.agreements.items()
	}
	return proved, names


def fact_of(row: dict, known: dict[tuple[str, str], Fact]) -> Fact:
	"""The fact of one milestone: a documented proof where there is one, else the records'."""
	if row["manual_on"] and row["manual_file"]:
		return Fact(1, 1, row["manual_on"])
	return known.get((row["batch"], row["proof"]), Fact())


def open_batches(today: date) -> list[dict]:
	"""Batches of all projects that may still have open milestones: for the scheduler, which has no user."""
	since = frappe.utils.add_months(today, -12)
	fields = ["name", "title", "batch_name", "project", "delivery_date", "completion_date"]
	return frappe.get_all("Delivery Batch", {"delivery_date": (">", since)}, fields)
