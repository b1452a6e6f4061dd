"""Letters as evidence: what proves receipt, the deadline a letter sets, and the next step (R107, R109)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fangxiu_app.contractors.breach import rules_chronology
from fangxiu_app.contractors.breach.rules_breach import NOTICES as NOTICES
from fangxiu_app.contractors.breach.rules_breach import Breach, standing
from fangxiu_app.core.refusal import Field, Violation

#: Way of service → what has to be written down with it, so that it can be proved in a dispute. Contracts accept a telephone call on
#: its record: time, receiver, what was said.
NEEDED: Mapping[str, tuple[str, ...]] = {
	"Hand Delivery": ("receiver_name", "evidence"),
	"Registered Mail": ("tracking_no", "evidence"),
	"Fax": ("receiver_address", "evidence"),
	"Phone": ("receiver_name", "receiver_address", "words_said", "answer_given"),
	"E-mail": ("receiver_address", "evidence"),
	"Link Opened": ("receiver_address",),
}


def proof_problems(proof: Mapping[str, object], issued_at: datetime | None, now: datetime) -> list[Violation]:
	"""What is missing in ``proof``: an unknown way of service, missing facts, a time before the issue or in the future."""
	method = str(proof.get("method") or "")
	if method not in NEEDED:
		return [Violation("service_method", (tuple(NEEDED),))]
	missing = tuple(Field("Service Proof", name) for name in NEEDED[method] if not str(proof.get(name) or "").strip())
	found = [Violation("service_missing", (method, missing))] if missing else []
	at = proof.get("at")
	if not isinstance(at, datetime):
		return [*found, Violation("service_time")]
	if at > now:
		found.append(Violation("time_in_future", (at,)))
	events = [rules_chronology.Event(rules_chronology.NOTICE, issued_at), rules_chronology.Event(rules_chronology.SERVICE, at)]
	return found + rules_chronology.violations(events)


def served_at(times: Iterable[datetime]) -> datetime | None:
	"""The earliest proven receipt."""
	return min(times, default=None)


def cure_until(received: datetime, days: int) -> datetime:
	"""End of the cure time, counted from the proven receipt, not from sending (R107)."""
	return received + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Step:
	"""The next step; ``until`` is the end of waiting, ``letter`` the letter it concerns."""

	code: str
	letter: str = ""
	until: datetime | None = None


def ladder(breach: Breach, notices_wanted: int, now: datetime, already: bool = False) -> Step:
	"""The next step of notice → further notice → project department's coordination → third party (R107).

	``notices_wanted`` is a setting, ``already`` whether a third party is at work.
	"""
	if already:
		return Step("third_party_works")
	found = standing(breach, notices_wanted, now)
	code = {"write": "second_notice" if found.second else "write_notice", "issue": "issue_notice", "serve": "serve_notice", "settled": "cured"}
	return Step(code.get(found.step, found.step), found.notice.name if found.notice else "", found.until)


def close_problem(outcome: str, kind: str, cure_until: datetime | None, now: datetime) -> Violation | None:
	"""A notice can be closed as not cured only after its cure time: until then the contractor may still come (R107)."""
	if outcome == "Not Cured" and kind in NOTICES and cure_until and now <= cure_until:
		return Violation("letter_cure_runs", (cure_until,))
	return None
