"""The regulation's numbers as the site has set them."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe.utils import cint


@dataclass(frozen=True, slots=True)
class Rules:
	"""Settings as plain values; the defaults are the regulation's own numbers (Fangxiu Settings names each clause)."""

	entry_tolerance_minutes: int = 10
	repeat_look_back_days: int = 1825
	plan_required_days: int = 3
	important_plan_days: int = 15
	punctual_minutes: int = 5
	appointment_minutes: int = 60
	contact_attempts: int = 2
	cure_days: int = 7
	attempt_gap_hours: int = 4
	photos_required: bool = False
	follow_up_share: float = 30
	rain_follow_up_days: int = 90
	emergency_open_hours: int = 24
	spot_check_count: int = 10


def load() -> Rules:
	"""Read Fangxiu Settings (cached by Frappe)."""
	doc = frappe.get_cached_doc("Fangxiu Settings")
	numbers = (
		"entry_tolerance_minutes",
		"repeat_look_back_days",
		"plan_required_days",
		"important_plan_days",
		"punctual_minutes",
		"appointment_minutes",
		"contact_attempts",
		"cure_days",
		"attempt_gap_hours",
		"photos_required",
		"follow_up_share",
		"rain_follow_up_days",
		"emergency_open_hours",
		"spot_check_count",
	)
	return Rules(**{name: cint(doc.get(name)) for name in numbers})
