"""Which records of a repair are missing: patrols, signatures, photos, proofs, follow-up (R13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


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


#: Code of what is missing → its words, in the order of the ticket's life.
LABELS = {
	"Photo Before": "No photo before the work",
	"Plan Unsigned": "Plan not signed",
	"Patrols": "Patrol days missing",
	"Notice Unserved": "Correction notice not served",
	"Long Notice": "Long repair: owner not notified",
	"Proof": "No proof of the written notice",
	"Photo After": "No photo after the work",
	"Cleaning Photo": "No photo of the cleaning",
	"Follow-up": "Follow-up overdue",
}


@dataclass(frozen=True, slots=True)
class Lack:
	"""What one kind of record lacks: on how many tickets, and the one reported first."""

	code: str
	tickets: int
	oldest: str
	reported_at: datetime


def by_kind(tickets: Iterable[tuple[str, datetime, Iterable[str]]]) -> list[Lack]:
	"""Kinds of missing records, the most frequent first (R13); ``tickets``: name, reported at, codes of what it lacks."""
	found: dict[str, list[tuple[datetime, str]]] = {}
	for name, reported_at, codes in tickets:
		for code in codes:
			found.setdefault(code, []).append((reported_at, name))
	order = list(LABELS)
	lacks = [Lack(code, len(rows), min(rows)[1], min(rows)[0]) for code, rows in found.items()]
	return sorted(lacks, key=lambda lack: (-lack.tickets, order.index(lack.code)))


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
