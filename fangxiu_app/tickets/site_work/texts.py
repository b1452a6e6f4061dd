"""Texts of what patrols and correction notices refuse: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"aspects_missing": _("Mark all six aspects (R100). Still open: {0}."),
		"nothing_checked": _("Not everything can be Not Applicable. Mark at least one aspect Pass or Fault."),
		"fault_not_described": _("{0} has a fault. Describe it in the remark, so that it can be corrected."),
		"score_missing": _("{0}: give a score from 0 to {1}, or mark it Not Applicable (R103, R105)."),
		"progress_missing": _("The day's progress is not complete (R12). Fill in: {0}."),
		"progress_out_of_range": _("Progress of {0} % is not possible. Enter 0 to 100."),
		"no_work_to_patrol": _(
			"Nobody was working at {0}. Enter a time while the repair was going on, or record a spot check instead."
		),
		"correction_without_work": _(
			"A correction notice belongs to a running repair, this ticket is {0}. Record what you found on the ticket instead."
		),
		"correction_other_contractor": _(
			"Contractor: ticket {0} is not repaired by this one. Leave the field empty: the notice goes to the contractor at work."
		),
		"correction_other_visit": _("Visit {0} is not one of ticket {1}. Choose a visit of this ticket, or leave the field empty."),
		"correction_due_past": _(
			"The due time {0} lies in the past. Enter by when the contractor has to correct it."
		),
		"service_incomplete": _("Enter how the notice was served and who received it."),
		"withdraw_reason_missing": _("Give the reason why the notice is withdrawn."),
		"recheck_without_notice": _("Choose the correction notice of this ticket that is re-checked."),
		"recheck_wrong_state": _(
			"Notice {0} is {1}; only a served notice is re-checked. Record first how it was served."
		),
		"recheck_without_result": _("A re-check passes or fails. Choose Pass or Fail."),
		"recheck_needs_term": _(
			"The re-check failed: write down what is still wrong, and a new due time that lies ahead."
		),
		"recheck_without_finding": _("Write down what the re-check found on site: why the fault counts as put right (R100)."),
		"recheck_without_picture": _(
			"No photo was taken since notice {0} was served. Add a photo of the place to the re-check, then record it (R100, R101)."
		),
		"fault_not_looked_at": _(
			"{0} was faulty at the last look. Say under Remark what was found now, before it counts as in order (R100)."
		),
		"correction_wrong_state": _("Notice {0} is {1}; this needs one that is {2}."),
	}
