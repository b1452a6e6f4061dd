"""Which warehouses a voucher moves, by ERPNext's stock ledger."""

from __future__ import annotations

import frappe


def of(voucher_type: str, voucher_no: str) -> list[str]:
	"""One query."""
	return frappe.get_all("Stock Ledger Entry", {"voucher_type": voucher_type, "voucher_no": voucher_no}, pluck="warehouse", distinct=True)
