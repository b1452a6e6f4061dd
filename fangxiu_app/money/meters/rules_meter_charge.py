"""Water, electricity and gas a contractor used, charged from two readings of a meter (R48). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangxiu_app.core.money import product
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.refusal import Violation

DRAFT, CONFIRMED, CANCELLED = "Draft", "Confirmed", "Cancelled"
STATES = (DRAFT, CONFIRMED, CANCELLED)
#: Kind of meter → the unit it counts in. Heat meters count in kWh or GJ, so that their readings say it.
UNITS = {"Water": "m³", "Hot Water": "m³", "Gas": "m³", "Electricity": "kWh"}


@dataclass(frozen=True, slots=True)
class Mark:
	"""A meter reading of one day; ``source`` says where it was recorded."""

	on: date
	value: Decimal
	source: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
	"""What is charged: from one mark to another, at a price per unit of the meter."""

	start: Mark
	end: Mark
	price: Decimal = Decimal(0)
	name: str = ""

	@property
	def quantity(self) -> Decimal:
		return self.end.value - self.start.value

	@property
	def amount(self) -> Decimal:
		"""Quantity × price, to the cent."""
		return product(self.quantity, self.price)


def quantity(kind: str, value: float) -> str:
	"""A consumption as papers show it: the number with the unit of its meter."""
	return f"{plain_number(value)} {UNITS.get(kind, '')}".rstrip()


def check(charge: Charge, known: Iterable[Mark], others: Iterable[Charge], today: date) -> list[Violation]:
	"""Everything that stands against a charge.

	The meter does not run backwards, not between its two readings and not against any reading ``known``; no consumption is
	charged twice (``others`` of the same meter); it has a price and lies in the past.
	"""
	found = []
	if charge.end.on < charge.start.on or charge.end.on > today:
		found.append(Violation("charge_days", (charge.start.on, charge.end.on)))
	if charge.quantity < 0:
		found.append(Violation("charge_backwards", (float(charge.end.value), float(charge.start.value))))
	elif charge.quantity == 0:
		found.append(Violation("charge_nothing"))
	if charge.price <= 0:
		found.append(Violation("charge_price"))
	if found:
		return found
	twice = [
		Violation("charge_twice", (other.name, float(other.start.value), float(other.end.value)))
		for other in others
		if max(other.start.value, charge.start.value) < min(other.end.value, charge.end.value)
	]
	return [*_against(charge, known), *twice]


def _against(charge: Charge, known: Iterable[Mark]) -> list[Violation]:
	"""Stored readings that contradict the charge's two readings."""
	return [
		Violation("charge_against_reading", (float(mark.value), mark.on, mark.source))
		for mark in known
		for own in (charge.start, charge.end)
		if (mark.on < own.on and mark.value > own.value) or (mark.on > own.on and mark.value < own.value)
	][:1]


def check_step(state: str, wanted: str, reason: str, photo: bool) -> list[Violation]:
	"""What stands against confirming or cancelling."""
	if state == CANCELLED or state == wanted:
		return [Violation("charge_state", (state,))]
	if wanted == CANCELLED and not reason.strip():
		return [Violation("charge_reason")]
	return [Violation("charge_photo")] if wanted == CONFIRMED and not photo else []
