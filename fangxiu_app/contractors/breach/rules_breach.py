"""Whether a third party may repair at the contractor's cost (R107; docs/adr/0132).

The written notices have to be received, as many as the settings ask for; then the project department coordinates while the
contractor's cure time runs. If coordination fails, or the cure time ends without a result, a third party may repair at the
contractor's cost. The hint on the ticket, the gate of its action, the order, the letters' next step and the evidence of a
deduction all call ``standing``, each with its own time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from fangxiu_app.core.refusal import Violation

#: Kinds of letters that put a contractor in breach when their cure time runs out.
NOTICES = ("Notice", "Second Notice")
#: States of a ticket in which its contractor is at work, or ought to be.
WORKING = ("Planned", "In Repair")


@dataclass(frozen=True, slots=True)
class Notice:
	"""A letter that puts the contractor in breach, with the number of its proofs of service; withdrawn ones are none.

	Without a name it is the notice recorded on the ticket itself; ``again``: written as a second one.
	"""

	name: str
	issued_at: datetime | None = None
	served_at: datetime | None = None
	cure_until: datetime | None = None
	proofs: int = 0
	outcome: str = ""
	again: bool = False

	@property
	def proved(self) -> bool:
		"""Whether there is a document that shows its receipt: evidence, beyond what the work itself asks for."""
		return self.served_at is not None and self.proofs > 0

	def over(self, at: datetime) -> bool:
		"""Whether its cure time has run out. The last moment still belongs to the contractor."""
		return self.cure_until is not None and at > self.cure_until


@dataclass(frozen=True, slots=True)
class Breach:
	"""The breach of one ticket in one round of repair: its notices in their order, the project department's coordination
	("", Pending, Succeeded, Failed), when others took over."""

	ticket: str
	notices: tuple[Notice, ...] = ()
	coordination: str = ""
	taken_over_at: datetime | None = None
	reported_at: datetime | None = None
	coordinated_at: datetime | None = None


#: Of a ticket whose letters need not be read.
NOTHING = Breach("")


@dataclass(frozen=True, slots=True)
class Standing:
	"""How far the breach has gone at a moment. ``step`` is what comes next:

	write, issue or serve a notice (``second``: a further one), wait (until ``until``), settled, third_party.
	"""

	step: str
	second: bool = False
	notice: Notice | None = None
	until: datetime | None = None
	served: tuple[Notice, ...] = ()
	#: The coordination failed: the cure time need not be waited for.
	failed: bool = False
	#: The cure time of the last notice has run out.
	over: bool = False

	@property
	def allowed(self) -> bool:
		"""Whether a third party may be ordered at the contractor's cost."""
		return self.step == "third_party"


def standing(breach: Breach, wanted: int, at: datetime) -> Standing:
	"""Where ``breach`` stands at ``at`` with ``wanted`` notices before a third party: a setting, 1 or more (R107).

	A notice counts from its receipt, a coordination only when its result came after the last receipt. One that succeeded, or
	a notice closed as cured, ends the matter; one that failed ends the waiting, for further notices too.
	Closing a notice as not cured shortens nobody's time.
	"""
	dated = [(one.served_at, one) for one in breach.notices if one.served_at and one.served_at <= at]
	dated.sort(key=lambda pair: pair[0])
	served = tuple(one for _received, one in dated)
	if not dated:
		return _next_notice(breach, served, False)
	received, last = dated[-1]
	over = last.over(at)
	# a result from before the last notice was about an earlier one
	result = breach.coordination if breach.coordinated_at is None or breach.coordinated_at >= received else ""
	if result == "Succeeded" or last.outcome == "Cured":
		return Standing("settled", notice=last, served=served, over=over)
	if result == "Failed":
		return Standing("third_party", notice=last, served=served, failed=True, over=over)
	if not over:
		return Standing("wait", notice=last, until=last.cure_until, served=served)
	if len(served) < wanted:
		return _next_notice(breach, served, True)
	return Standing("third_party", notice=last, served=served, over=over)


def _next_notice(breach: Breach, served: tuple[Notice, ...], second: bool) -> Standing:
	"""A notice has to be received: the one that is written or under way, or a new one."""
	# the draft of a second notice is no first one: it cannot be issued before that
	waiting = [one for one in breach.notices if one not in served and (second or one.issued_at or not one.again)]
	if not waiting:
		return Standing("write", second, served[-1] if served else None, served=served, over=second)
	return Standing("serve" if waiting[-1].issued_at else "issue", second, waiting[-1], served=served, over=second)


def proved(breach: Breach) -> Breach:
	"""The same with what can be shown: notices without a proof of their receipt count as never received."""
	notices = tuple(one if one.proved else replace(one, served_at=None, cure_until=None) for one in breach.notices)
	return replace(breach, notices=notices)


def violation(found: Standing) -> Violation | None:
	"""Why no third party may be ordered yet, or None; the parameters name the time and the letter waited for."""
	if found.allowed:
		return None
	if found.step == "settled":
		return Violation("breach_settled")
	if found.step == "wait":
		return Violation("coordination_open", (found.until,))
	return Violation("second_notice_missing", (len(found.served),)) if found.second else Violation("notice_missing")


def stage(found: Standing, status: str, now: datetime, finish_due: datetime | None = None, failed: bool = False) -> str:
	"""The step a ticket in ``status`` stands at, whose next one is the reader's. Empty when nothing is wrong.

	Notice (late or failed, nobody told yet), Waiting (the project department coordinates), Second (another notice is wanted),
	Ended (the time ran out), Failed (the coordination did), Settled.
	"""
	if status not in WORKING:
		return ""
	if not found.served:
		late = finish_due is not None and now > finish_due
		return "Notice" if late or failed else ""
	if found.step == "third_party":
		return "Failed" if found.failed else "Ended"
	return {"settled": "Settled", "wait": "Waiting"}.get(found.step, "Second")
