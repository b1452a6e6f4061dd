"""Which records of a repair are missing: patrols, signatures, photos, proofs, follow-up (R13)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Papers:
	"""The records a ticket should have by now, and those it has."""

	surveyed: bool = False
	plan_issued: bool = False
	plan_signed: bool = False
	pre_accepted: bool = False
	cleaned: bool = False
	notice_served: bool = False
	patrols_missed: int = 0
	notices_unserved: int = 0
	first_notice_due: bool = False
	follow_up_due: bool = False
	photos: frozenset[str] = frozenset()
	proofs: int = 0


#: Stages whose photos show the finished work.
AFTER = frozenset(("Repair", "Pre-acceptance", "Acceptance"))


def missing(papers: Papers) -> list[str]:
	"""Codes of what is missing, in the order of the ticket's life; empty when its papers are complete."""
	lacks = {
		"Photo Before": papers.surveyed and "Survey" not in papers.photos and "Intake" not in papers.photos,
		"Plan Unsigned": papers.plan_issued and not papers.plan_signed,
		"Patrols": papers.patrols_missed > 0,
		"Notice Unserved": papers.notices_unserved > 0,
		"Long Notice": papers.first_notice_due,
		"Proof": papers.notice_served and not papers.proofs,
		"Photo After": papers.pre_accepted and not papers.photos & AFTER,
		"Cleaning Photo": papers.cleaned and "Cleaning" not in papers.photos,
		"Follow-up": papers.follow_up_due,
	}
	return [code for code, lacking in lacks.items() if lacking]
