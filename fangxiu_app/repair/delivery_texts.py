"""Texts of what a delivery refuses: rounds, re-checks, papers of two sides. Codes come from ``domain``."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	needs = {
		"need_unknown": _("This row is no longer part of the needs plan. Reload the page."),
		"need_in_future": _("{0} lies in the future. Enter the day on which it was in place."),
	}
	return {**_round_texts(), **_paper_texts(), **needs}


def _round_texts() -> dict[str, str]:
	return {
		"reinspection_without_first": _(
			"A re-inspection follows a first inspection, and this unit has none. Record a first inspection."
		),
		"first_after_signature": _(
			"The owner has signed an inspection of this unit already. Record a re-inspection: it begins with what is still open."
		),
		"reinspection_of_repair_centre": _(
			"After the owner's signature the re-inspection is the repair centre's (R45). Ask its engineer to record it."
		),
		"rectified_photo_missing": _("Add a photo of the finished work: the re-check and the owner rely on it (R45)."),
		"recheck_same_person": _(
			"You have reported this problem as rectified. Somebody else of the repair centre re-checks it (R45)."
		),
		"inspection_continued": _(
			"This round is followed by {0}. Let the owner sign there: it also lists what is left of this one."
		),
		"transfer_list_unconfirmed": _(
			"The owner accepted with a list. When its problems are closed, record a re-inspection and let the owner sign that (R45)."
		),
	}


def _paper_texts() -> dict[str, str]:
	return {
		"paper_unknown": _("{0} is not signed by two departments. Reload the page."),
		"paper_signed": _("Both sides have signed already. Reload the page."),
		"paper_same_login": _(
			"You have signed for the other side. Each side signs from its own login: a colleague of the other department opens the paper and signs."
		),
		"paper_other_side": _("{0} signs here. Ask a colleague of that department."),
		"paper_not_waiting": _("Only a paper that waits for the other side is sent back. Reload the page."),
		"paper_unsigned": _(
			"Both departments sign first, each from its own login: use Sign on the form. The second signature submits it."
		),
		"briefing_incomplete": _("A briefing that is signed needs: {0} (R39). Complete it, then sign."),
	}
