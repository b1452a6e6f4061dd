"""Messages of refused evaluations: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → sentence; ``core.messages`` fills in what it is about."""
	return {
		"evaluation_month_runs": _("The month runs until {0}. Confirm the evaluation when it is over."),
		"evaluation_scores_missing": _("Give a score first: {0}."),
		"evaluation_own_scores": _(
			"You gave the engineer's scores yourself. Another manager confirms, or the engineer scores anew."
		),
		"evaluation_confirmed": _(
			"Evaluation {0} is confirmed. The manager may reopen it with a reason, then it can change."
		),
		"evaluation_draft": _("Evaluation {0} is not confirmed. Only a confirmed one is reopened."),
		"evaluation_twice": _("{0} is evaluated for this month already: {1}. Continue there."),
		"evaluation_no_criteria": _("There are no evaluation criteria. Ask the manager to enable some."),
		"evaluation_score_range": _("{0}: a score lies between 0 and 100, not {1}."),
		"evaluation_score_role": _("{0} is scored by: {1}. Leave it to them."),
		"evaluation_row": _("This line is not scored by hand. Reload the page."),
		"evaluation_veto_note": _("{0}: write down what happened, so that it can be proved."),
		"evaluation_suspended": _(
			"The suspension that this evaluation began has not been lifted. Lift it in the Contractor Register first."
		),
		"evaluation_reason": _("Give the reason: it stays on the evaluation."),
	}
