"""Letters as evidence: what proves that one was received, until when it gives time, and what comes next (R107, R109)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import chronology
from .ticket_gates import Violation

#: Kinds that put a contractor in breach when their cure time runs out.
NOTICES = ("Notice", "Second Notice")

#: Way of service → what has to be written down with it, so that it can be proved (practice 2.2: S2, S15).
NEEDED: Mapping[str, tuple[str, ...]] = {
	"Hand Delivery": ("receiver_name", "evidence"),
	"Registered Mail": ("tracking_no", "evidence"),
	"Fax": ("receiver_address", "evidence"),
	"Phone": ("receiver_name", "receiver_address", "words_said", "answer_given"),
	"E-mail": ("receiver_address", "evidence"),
	"Link Opened": ("receiver_address",),
}


def proof_problems(proof: Mapping[str, object], issued_at: datetime | None, now: datetime) -> list[Violation]:
	"""What is missing before ``proof`` proves anything: unknown way, missing facts, a time outside issue and now."""
	method = str(proof.get("method") or "")
	if method not in NEEDED:
		return [Violation("service_method", (tuple(NEEDED),))]
	missing = tuple(name for name in NEEDED[method] if not str(proof.get(name) or "").strip())
	found = [Violation("service_missing", (method, missing))] if missing else []
	at = proof.get("at")
	if not isinstance(at, datetime):
		return [*found, Violation("service_time")]
	if at > now:
		found.append(Violation("time_in_future", (at,)))
	events = [chronology.Event(chronology.NOTICE, issued_at), chronology.Event(chronology.SERVICE, at)]
	return found + chronology.violations(events)


def served_at(times: Iterable[datetime]) -> datetime | None:
	"""The proven receipt that counts: the earliest."""
	return min(times, default=None)


def cure_until(received: datetime, days: int) -> datetime:
	"""End of the cure time, counted from the proven receipt (not from sending)."""
	return received + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Letter:
	"""A notice as the ladder sees it."""

	name: str
	kind: str
	state: str
	served_at: datetime | None = None
	cure_until: datetime | None = None
	outcome: str = ""


@dataclass(frozen=True, slots=True)
class Step:
	"""What comes next; ``until`` for waiting, ``letter`` for what it hangs on."""

	code: str
	letter: str = ""
	until: datetime | None = None


def ladder(
	letters: Iterable[Letter], coordination: str, notices_wanted: int, now: datetime, already: bool = False
) -> Step:
	"""The next step of notice → second notice → project department's coordination → third party (R107, practice 2.5).

	``coordination`` is the ticket's result ("", Pending, Succeeded, Failed), ``notices_wanted`` a setting (1 or 2),
	``already`` whether a third party is at work.
	"""
	if already:
		return Step("third_party_works")
	notices = [letter for letter in letters if letter.kind in NOTICES and letter.state != "Withdrawn"]
	if not notices:
		return Step("write_notice")
	last = notices[-1]
	if last.outcome == "Cured" or coordination == "Succeeded":
		return Step("cured", last.name)
	if last.served_at is None:
		return Step("issue_notice" if last.state == "Draft" else "serve_notice", last.name)
	return _after_service(last, coordination, len(notices) < notices_wanted, now)


def _after_service(last: Letter, coordination: str, another: bool, now: datetime) -> Step:
	if coordination == "Failed":
		return Step("third_party", last.name)
	if last.cure_until and now <= last.cure_until and last.outcome != "Not Cured":
		return Step("wait", last.name, last.cure_until)
	return Step("second_notice" if another else "third_party", last.name)
