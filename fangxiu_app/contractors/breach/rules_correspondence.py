"""Letters as evidence: what proves receipt, the deadline a letter sets, and the next step (R107, R109)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fangxiu_app.contractors import rules_answering
from fangxiu_app.contractors.breach import rules_chronology
from fangxiu_app.contractors.breach.rules_breach import NOTICES as NOTICES
from fangxiu_app.contractors.breach.rules_breach import Breach, standing
from fangxiu_app.contractors.rules_answering import Agreement, Answer
from fangxiu_app.core.refusal import Field, Violation

#: Who is served with a notice; the project department has a copy (R107). A third party at work is told what to put right, too.
CONTRACTOR, THIRD_PARTY = "Contractor", "Third Party"
RECTIFICATION, RE_INSPECTION, WORK_CONTACT, DEDUCTION = (
	"Rectification Notice",
	"Re-inspection Notice",
	"Work Contact Letter",
	"Deduction Notice",
)
#: Kinds that rest on tickets and count against the contractor in its evaluation (R112). A Work Contact Letter asks, and may go to
#: anybody about anything; a Re-inspection Notice invites.
BLAMING = (*NOTICES, RECTIFICATION, DEDUCTION)
#: Kinds that give a time to put the defect right: they alone start a cure time and show one.
CURING = (*NOTICES, RECTIFICATION)
#: Ends of a letter: the defect is put right or not; what was asked is done; who received it disagrees; nothing more is to be done.
CURED, SETTLED, SAID = ("Cured", "Not Cured"), "Settled", ("Disputed", "No Action Needed")
#: A kind that follows an earlier notice about the same ticket.
FIRST, SECOND = NOTICES
#: Kinds about work that is done: they may concern a third party at work, not only who answers for the ticket.
ABOUT_WORK = (RECTIFICATION, RE_INSPECTION)

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


def received_late(kind: str, at: object, served: datetime | None, replied: datetime | None) -> list[Violation]:
	"""Nobody answers a letter before it is received: a first receipt ``at`` lies before the recorded answer."""
	late = isinstance(at, datetime) and replied and min(at, served or at) > replied
	return [Violation("letter_received_late", (kind, at, replied))] if late else []


def reply_problems(kind: str, text: str, original: str, received: bool) -> list[Violation]:
	"""What a reply lacks: the letter's own receipt, what was answered, the original of the answer."""
	found = [] if received else [Violation("letter_reply_unserved", (kind,))]
	if not text.strip():
		found.append(Violation("letter_reply"))
	if not original.strip():
		found.append(Violation("letter_reply_original"))
	return found


def reply_time_problems(kind: str, replied: datetime, before: datetime | None, now: datetime, reason: str) -> list[Violation]:
	"""A further reply does not lie before the one ``before`` it; one that is not of today says why it is entered late (docs/adr/0180)."""
	if before and replied < before:
		return [Violation("letter_reply_order", (kind, replied, before))]
	return [Violation("letter_reply_late", (kind, replied))] if replied.date() < now.date() and not reason.strip() else []


def outcomes(kind: str) -> tuple[str, ...]:
	"""How a letter of this kind can end: only what asks for a defect to be put right is cured or not."""
	return (*CURED, *SAID) if kind in (*CURING, RE_INSPECTION) else (SETTLED, *SAID)


@dataclass(frozen=True, slots=True)
class Earlier:
	"""The letter that another one follows: its kind and state, and whether it is about one of the same tickets."""

	name: str
	kind: str
	state: str
	same: bool


@dataclass(frozen=True, slots=True)
class Letter:
	"""A letter that is about to be issued: to whom, about which tickets (row number, whose it is), under which agreement."""

	kind: str
	to_party: str
	contractor: str
	tickets: Sequence[tuple[int, Answer]] = ()
	agreement: Agreement | None = None
	cure_days: int = 0
	#: The earlier letter, None where none is named.
	earlier: Earlier | None = None
	#: Parts of the text that still wait to be written.
	blanks: tuple[str, ...] = ()

	@property
	def agreed(self) -> Agreement | None:
		"""The agreement whose time to cure the contractor has at least, whatever the letter names."""
		return rules_answering.longest((answer for _row, answer in self.tickets), self.contractor, self.agreement)


def issue_problems(letter: Letter) -> list[Violation]:
	"""What stands against issuing: nobody or somebody else in it, no ticket to rest on, an agreement that binds nobody, less than the
	agreed time to cure, a second notice that follows none, places of the text that nobody wrote into (R107, R112)."""
	found = [*_receiver(letter), *_agreement(letter), *_follows(letter)]
	if letter.kind in BLAMING and not letter.tickets:
		found.append(Violation("letter_no_ticket", (letter.kind,)))
	found += others(letter)
	agreed = letter.agreed
	if letter.kind in NOTICES and agreed and 0 < letter.cure_days < agreed.cure_days:
		found.append(Violation("letter_cure_days", (agreed.name, agreed.cure_days, letter.cure_days)))
	return found + ([Violation("letter_blanks", (tuple(map(_quoted, letter.blanks)),))] if letter.blanks else [])


def _quoted(line: str) -> str:
	"""A line of the text inside another sentence: without its own stop at the end."""
	return line.rstrip(" 。．.；;，,") or line


def _follows(letter: Letter) -> list[Violation]:
	"""A second notice names the notice about the same ticket that it follows, and that one is out (R107)."""
	if letter.kind != SECOND:
		return []
	named = letter.earlier
	if not named:
		return [Violation("letter_no_earlier")]
	right = named.kind in NOTICES and named.same and named.state not in ("Draft", "Withdrawn")
	return [] if right else [Violation("letter_wrong_earlier", (named.name, named.kind, named.state))]


def too_late(letter: Letter) -> list[Violation]:
	"""A notice whose tickets a third party has taken over already: what it threatens has happened. Said to its writer, not refused."""
	over = tuple(one.ticket for _row, one in letter.tickets if one.taken_over)
	whole = letter.kind in NOTICES and over and len(over) == len(letter.tickets)
	return [Violation("letter_third_party_works", (over,))] if whole else []


def others(letter: Letter) -> list[Violation]:
	"""Tickets that somebody else than the chosen contractor, or nobody yet, answers for; the way out names who does."""
	return [_other(letter, row, one) for row, one in letter.tickets if letter.contractor and not _concerns(letter, one)]


def _other(letter: Letter, row: int, answer: Answer) -> Violation:
	place = (Field("Correspondence", "tickets"), row, answer.ticket)
	whose = tuple(sorted(answer.concerned if letter.kind in ABOUT_WORK else answer.charged))
	return Violation("letter_other_contractor", (*place, whose)) if whose else Violation("letter_nobodys", place)


def _receiver(letter: Letter) -> list[Violation]:
	"""What counts against a contractor names it and goes to it."""
	if letter.kind not in BLAMING:
		return []
	if not letter.contractor:
		return [Violation("letter_contractor")]
	if letter.kind in NOTICES:
		return [] if letter.to_party == CONTRACTOR else [Violation("letter_not_to_contractor", (letter.to_party,))]
	return [] if letter.to_party in (CONTRACTOR, THIRD_PARTY) else [Violation("letter_blames", (letter.kind, letter.to_party))]


def _concerns(letter: Letter, answer: Answer) -> bool:
	if letter.kind in ABOUT_WORK:
		return letter.contractor in answer.concerned
	return letter.kind not in BLAMING or letter.contractor in answer.charged


def _agreement(letter: Letter) -> list[Violation]:
	"""The agreement is the contractor's own; what rests on it was signed, and is in force or the one of a ticket."""
	named = letter.agreement
	if not named:
		return []
	if letter.contractor and named.party != letter.contractor:
		return [Violation("letter_other_agreement", (named.name, named.party))]
	own = {one.agreement.name for _row, one in letter.tickets if one.agreement}
	binding = named.signed and (named.in_force or named.name in own)
	return [] if binding or letter.kind == WORK_CONTACT else [Violation("letter_agreement_over", (named.name,))]


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
