"""Texts of what a meter charge refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"charge_days": _(
			"The meter was read on {0} and {1}: the last reading comes after the first one and not in the future. Correct the dates."
		),
		"charge_backwards": _(
			"The last reading {0} lies below the first one, {1}: a meter does not run backwards. Read it again and correct it."
		),
		"charge_nothing": _(
			"Both readings are equal: nothing was used. Correct a reading, or leave the charge."
		),
		"charge_price": _("Enter the price: the settings have none for this kind of meter."),
		"charge_against_reading": _(
			"The meter showed {0} on {1} ({2}): that does not fit between these readings. Correct the reading or its day."
		),
		"charge_twice": _(
			"Charge {0} covers {1} to {2} of this meter already. Charge what was used before or after it."
		),
		"charge_state": _("This charge is {0} already. Reload the page."),
		"charge_reason": _("Give the reason: it is kept with the charge."),
		"charge_photo": _("Add a photo of the meter's last reading: the contractor may ask for it."),
	}
