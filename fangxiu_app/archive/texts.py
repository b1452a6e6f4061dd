"""Messages of refused changes of a unit's owners and tenants: what happened, and what to do next. Codes come from the rules."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	"""Code → sentence; ``core.messages`` fills in what it is about."""
	return {
		"erase_reason": _("Enter who asked for it and when."),
		"erase_nobody": _("This person has no telephone here, or was erased already. Reload the page and choose another one."),
		"erase_owner": _("{0}: still an owner or tenant there; the warranty needs to reach the person. Enter the change of people first."),
		"erase_ticket": _("{0}: the repair is still open. Close it first."),
		"erase_quote": _("{0}: the quotation is still open. Withdraw it, or wait for the answer."),
		"erase_compensation": _("{0}: the compensation is not paid yet. Finish or cancel it first."),
		"erase_claim": _("{0}: claims about it can be made until {1} (Civil Code, article 188). Erase after that day."),
		"people_change": _("There is no change of people called {0}. Choose one of the list."),
		"people_day": _("Enter the day from which this holds."),
		"people_day_ahead": _("{0} lies ahead. Enter the change on its day, or correct the date."),
		"people_day_early": _(
			"{0} lies before {2}, the day {1} came. Correct the day, or first the other one in a correction."
		),
		"people_coming": _("Enter at least one person with name and phone."),
		"people_going": _("Choose at least one person of the unit whom this is about."),
		"people_last": _(
			"A unit does not stay without an owner. Choose the sale and enter who owns it now, or leave one owner."
		),
		"people_name": _("Person {0}: enter the name."),
		"people_name_long": _("Person {0}: the name is longer than {1} characters. Enter one person a line."),
		"people_phone": _("Person {0}: {1} is no phone number that can be dialled. Correct it."),
		"people_known": _("{0} with this phone is there already. Take the line away, or correct the phone."),
		"people_gone": _(
			"The people of this unit were changed meanwhile. Nothing was saved: reload the page and look at who is there now."
		),
	}
