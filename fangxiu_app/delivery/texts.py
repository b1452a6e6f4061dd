"""Messages of refusals in a delivery: rounds, re-checks, documents of two sides. Codes come from the rules."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	needs = {
		"need_unknown": _("This row is no longer part of the needs plan. Reload the page."),
		"need_in_future": _("{0} lies in the future. Enter the day on which it was in place."),
	}
	return {**_batch_texts(), **_round_texts(), **_paper_texts(), **_handover_texts(), **needs}


def _batch_texts() -> dict[str, str]:
	"""Refusals of a delivery batch (R20, R41): its days, what leaves it, its buildings."""
	return {
		"batch_leaving_overdue": _(
			"{0} does not leave the batch while {1} milestones are overdue: {2}. Fulfil them first, or let the repair manager take it out."
		),
		"batch_undue": _(
			"{0} milestones would have no day any more: {1}. Keep the day they count from, or let the repair manager empty it."
		),
		"batch_overdue": _(
			"{0} milestones are overdue and would get a later day: {1}. Let the repair manager move the delivery, or fulfil them first."
		),
		"batch_leaving_reason": _(
			"{0} would leave the batch: write down why in Reason For Moving. It is kept with the batch, whose milestones no longer ask for it."
		),
		"batch_building_delivered": _(
			"{0} stays in the batch: {1} of its flats are delivered already. Make another batch for what is delivered later."
		),
		"agreement_overdue": _(
			"{0} is counted by {1} overdue milestones: {2}. Fulfil them first, or let the repair manager end or change the agreement."
		),
		"batch_rows_reason": _(
			"{0} would be counted by the milestones of the batch no more: write down why in Reason For Moving, then save."
		),
		"batch_rows_due": _(
			"{0} stays as it is: the day of {1} has come. Fulfil it, or let the repair manager take it out with the reason."
		),
		"proof_entered_late": _(
			"{0} is past its day, and a day more than a week ago would show it as kept. Let the repair manager enter it."
		),
		"batch_building_twice": _(
			"{0} belongs to the batch {1}, which is not completed. Leave it out here, or enter that batch's C first."
		),
		"batch_buildings_missing": _(
			"This batch names no building and would be about the whole project, but {0} is not completed. Choose the buildings of this batch."
		),
		"batch_whole": _("{0} is about the whole project and not completed. Name its buildings there first, with the reason."),
		"batch_building_done": _(
			"Row {0}: all flats of {1} are delivered already, the first on {2}. Remove the row, or choose a building that is to be delivered."
		),
	}


def _round_texts() -> dict[str, str]:
	return {
		"reinspection_without_first": _(
			"A re-inspection follows a first inspection, and this unit has none. Record a first inspection."
		),
		"first_after_signature": _(
			"The owner has signed an inspection of this unit already. Record a re-inspection: it begins with what is still open."
		),
		"reinspection_of_repair_centre": _(
			"Once the owner has accepted without a list, or the unit is handed over, the re-inspection is the repair centre's (R45). Ask its engineer to record it."
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


def _handover_texts() -> dict[str, str]:
	"""Refusals of inspections and transfers (R45-R50)."""
	return {
		"pre_inspection_unsigned": _(
			"{0} is a pre-inspection of the repair centre: no owner signs it. Record a first inspection with the owner."
		),
		"meter_twice": _("{0} is read twice. Keep one line per kind of meter."),
		"meter_backwards": _(
			"{0}: the reading {1} lies below the last one, {2}. Read the meter again and correct it."
		),
		"meter_photo_missing": _(
			"Each meter reading needs a photo of the meter before the owner signs (R48)."
		),
		"meter_photo_now": _(
			"{0}: take the photo of the meter first, the owner signs the reading with it (R48). Without a photo leave the reading empty and add it later."
		),
		"accept_with_open_problems": _(
			"{0} problem(s) are not closed. Close them first, or choose Accept With List (R45)."
		),
		"list_empty": _(
			"No problem is open: there is no list to accept with. Add the problem first, or choose Accept."
		),
		"promise_missing": _("Enter the day promised to the owner for the rectification: he accepts with a list for that day."),
		"refusal_reason_missing": _("Enter the reason why the owner refuses."),
		"opinion_missing": _("Choose the owner's opinion: Accept, Accept With List or Refuse."),
		"drawn_signature_missing": _(
			"Enter the name of each person who signs, and let them sign in the field."
		),
		"inspection_signed": _("Inspection {0} is signed already. Record another round instead."),
		"problem_state": _("Row {0} is {1}: this is not the next step. Reload the page and see what is."),
		"problem_unknown": _("This line is no longer part of inspection {0}. Reload the page."),
		"rectified_out_of_time": _(
			"The day of the rectification lies between the inspection ({0}) and today, not on {1}."
		),
		"rectified_note_missing": _("Enter what was done to rectify the problem."),
		"recheck_note_missing": _("Enter what is still wrong, so that it can be repaired."),
		"nothing_for_repair_centre": _(
			"There is no problem of the repair centre without a ticket. Problems of the first inspection stay with the project department until the owner has accepted without a list, or the unit is handed over (R45)."
		),
		"defect_type_missing": _("Choose the defect type of row(s) {0}: it decides warranty and contractor."),
		"original_before_signature": _("The original is filed after the owner has signed it (R49)."),
		"original_received": _("The original was received on {0} already."),
		"proxy_open_problems": _(
			"Problems are still open. Only a flat with nothing wrong is accepted on the owner's behalf (R46)."
		),
		"proxy_not_rectified": _(
			"No rectification is recorded for this unit. Record the first inspection and its rectification first (R46)."
		),
		"proxy_not_inspected": _(
			"No owner has inspected this unit, so nothing is accepted on the owner's behalf. Choose Unsold, Not Deliverable or Not Collected (R50)."
		),
		"proxy_owner_accepted": _(
			"The owner has accepted this unit without a list. Choose the kind Signed instead of acceptance on the owner's behalf (R45)."
		),
		"proxy_too_early": _(
			"Rectified on {0}: acceptance on the owner's behalf is possible from {1} on (R46)."
		),
		"proxy_counted_later": _(
			"Rectified on {0}, but written down on {1}: acceptance on the owner's behalf is possible from {2} on (R46). A rectification that was done earlier is recorded by the repair supervisor or manager."
		),
		"proxy_reason_missing": _("Enter why the owner has not accepted, for the owner's own reasons (R46)."),
		"proxy_attempts_missing": _(
			"Record at least {0} attempts to reach the owner since the rectification, on different days (R46). What is written down later counts from then, unless the repair supervisor or manager enters it."
		),
		"proxy_witnesses_missing": _("Name two different people who were there."),
		"proxy_days_own": _(
			"You entered the rectification or earlier attempts of this acceptance yourself, and stand for their days. Another supervisor or the manager signs for the repair centre (R46)."
		),
		"proxy_photos_missing": _("Add photos of the flat, taken at this handover: those of an inspection prove that one."),
		"transfer_begun": _("The handover {0} of this unit is begun already. Go on with it; another kind is chosen there."),
		"transfer_owner_unsigned": _(
			"The owner has not signed an inspection of this unit. Have it signed, or choose another kind of handover (R45)."
		),
		"transfer_self_check_missing": _(
			"Enter date and result of the project department's self-check (R50)."
		),
		"transfer_open_problems": _(
			"Problems of the project department are not closed yet: it rectifies them, then the repair centre re-checks them (R45, R50)."
		),
		"transfer_signatures_missing": _(
			"Two different people sign: one for the project department, one for the repair centre."
		),
		"promise_past": _("The rectification is promised for {0}, which is before today, {1}. Correct the day."),
		"transfer_not_needed": _(
			"An owner has this unit already, and no inspection with them is recorded: there is nothing to transfer. Choose another unit, or record the inspection first."
		),
		"transfer_handed_over": _(
			"{0} is for units that nobody has got yet, and this one was handed over to its owner: it needs no such transfer. Check the unit; where its owner has signed an inspection, choose {1}."
		),
		"transfer_has_owner": _(
			"Unsold is for units without an owner, and this one is {0}'s. Choose Not Deliverable or Not Collected, or correct the owner by Change of People."
		),
		"transfer_inspected": _(
			"{0} is for units that were not inspected, but there is inspection {1}. Choose Signed or Proxy Acceptance."
		),
	}
