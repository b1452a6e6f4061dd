"""Events of Sales Invoices that bill a paid repair."""

from __future__ import annotations

from fangxiu_app.finance import paid_repairs


def validate(doc, method: str | None = None) -> None:
	"""What the payer accepted is the limit, whoever writes the invoice (R58)."""
	paid_repairs.check_invoice(doc)


def before_submit(doc, method: str | None = None) -> None:
	"""Parts are billed as far as they were used."""
	paid_repairs.check_used(doc)
