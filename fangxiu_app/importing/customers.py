"""Owners as ERPNext Customers: one per name and phone number, found or made in sets."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _

from fangxiu_app.domain.unit_fields import phone_digits
from fangxiu_app.importing import bulk

#: (owner's name, phone digits, unit): the unit only tells apart owners without a phone number.
Key = tuple[str, str, str]


def key_of(owner_name: str, phone: str, unit: str) -> Key:
	"""The same name with the same number is one person; a name alone is one person per unit only."""
	digits = phone_digits(phone or "")
	return (owner_name, digits, "" if digits else unit)


def ensure(keys: Iterable[Key]) -> tuple[dict[Key, str], int]:
	"""Customer of every key, and how many of them are new. A constant number of statements.

	New ones are private persons in the groups ERPNext's own defaults name. They are written without ERPNext's controller,
	which does nothing for a person without address, tax number or lead (ADR 0020).
	"""
	wanted = list(dict.fromkeys(keys))
	found = _existing(wanted)
	missing = [key for key in wanted if key not in found]
	found |= _create(missing)
	return found, len(missing)


def _existing(keys: list[Key]) -> dict[Key, str]:
	rows = bulk.by_names(
		"Customer",
		(name for name, phone, _unit in keys if phone),
		("name", "customer_name", "mobile_no"),
		key="customer_name",
	)
	known = {(row.customer_name, phone_digits(row.mobile_no or ""), ""): row.name for row in reversed(rows)}
	return {key: known[key] for key in keys if key[1] and key in known}


def _create(keys: list[Key]) -> dict[Key, str]:
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
	return names


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
	taken = {row.name for row in bulk.by_names("Customer", customer_names, ("name",))}
	taken |= {row.name for row in bulk.by_names("Customer", customer_names, ("name",), key="customer_name")}
	names = []
	for customer_name in customer_names:
		name, number = customer_name, 0
		while name in taken:
			number += 1
			name = f"{customer_name} - {number}"
		taken.add(name)
		names.append(name)
	return names
