"""Messages of refused changes of a unit's owners and tenants: what happened, and what to do next. Codes come from the rules."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"people_change": _("There is no change of people called {0}. Choose one of the list."),
		"people_day": _("Enter the day from which this holds."),
		"people_day_ahead": _("{0} lies ahead. Enter the change on its day, or correct the date."),
		"people_day_early": _(
			"{0} lies before {2}, the day {1} came. Correct the day, or first the other one in a correction."
		),
		"people_day_before_handover": _(
			"{0} lies before the day on which the unit was handed over to its owners, {1}. Correct the date."
		),
		"people_day_gap": _(
			"{0} lies after the handover on {1}, and nobody else owned the unit until then. Enter the day of the handover; if somebody else owned it first, record the sale by Unit Sold."
		),
		"people_coming": _("Enter at least one person with name and phone."),
		"people_going": _("Choose at least one person of the unit whom this is about."),
		"people_last": _(
			"A unit does not stay without an owner. Choose the sale and enter who owns it now, or leave one owner."
		),
		"people_name": _("Person {0}: enter the name."),
		"people_name_long": _("Person {0}: the name is longer than {1} characters. Enter one person a line."),
		"people_phone": _("Person {0}: {1} is no phone number that can be dialled. Correct it."),
		"shared_text_personal": _(
			"{0} is read by other projects: leave out “{1}”. No unit, owner, telephone, e-mail or identity number stands in it; the place stands in the case itself."
		),
		"people_known": _("{0} with this phone is there already. Take the line away, or correct the phone."),
	}
