"""Amounts of the register of figures: each adds up one column of the rows its report lists, so that both agree."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import frappe

from fangxiu_app.core.money import money
from fangxiu_app.money.deductions import reads_waiting
from fangxiu_app.money.deposits import reads_deposit_register
from fangxiu_app.money.payments import reads_repair_costs

#: Amounts: code → (what lists the rows, the column that is added up).
AMOUNTS: dict[str, tuple] = {
	"deposit_held": (reads_deposit_register.rows, "held"),
	"deposit_deducted": (reads_deposit_register.rows, "deducted"),
	"deposit_released": (reads_deposit_register.rows, "released"),
	"deposit_balance": (reads_deposit_register.rows, "balance"),
	"deposit_undecided": (reads_deposit_register.rows, "undecided"),
	"charges_waiting": (lambda chosen: reads_waiting.rows(chosen.get("contractor"), chosen.get("project")), "cost"),
	"cost_spent": (lambda chosen: reads_repair_costs.vouchers({**chosen, "kind": "Spent"}), "amount"),
	"cost_borne": (lambda chosen: reads_repair_costs.vouchers({**chosen, "kind": "Borne by Us"}), "amount"),
	"cost_net": (reads_repair_costs.vouchers, "amount"),
}


def amount(code: str, filters: dict) -> dict[str, Decimal]:
	"""Currency → sum of an amount in the user's projects: different currencies are never added. "" is the company's."""
	listed, column = AMOUNTS[code]
	sums: dict[str, Decimal] = defaultdict(Decimal)
	for row in listed(frappe._dict(filters)):
		sums[row.get("currency") or ""] += money(row[column])
	return dict(sums)
