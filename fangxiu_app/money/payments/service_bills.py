"""Sets the project of a supplier's bill from its order, agreement and tickets, so that nobody has to type it.

Without a project those who review bills do not see it (core/access/vouchers.py), and nothing is held from it.
"""

from __future__ import annotations

import frappe

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _


def fill(doc) -> None:
	"""Project of a draft Purchase Invoice, where it is empty. Raises RefusedError where its sources contradict it."""
	if doc.docstatus or not (sources := _sources(doc)):
		return
	projects = list(dict.fromkeys(project for project, _label, _name in sources))
	doc.project = doc.project or projects[0]
	for project, label, name in sources:
		if project != doc.project:
			frappe.throw(
				_(
					"{0} {1} belongs to project {2}, this bill to project {3}. Correct one of them, or make two bills."
				).format(_(label), *map(frappe.bold, (name, project, doc.project))),
				RefusedError,
				title=_("Another Project"),
			)


def _sources(doc) -> list[tuple[str, str, str]]:
	"""(project, kind of document, name) of everything the bill names that belongs to a project, the strongest first."""
	rows = doc.get("items") or []
	named = (
		("Third Party Order", [doc.get("fx_third_party_order")]),
		("Compensation", [doc.get("fx_compensation")]),
		("Warranty Agreement", [doc.get("warranty_agreement")]),
		("Repair Ticket", [row.get("fx_repair_ticket") for row in rows]),
		("Purchase Order", [row.get("purchase_order") for row in rows]),
	)
	found = []
	for doctype, names in named:
		wanted = sorted({name for name in names if name})
		if wanted:
			pairs = frappe.get_all(
				doctype,
				{"name": ("in", wanted), "project": ("is", "set")},
				["project", "name"],
				order_by="name",
			)
			found += [(pair.project, doctype, pair.name) for pair in pairs]
	return found
