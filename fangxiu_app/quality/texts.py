"""Texts of what a risk warning, a defect feedback or a plan of spot checks refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"warning_state": _("{0} is not possible while the warning is {1}. It is possible in: {2}."),
		"warning_acknowledged": _("Receipt is confirmed already. Write what is being done as a follow-up."),
		"warning_note_missing": _("Write what happened: it is kept in the follow-up."),
		"warning_due": _("Give the new deadline: {0} or a later day, when the danger will be gone."),
		"warning_sisters": _(
			"{0} sister units are not looked at yet. Record each with its result: Sound, Same Defect or Not Reached."
		),
		"sister_unknown": _("This unit is not on the list of sister units. Choose one of the list."),
		"sister_result": _("Result of the Look: choose one of {0}."),
		"rule_least": _("Least Number and Days: enter at least 1."),
		"rule_share": _("Share of Units (%): enter more than 0 and at most 100."),
		"rule_false_alarms": _("False Alarms in 1,000 Looks: enter 0 to 1,000."),
		"rule_higher": _("One Level Higher from (%): enter 0 to 100."),
		"warning_place_missing": _("Say where the danger is: a lot, a building or units."),
		"warning_due_past": _("The deadline {0} has passed already. Enter a day from today on."),
		"feedback_state": _("{0} is not possible while the feedback is {1}. It is possible in: {2}."),
		"feedback_missing": _("Fill in: {0}."),
		"feedback_proof_missing": _("Attach {0}, or say in {1} why there is none."),
		"feedback_note": _("Write what happened: it is kept with the steps."),
		"feedback_choice": _("{0}: choose one of {1}."),
		"feedback_due": _("{0}: enter a day from {1} on."),
		"feedback_checked_on": _("Effect Checked On: enter {0} or a day before."),
		"feedback_about": _(
			"Say what the feedback is about: a building, a location, a material or a contractor. It is found by it later."
		),
		"spot_check_twice": _("Each ticket stands once in a plan. Remove the second line of: {0}."),
	}
