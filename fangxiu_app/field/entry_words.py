"""What a ticket's log and an entry of the phone call by a code, in words for the lists and forms of the desk."""

from __future__ import annotations

from fangxiu_app.core.wording import _
from fangxiu_app.evidence import custody_words


def extend(bootinfo) -> None:
	"""Called by Frappe with what it sends to a browser that opens the desk."""
	bootinfo["fx_acts"] = {**custody_words.acts(), **_records()}


def _records() -> dict[str, str]:
	"""What a phone writes down besides the actions of the ticket: the words of its own buttons."""
	return {
		"plan": _("Make Plan"),
		"issue": _("Issue Plan"),
		"sign": _("Owner Signs Plan"),
		"refuse": _("Owner Refuses to Sign"),
		"agree": _("Payer Signs Quotation"),
		"patrol": _("Patrol Done"),
		"recheck": _("Record Re-check"),
		"free_checks": _("Free Check"),
		"photo": _("Photo"),
	}
