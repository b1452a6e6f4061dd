"""Texts of what an action on a ticket refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"unknown_action": _("There is no action {0}. Reload the page and choose one of the offered actions."),
		"by_document": _(
			"{0} is done by the document {1}, with its proof and signatures. Open or create it."
		),
		"wrong_state": _(
			"{0} is not possible while the ticket is {1}. It is possible in: {2}. Use the actions the form offers."
		),
		"role_missing": _(
			"{0} needs one of the roles: {1}. Ask a colleague who has it, or the administrator."
		),
		"input_missing": _("{0}: fill in {1}."),
		"input_unknown": _("{0} takes no {1}. Remove it and try again."),
		"input_invalid": _("{0}: {1} is not a valid value. Correct it and try again."),
		"hold_on_finished": _("Ticket {0} is {1}: nothing waits any more."),
		"hold_twice": _("Hold {0} already waits for {1}. End it first, then enter the next one."),
		"hold_hides_lateness": _(
			"{0} was missed at {1}. A hold entered afterwards begins at that time or later: it cannot excuse what was late."
		),
		"appointment_past": _("The appointment {0} lies before the moment it was made. Enter a later time."),
		"already_arrived": _(
			"Arrival is recorded already ({0}). Record the survey, or make a new appointment first."
		),
		"arrival_missing": _("Record the arrival on site first (R89, R91)."),
		"responsibility_open": _("Decide the responsibility: Warranty, Owner Caused or Expired (R91-R93)."),
		"days_missing": _(
			"Estimate the days of work, half a day being 0.5: above the limit a plan is needed (R88)."
		),
		"still_covered": _(
			"The owner is still covered, so the responsibility cannot be Expired. Choose Warranty, or Owner Caused with evidence."
		),
		"cover_ended_needs_reason": _(
			"The owner's warranty has ended. Choose Expired, or give the reason why it is repaired under warranty all the same."
		),
		"not_warranty_work": _(
			"This is not warranty work (responsibility: {0}). Transfer it to the property company, or record the owner's agreement to a paid repair."
		),
		"is_warranty_work": _(
			"This is warranty work. Only owner-caused or expired defects go to the property company or are paid by the owner (R58, R93)."
		),
		"evidence_missing": _(
			"Take evidence first: add at least one photo of the survey to this ticket, then transfer it (R93)."
		),
		"repeat_undecided": _("This may be a repeat repair. Confirm or reject that first (R82-R85)."),
		"manager_visit_missing": _(
			"Repeat repair: the repair manager has to visit in person before a contractor is sent or the work is accepted (R87). Ask the manager to record the visit."
		),
		"repeat_already_confirmed": _(
			"The repeat repair is confirmed already. The manager's visit is next (R87)."
		),
		"repeat_not_suspected": _(
			"This ticket is not marked as a repeat repair. Confirm the repeat first if it is one."
		),
		"manager_visit_done": _("The manager's visit is recorded already ({0})."),
		"quote_missing": _(
			"The owner has not accepted a quotation yet. Make the quotation and let the payer accept it, then start (R58)."
		),
		"quote_stands": _(
			"Quotation {0} is accepted. Withdraw it first, with the reason, if the paid repair is given up."
		),
		"quote_unbilled": _(
			"The paid work is not billed yet. Draft the Sales Invoice on quotation {0}, or let the manager waive it (R58)."
		),
		"plan_missing": _(
			"Work of {0} days needs a repair plan: above {1} days nothing starts without one (R88). Make and issue the plan first."
		),
		"plan_unreviewed": _(
			"Plan {0} is important and needs the repair manager's review before it is issued (R96). Ask the manager to review it."
		),
		"plan_unsigned": _(
			"Plan {0} is not signed by the owner yet (R97). Get the signature on the plan, then start."
		),
		"completion_missing": _(
			"Agree with the customer by when the work is finished, and enter that time (R92, R106)."
		),
		"completion_past": _(
			"The agreed completion {0} is not after the start of the work. Enter the time agreed with the customer (R92)."
		),
		"completion_stands": _(
			"Completion by {0} is agreed with the customer already. Leave the time empty; a new version of the plan changes it (R97)."
		),
		"measure_missing": _(
			"Emergency without a plan within {0} minutes of the survey: record the temporary measure the contractor has taken first (R98)."
		),
		"contractor_missing": _(
			"No contractor is named. Choose the contractor on the ticket, or sign a warranty agreement that covers this trade (R28, R80)."
		),
		"contractor_suspended": _(
			"Contractor {0} is {1} and gets no new work (R112). Choose another contractor, or let the manager allow this dispatch with a reason."
		),
		"contractor_not_suspended": _("The contractor is not suspended: dispatch as usual."),
		"dispatch_allowed": _("The manager has allowed the dispatch already ({0})."),
		"repeat_unexplained": _(
			"Name the earlier repair, or write down who remembers it and what was done (R84, R85)."
		),
		"repeat_of_other_unit": _("Ticket {0} is no other ticket of this unit. Choose the repair that this one repeats."),
		"repeat_of_unrepaired": _(
			"Nothing was repaired with ticket {0}: it is no earlier repair. Choose the repair that this one repeats, or leave it empty and write down who remembers it (R82-R85)."
		),
		"joint_visit_asked": _(
			"A joint visit is asked for already. Record it once it has taken place (R71)."
		),
		"joint_visit_not_asked": _(
			"Nobody has asked for a joint visit. Ask for it first, with the reason why the responsibility is unclear (R71)."
		),
		"joint_visit_missing": _(
			"The responsibility is unclear: visit together with the property company first and record the joint visit (R71)."
		),
		"judged_otherwise": _(
			"The joint visit judged {0}, now it is {1}. Give the reason for the different judgement (R71, R91)."
		),
		"explanation_missing": _(
			"Explain it to the owner first and record the explanation and the owner's answer (R73, R74, R93)."
		),
		"explained_alone": _(
			"That the owner has to pay is explained together: name who of the property company was there (R73)."
		),
		"owner_not_agreed": _(
			"The owner has not agreed to pay (answer: {0}). Record the agreement, or transfer the ticket: a refusal goes to the developer as a special report (R60, R73)."
		),
		"notice_missing": _(
			"Serve the written notice to the project department first and record its proof (R107)."
		),
		"acceptance_missing": _(
			"The owner's acceptance is missing. Record it, or the substitute with its signatures, before closing."
		),
		"acceptance_failed": _(
			"The owner did not accept. Use Owner Rejects: the ticket goes back to repair."
		),
		"signature_missing": _(
			"The owner's name and signature are missing. Get both, or choose Refused or Unreachable with the substitute signatures."
		),
		"remark_missing": _("Acceptance with a remark: write down the owner's remark."),
		"attempts_missing": _(
			"The substitute needs {0} recorded contact attempts at least {1} hours apart since the work passed, there are {2}. Record them as Owner Contacts with purpose Acceptance."
		),
		"signers_missing": _(
			"The substitute is signed by property company, project department, and contractor or manager, and the signed sheet is photographed. Still missing: {0}."
		),
		"signers_same": _("Three different people sign the substitute. These are not: {0}."),
		"already_complex": _(
			"The ticket is marked as complex already. Record what is urged as an instruction."
		),
		"not_late": _(
			"The work is not late: it is due on {0}. Choose the cause that is true, or serve the notice when the time has passed (R107)."
		),
		"finish_unknown": _(
			"No time is agreed by which the work is finished, so none can be missed. Agree on it first, with the plan or at the start (R92, R107)."
		),
		"foreseen_unexplained": _(
			"Write down what makes it certain that the work is not finished in time: what was found on site, who is missing, what the contractor says (R107)."
		),
		"not_failed": _(
			"The last pre-acceptance did not fail. Record the failed pre-acceptance first (R106, R107)."
		),
		"repair_photo_missing": _("Add a photo of the finished work first (stage Repair or Pre-acceptance)."),
		"cleaning_photo_missing": _("Add a photo of the cleaned home first (stage Cleaning, R108)."),
		"cleaning_ordered": _("Cleaning is ordered already ({0}). Check it when it is done."),
		"cleaning_due_past": _("Cleaning cannot be due at {0}, before it is ordered. Enter a later time."),
		"transfer_unacknowledged": _(
			"The property company has not acknowledged the transfer yet (R74). Record who took it over, then close."
		),
		"transfer_outcome_missing": _(
			"What became of this repair at the property company is not recorded (R58-R60). Record the outcome of the transfer, then close."
		),
		"transfer_acknowledged": _("The property company has confirmed this already, on {0}. Record what became of it instead."),
		"transfer_settled": _("The property company confirmed this on {0}, and what became of it is recorded. A wrong outcome is recorded anew."),
		"transfer_outcome_unknown": _("Choose one of the form's outcomes of a transfer."),
		"transfer_outcome_ahead": _("The outcome cannot lie in the future ({0}). Enter the day it happened."),
		"transfer_outcome_before": _(
			"The outcome ({0}) lies before the transfer to the property company ({1}). Enter the day it happened."
		),
		"transfer_committee_in_flat": _(
			"The owners' committee is asked for common parts only; in the flat the customer pays (R59). Choose another outcome."
		),
		"transfer_without_special_report": _(
			"No special report names this ticket. Make it with File a Special Report on this form, then record this outcome (R60)."
		),
		"split_same": _(
			"That is the place and problem of this ticket. Choose what is to become the second ticket."
		),
		"appointment_emergency": _(
			"{0} is too late for an emergency: somebody is there at once (R72). Agree on a time within {1} hours; where it can wait, take the mark Emergency off with its reason first."
		),
		"hold_long": _("A wait of more than {0} days is entered by the repair manager. Choose an Until up to {1}, or ask the manager."),
		"merge_self": _("A ticket cannot be merged into itself ({0}). Choose the other ticket of this unit."),
		"merge_other_unit": _(
			"Ticket {0} does not exist for this unit. Choose an open ticket of the same unit."
		),
		"merge_differs": _(
			"Ticket {0} is about another place or problem. Only one problem reported twice is merged: write down why it is one, or keep both tickets."
		),
		"merge_final": _("Ticket {0} is finished already. Choose an open ticket of the same unit."),
		"units_not_accepted": _(
			"The owners of {0} have not accepted yet. Record the acceptance of each affected unit, or why there is none, then close."
		),
		"corrections_open": _(
			"Correction notices are open: {0}. Record a passed re-check for each, then accept the work (R100, R106)."
		),
		"faults_open": _(
			"A patrol or spot check found faults: {0}. Look at them again on a further patrol, or close their correction notice, then accept the work (R100, R106)."
		),
		"satisfaction_missing": _(
			"Ask how satisfied the owner is and choose a level; without an answer, record the contact as Unreachable."
		),
	}
