import frappe

TABLE = "Repair Ticket"
FIELDS = ("substitute_property", "substitute_project", "substitute_side_name")


def execute() -> None:
	"""The free lines of a substitute's signers become fields: property company, project department, contractor or manager.

	The lines had this order on the form. Who signed third was not said, so the party stays empty; a line that has no
	field of its own is joined to the last one. The old column keeps what was written.
	"""
	if not frappe.db.has_column(TABLE, "substitute_signers"):
		return
	ticket = frappe.qb.DocType(TABLE)
	rows = (
		frappe.qb.from_(ticket)
		.select(ticket.name, ticket.substitute_signers)
		.where(ticket.substitute_signers.isnotnull() & (ticket.substitute_signers != ""))
		.where(ticket.substitute_property.isnull() | (ticket.substitute_property == ""))
	).run(as_dict=True)
	for row in rows:
		frappe.db.set_value(TABLE, row.name, split(row.substitute_signers), update_modified=False)


def split(text: str) -> dict[str, str]:
	"""Lines as fields, each at most as long as the field."""
	lines = [line.strip() for line in text.splitlines() if line.strip()]
	head, rest = lines[:2], lines[2:]
	return dict(
		zip(FIELDS, [line[:140] for line in (*head, *(["、".join(rest)] if rest else []))], strict=False)
	)
