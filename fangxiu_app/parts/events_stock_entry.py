"""Stock Entries made by handovers and tickets: not created by hand, and cancelled only from there."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access.vouchers import check_voucher
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _
from fangxiu_app.parts import reads_ticket_parts as reads
from fangxiu_app.parts import service_ticket_parts

LINKS = ("fx_parts_handover", "fx_ticket_part", "fx_repair_ticket")


def validate(doc, method: str | None = None) -> None:
	"""Project scope of people of ours."""
	check_voucher(doc)


def before_submit(doc, method: str | None = None) -> None:
	"""Only our own actions make entries that count as handed over or used."""
	marked = any(doc.get(name) for name in LINKS) or any(row.get("fx_spare_parts_row") for row in doc.items)
	if marked and not doc.flags.fx_voucher:
		frappe.throw(
			_(
				"Handing over and using spare parts is recorded on the handover or on the ticket, which makes this entry by itself. Use the buttons there."
			),
			RefusedError,
			title=_("Made by Actions Only"),
		)


def before_cancel(doc, method: str | None = None) -> None:
	"""A handover is cancelled as a whole; an issue not while one of its returns is in force."""
	if doc.fx_parts_handover and not doc.flags.fx_voucher:
		frappe.throw(
			_(
				"This transfer belongs to handover {0}. Cancel the handover: it takes this entry along."
			).format(frappe.bold(doc.fx_parts_handover)),
			RefusedError,
			title=_("Not Possible Yet"),
		)
	returns = doc.fx_ticket_part and doc.purpose == "Material Issue"
	returns = returns and reads.vouchers(doc.fx_ticket_part, "Material Receipt")
	if returns:
		frappe.throw(
			_("Some of it was given back already. Press Undo Return for {0} first, on the ticket.").format(
				", ".join(returns)
			),
			RefusedError,
			title=_("Not Possible Yet"),
		)


def on_cancel(doc, method: str | None = None) -> None:
	"""Recomputes the ticket part from its vouchers."""
	if doc.fx_ticket_part:
		service_ticket_parts.recompute(frappe.get_doc("Ticket Part", doc.fx_ticket_part, for_update=True))
