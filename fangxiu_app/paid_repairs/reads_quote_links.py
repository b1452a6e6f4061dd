"""Data of a quotation's page for the owner, besides the quotation itself, and the quotation's links (R58)."""

from __future__ import annotations

from collections.abc import Sequence

import frappe


def shown(quote) -> frappe._dict:
	"""Flat, defect, why it is paid, who repairs, whom to phone. One query."""
	ticket, project, user, supplier = map(frappe.qb.DocType, ("Repair Ticket", "Project", "User", "Supplier"))
	row = (
		frappe.qb.from_(ticket)
		.join(project)
		.on(project.name == ticket.project)
		.left_join(user)
		.on(user.name == ticket.engineer)
		.left_join(supplier)
		.on(supplier.name == ticket.contractor)
		.select(
			ticket.unit_code,
			ticket.location,
			ticket.defect_type,
			ticket.description,
			ticket.root_cause,
			ticket.responsibility,
			ticket.owner_until,
			ticket.status,
			project.project_name,
			project.fx_repair_phone.as_("phone"),
			user.full_name.as_("engineer"),
			supplier.supplier_name.as_("contractor"),
		)
		.where(ticket.name == quote.ticket)
	).run(as_dict=True)[0]
	row.defect = "，".join(filter(None, (row.location, row.defect_type)))
	return row


def newest(quote: str) -> str | None:
	"""The newest link of a quotation."""
	names = frappe.get_all("Access Link", {"quote": quote}, order_by="creation desc", limit=1, pluck="name")
	return names[0] if names else None


def of_quotes(quotes: Sequence[str]) -> dict[str, dict]:
	"""Quotation → its newest link: state, when and where it was sent, questions. One query."""
	fields = [
		"quote",
		"state",
		"expires_at",
		"sent_to",
		"sent_at",
		"question_count",
		"questions",
		"answered_at",
	]
	filters = {"quote": ("in", list(quotes) or [""])}
	rows = frappe.get_all("Access Link", filters, fields, order_by="creation asc")
	return {row.quote: row for row in rows}
