"""Texts of what a report refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"phone_invalid": _(
			"{0} is no phone number. Enter the 11 digits of a mobile, a landline with its area code (转 before an extension), or a 400 or 800 number."
		),
		"intake_key_taken": _(
			"A report of somebody else has the key (client_key) of this one: nothing was saved. Reload the page and enter the report again."
		),
		"project_missing": _("Choose the unit, or for a visit without one the project it concerns (R68)."),
		"unit_missing_for_problems": _(
			"A problem needs its place: choose the unit or the common part, or remove the problem and record the media visit alone (R68)."
		),
		"unit_missing": _("Choose the unit. Only a media visit is recorded without one."),
		"items_missing": _(
			"Enter at least one problem with location and defect type. Only visitors are recorded without one."
		),
		"visit_reason_missing": _("Write down why the visitor came and what was said in detail (R67)."),
		"media_outlet_missing": _("Name the media outlet the visitor comes from (R68)."),
		"problem_misplaced": _(
			"{0} is no problem of {1}: whether somebody comes at once, warranty and engineer follow from it. Choose {2}, or correct the place."
		),
		"emergency_mark_kept": _(
			"{0} is an emergency whose arrival is owed: its engineer does not take the mark off. Let the clerk, a supervisor or the manager do it."
		),
		"problem_misplaced_alone": _(
			"{0} is no problem of {1}: whether somebody comes at once, warranty and engineer follow from it. Choose another problem, or correct the place."
		),
		"notified_before_received": _(
			"The repair centre cannot be told ({0}) before the report was received ({1}). Correct one of the two times."
		),
	}
