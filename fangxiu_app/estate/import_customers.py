"""Owners as ERPNext Customers: one per name and phone number, found or made in sets."""

from __future__ import annotations

import re
from collections.abc import Iterable

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.estate.rules_unit_fields import name_key, phone_digits
from fangxiu_app.importing import bulk

#: (owner's name, phone digits, unit): the unit only tells apart owners without a phone number.
Key = tuple[str, str, str]
LONGEST_NAME = 140
_NUMBERED = re.compile(r"(.*?)(?: - (\d+))?", re.DOTALL)


def key_of(owner_name: str, phone: str, unit: str) -> Key:
	"""The same name with the same number is one person; a name alone is one person per unit only."""
	digits = phone_digits(phone or "")
	return (owner_name, digits, "" if digits else unit)


def ensure(keys: Iterable[Key]) -> tuple[dict[Key, str], int]:
	"""Customer of every key, and how many of them are new. A constant number of statements.

	Keys that differ in the spelling of the name only (张　三, 张三) are one person. New ones are private persons in the
	groups ERPNext's own defaults name. They are written without ERPNext's controller, which does nothing for a person
	without address, tax number or lead (ADR 0020).
	"""
	wanted: dict[Key, Key] = {}
	for key in keys:
		wanted.setdefault(_person(key), key)
	found = _existing(wanted)
	missing = {person: key for person, key in wanted.items() if person not in found}
	found |= _create(missing)
	return _Spelled(found), len(missing)


class _Spelled(dict):
	"""Customers by person, asked for by key: however the name is spelled."""

	def __getitem__(self, key: Key) -> str:
		return super().__getitem__(_person(key))


def _person(key: Key) -> Key:
	return (name_key(key[0]), key[1], key[2])


def _existing(wanted: dict[Key, Key]) -> dict[Key, str]:
	"""Customers that are there: by phone number as the importer writes it, or by the name as it is written here."""
	fields = ("name", "customer_name", "mobile_no")
	phones = {phone for _name, phone, _unit in wanted if phone}
	rows = bulk.by_names("Customer", phones, fields, key="mobile_no")
	rows += bulk.by_names(
		"Customer", (name for name, phone, _unit in wanted.values() if phone), fields, key="customer_name"
	)
	known = {
		(name_key(row.customer_name), phone_digits(row.mobile_no or ""), ""): row.name
		for row in reversed(rows)
	}
	return {person: known[person] for person in wanted if person[1] and person in known}


def _create(missing: dict[Key, Key]) -> dict[Key, str]:
	keys = list(missing.values())
	if not keys:
		return {}
	group, territory = _leaf("Customer Group", "customer_group"), _leaf("Territory", "territory")
	names = dict(zip(keys, _names([name for name, _phone, _unit in keys]), strict=True))
	bulk.insert(
		"Customer",
		[
			{
				"name": names[key],
				"naming_series": _series(),
				"customer_name": key[0],
				"customer_type": "Individual",
				"customer_group": group,
				"territory": territory,
				"mobile_no": key[1] or None,
				"language": frappe.db.get_default("lang") or "zh",
			}
			for key in keys
		],
	)
	return {person: names[key] for person, key in missing.items()}


def _leaf(doctype: str, setting: str) -> str:
	"""The group new customers go to: ERPNext's default if it is set, else one for private persons, else any that is no group."""
	default = frappe.db.get_single_value("Selling Settings", setting)
	if default and not frappe.db.get_value(doctype, default, "is_group"):
		return default
	leaves = frappe.get_all(doctype, {"is_group": 0}, pluck="name", order_by="lft asc")
	if not leaves:
		frappe.throw(
			_(
				"There is no {0} to put owners into. Create one that is not a group, then import again."
			).format(_(doctype))
		)
	return next((name for name in leaves if name in ("Individual", "China")), leaves[0])


def _series() -> str | None:
	options = (frappe.get_meta("Customer").get_options("naming_series") or "").split("\n")
	return next((option for option in options if option), None)


def _names(customer_names: list[str]) -> list[str]:
	"""Document names as ERPNext would give them: by series or by customer name, as Selling Settings say."""
	series = _series()
	if frappe.db.get_default("cust_master_name") == "Naming Series" and series:
		return bulk.series_names(series, frappe._dict(doctype="Customer"), len(customer_names))
	return _by_customer_name(customer_names)


def _by_customer_name(customer_names: list[str]) -> list[str]:
	"""The names themselves, with a number behind one that the database takes for a name that is there."""
	stored = [
		row.name
		for field in ("name", "customer_name")
		for row in bulk.by_names("Customer", customer_names, ("name",), key=field)
	]
	parts = {name: _NUMBERED.fullmatch(name) for name in (*stored, *customer_names)}
	weights = bulk.weights(found[1] for found in parts.values())
	taken = {(weights[parts[name][1]], int(parts[name][2] or 0)) for name in stored}
	names = []
	following: dict[object, int] = {}
	for customer_name in customer_names:
		base, number = weights[parts[customer_name][1]], int(parts[customer_name][2] or 0)
		if (base, number) in taken:
			number = following.get(base, 0)
			while (base, number) in taken:
				number += 1
			following[base] = number
		taken.add((base, number))
		ending = f" - {number}" if number else ""
		names.append(f"{parts[customer_name][1][: LONGEST_NAME - len(ending)]}{ending}")
	return names
