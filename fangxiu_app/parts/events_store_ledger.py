"""Events of ERPNext's ledgers that stock writes."""

from __future__ import annotations

from fangxiu_app.parts import service_store_ledger


def before_insert(doc, method: str | None = None) -> None:
	"""Stock Ledger Entry: stores of ours are moved by our documents and by receipts of orders."""
	service_store_ledger.check(doc)


def before_insert_value(doc, method: str | None = None) -> None:
	"""GL Entry: what stock of ours is worth is booked against no bank."""
	service_store_ledger.check_value(doc)
