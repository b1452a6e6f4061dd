"""Meter charges: consumption between two readings, confirmed by the project department, then deducted (R48)."""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.utils import flt, getdate, now_datetime, today

from fangxiu_app.core.access import files
from fangxiu_app.core.access.roles import MANAGER, PROJECT_DEPARTMENT, SUPERVISOR
from fangxiu_app.core.messages import refuse
from fangxiu_app.money.meters import reads_meters
from fangxiu_app.money.meters import rules_meter_charge as rules
from fangxiu_app.money.meters.rules_meter_charge import Charge, Mark

#: Kind of meter → field of the settings with the price of its unit.
PRICES = {
	"Water": "water_price",
	"Hot Water": "hot_water_price",
	"Electricity": "electricity_price",
	"Gas": "gas_price",
	"Heating": "heating_price",
}


def prepare(charge) -> None:
	"""Before a save: contractor, price, quantity and amount; refuses readings that the meter cannot have shown."""
	agreement = frappe.db.get_value(
		"Warranty Agreement", charge.agreement, ["contractor", "contractor_name"], as_dict=True
	)
	if agreement:
		charge.contractor, charge.contractor_name = agreement.contractor, agreement.contractor_name
	if not charge.price and charge.is_new():
		charge.price = frappe.db.get_single_value("Fangxiu Settings", PRICES[charge.kind])
	wanted = charge_of(charge)
	known = [
		Mark(row["on"], _number(row["value"]), row["source"])
		for row in reads_meters.readings(charge.unit, charge.kind)
	]
	others = map(charge_of, reads_meters.charges(charge.unit, charge.kind, charge.name))
	refuse(rules.check(wanted, known, others, getdate(today())))
	charge.quantity, charge.amount = float(wanted.quantity), float(wanted.amount)


def charge_of(row) -> Charge:
	"""A document or row as the rules take it."""
	start = Mark(getdate(row.from_on), _number(row.from_reading))
	return Charge(
		start, Mark(getdate(row.to_on), _number(row.to_reading)), _number(row.get("price")), row.name or ""
	)


def confirm(charge) -> None:
	"""The project department confirms the charge, which can then be deducted."""
	frappe.only_for((PROJECT_DEPARTMENT, SUPERVISOR, MANAGER), message=True)
	refuse(rules.check_step(charge.state, rules.CONFIRMED, "", files.kept(charge.photo)))
	at = now_datetime().replace(microsecond=0)
	charge.update({"state": rules.CONFIRMED, "confirmed_by": frappe.session.user, "confirmed_at": at})
	charge.write_by_action()


def cancel(charge, reason: str) -> None:
	"""Cancel it with a reason; not when a deduction uses it."""
	frappe.only_for((PROJECT_DEPARTMENT, SUPERVISOR, MANAGER), message=True)
	refuse(rules.check_step(charge.state, rules.CANCELLED, reason, files.kept(charge.photo)))
	charge.update({"state": rules.CANCELLED, "cancel_reason": reason.strip()})
	charge.write_by_action()


def _number(value) -> Decimal:
	return Decimal(str(flt(value, 6)))
