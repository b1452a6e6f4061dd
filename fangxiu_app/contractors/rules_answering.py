"""Who answers for a ticket, and under which agreement: the one rule that letters, orders, deductions and the ticket itself ask (R107, R111).

A ticket is answered for by the contractor of its agreement and by the one at work; once a third party works, by the original one
(docs/adr/0173, 0175). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fangxiu_app.core.refusal import Violation


@dataclass(frozen=True, slots=True)
class Agreement:
	"""A warranty agreement as far as somebody is held to it.

	``signed``: it is, or was before it ended; ``in_force``: signed, and valid on the day that is asked about.
	"""

	name: str
	party: str
	signed: bool = True
	in_force: bool = True
	cure_days: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
	"""Whose a ticket is: the one ``at_work``, the ``original`` one behind a third party, its own agreement.

	``covering`` are agreements in force whose scope has the ticket's place and trade; they are looked at where it names none.
	"""

	ticket: str
	at_work: str = ""
	original: str = ""
	agreement: Agreement | None = None
	covering: frozenset[str] = frozenset()
	taken_over: bool = False

	@property
	def charged(self) -> frozenset[str]:
		"""Whom a notice, a third party's cost or a deduction about the ticket can concern."""
		return frozenset({self.agreement.party if self.agreement else "", self.original or self.at_work} - {""})

	@property
	def liable(self) -> str:
		"""Who answers by the ticket's agreement, else the original contractor, else the one at work."""
		return (self.agreement.party if self.agreement else "") or self.original or self.at_work

	@property
	def concerned(self) -> frozenset[str]:
		"""Whom anything about the work itself can concern: also the third party at work."""
		return self.charged | frozenset({self.at_work} - {""})

	def bills(self, agreement: str, contractor: str) -> bool:
		"""Whether a cost of the ticket can be claimed under ``agreement`` of ``contractor``: its own, or one that covers it."""
		if contractor not in self.charged:
			return False
		if self.agreement and self.agreement.party == contractor:
			return self.agreement.name == agreement
		return not self.taken_over and agreement in self.covering


def longest(answers: Iterable[Answer], contractor: str, named: Agreement | None = None) -> Agreement | None:
	"""The agreement of this contractor, of any where none is given, with the longest time to cure: of the tickets' own and the one
	``named``. None without one.
	"""
	own = [one.agreement for one in answers if one.agreement]
	found = [one for one in (*own, *([named] if named else [])) if contractor in ("", one.party)]
	return max(found, key=lambda one: one.cure_days, default=None)


def chosen(contractor: str, agreement: Agreement | None, covers: bool, known: bool) -> list[Violation]:
	"""What stands against a contractor and an agreement that somebody chooses for a ticket by hand.

	The agreement is one in force of that contractor whose scope has the ticket's place and trade (``covers``). Without one the
	contractor is ``known``: it has an agreement or an order in the project, or stands in the register.
	"""
	if agreement is None:
		return [Violation("ticket_contractor_unknown", (contractor,))] if contractor and not known else []
	if agreement.party != contractor:
		return [Violation("ticket_other_agreement", (agreement.name, agreement.party))]
	if not agreement.in_force:
		return [Violation("ticket_agreement_over", (agreement.name,))]
	return [] if covers else [Violation("ticket_agreement_elsewhere", (agreement.name,))]
