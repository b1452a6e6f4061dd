"""Who may be given a ticket, and by whom: only users who can open it (R70, R78)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.life.rules_ticket_table import CLERK, ENGINEER, LEAD, MANAGER, SUPERVISOR

#: Roles that are responsible for tickets.
ENGINEERS = (ENGINEER, SUPERVISOR, MANAGER)
#: Roles that may reassign anybody's tickets; an engineer may pass on only their own.
GIVERS = (CLERK, *LEAD)
#: Nothing is left to do on these; on a closed ticket the follow-up may be.
OVER = ("Merged", "Cancelled")


@dataclass(frozen=True, slots=True)
class Person:
	"""A user who may get tickets. ``projects`` None: all projects."""

	user: str
	name: str = ""
	enabled: bool = True
	roles: frozenset[str] = frozenset()
	projects: frozenset[str] | None = frozenset()

	def fits(self, project: str) -> bool:
		"""Whether the user is an engineer and may open documents of ``project``."""
		open_ = self.projects is None or project in self.projects
		return self.enabled and bool(self.roles & set(ENGINEERS)) and open_


@dataclass(frozen=True, slots=True)
class Given:
	"""A ticket that is to be reassigned."""

	ticket: str
	project: str
	status: str
	engineer: str = ""


def check_building(holder: str, giver: str, roles: Iterable[str]) -> list[Violation]:
	"""What stands against ``giver`` changing who gets a building's new reports: an engineer may pass on only his own."""
	held = set(roles)
	may = held & set(GIVERS) or (ENGINEER in held and holder == giver)
	return [] if may else [Violation("reassign_role", (GIVERS,))]


def check(
	tickets: Iterable[Given], to: Person, reason: str, giver: str, roles: Iterable[str]
) -> list[Violation]:
	"""Everything that stands against giving ``tickets`` to ``to``; empty when nothing does."""
	tickets = list(tickets)
	found = [] if tickets else [Violation("reassign_nothing")]
	if not (reason or "").strip():
		found.append(Violation("reassign_reason"))
	held = set(roles)
	foreign = not held & set(GIVERS) and any(row.engineer != giver for row in tickets)
	if foreign or not held & {*GIVERS, ENGINEER}:
		found.append(Violation("reassign_role", (GIVERS,)))
	over = tuple(row.ticket for row in tickets if row.status in OVER)
	if over:
		found.append(Violation("reassign_over", (over,)))
	same = tuple(row.ticket for row in tickets if row.engineer == to.user)
	if same:
		found.append(Violation("reassign_same", (same, to.name or to.user)))
	if not all(to.fits(row.project) for row in tickets):
		found.append(Violation("reassign_shut_out", (to.name or to.user,)))
	return found
