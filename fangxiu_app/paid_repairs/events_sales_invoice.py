"""Events of Sales Invoices that bill a paid repair."""

from __future__ import annotations

from fangxiu_app.paid_repairs import service_sales_invoices


def validate(doc, method: str | None = None) -> None:
	"""What the payer accepted is the limit, whoever writes the invoice (R58)."""
	service_sales_invoices.check_invoice(doc)


def before_submit(doc, method: str | None = None) -> None:
	"""Parts are billed as far as they were used."""
	service_sales_invoices.check_used(doc)
