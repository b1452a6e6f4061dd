"""Approval in steps: who signs next, and what stands against it (docs/adr/0045).

Where a round stands is read from the entries of the approval log alone; every signature is made over a digest of the content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fangxiu_app.core.refusal import Violation

REQUESTED, APPROVED, SENT_BACK, CANCELLED = "Requested", "Approved", "Sent Back", "Cancelled"
ACTIONS = (REQUESTED, APPROVED, SENT_BACK, CANCELLED)

#: States of a document under approval.
DRAFT, IN_APPROVAL, DONE, VOID = "Draft", "In Approval", "Approved", "Cancelled"
STATES = (DRAFT, IN_APPROVAL, DONE, VOID)


@dataclass(frozen=True, slots=True)
class Rule:
	"""Who signs documents of an amount above ``amount_from`` up to ``amount_to`` (0: without end), role by role.

	Of documents with a level, those of ``level``; an empty one stands for all.
	"""

	name: str
	steps: tuple[str, ...]
	amount_from: Decimal = Decimal(0)
	amount_to: Decimal = Decimal(0)
	#: role → the role that signs its step where nobody who holds it may.
	substitutes: Mapping[str, str] = field(default_factory=dict)
	level: str = ""

	def covers(self, amount: Decimal, level: str = "") -> bool:
		"""Whether the rule applies to ``amount``: bands share their ends, which belong to the band below, except at zero."""
		above = amount > self.amount_from or (self.amount_from == 0 and amount >= 0)
		return above and (self.amount_to == 0 or amount <= self.amount_to) and self.level in ("", level)

	def overlaps(self, other: Rule) -> bool:
		"""Whether some amount of some level would fall under both."""
		apart = bool(self.level and other.level) and self.level != other.level
		return not apart and all(a.amount_to == 0 or a.amount_to > b.amount_from for a, b in ((self, other), (other, self)))


@dataclass(frozen=True, slots=True)
class Entry:
	"""A line of the log. ``steps`` stand on a request only: a rule changed later does not touch a running round."""

	action: str
	user: str
	digest: str = ""
	steps: tuple[str, ...] = ()
	#: of the last signature: what was signed, in a form that fields added to a DocType later do not change.
	seal: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
	"""The state of the running round. ``signed`` names who signed, in the order of the steps."""

	steps: tuple[str, ...] = ()
	requested_by: str = ""
	signed: tuple[str, ...] = ()
	digest: str = ""
	seal: str = ""

	@property
	def running(self) -> bool:
		return bool(self.requested_by)

	@property
	def complete(self) -> bool:
		return self.running and len(self.signed) >= len(self.steps)  # more: from before a signature was given once

	@property
	def role(self) -> str:
		"""The role whose signature comes next, or nothing."""
		return self.steps[len(self.signed)] if self.running and not self.complete else ""

	@property
	def ahead(self) -> tuple[str, ...]:
		"""Roles still to sign: what belongs to them alone is not yet part of the digest."""
		return self.steps[len(self.signed) :]

	@property
	def is_last(self) -> bool:
		return self.running and len(self.signed) + 1 == len(self.steps)


def choose(rules: Iterable[Rule], amount: Decimal, level: str = "") -> Rule | None:
	"""The rule for ``amount`` and ``level``, or None: then nobody may approve it."""
	return next((rule for rule in rules if rule.covers(amount, level)), None)


def staffed(
	rule: Rule, holders: Mapping[str, Collection[str]], barred: Collection[str]
) -> tuple[tuple[str, ...], list[Violation]]:
	"""The steps of a round by ``rule``, and the steps that nobody could sign.

	``holders`` gives the users of each role in the project, ``barred`` those who must not sign. A step nobody may sign goes to its
	substitute; where that role also signs a step of its own, one signature stands for both.
	"""
	free = {role: set(people) - set(barred) for role, people in holders.items()}
	steps, found = [], []
	for role in rule.steps:
		other = rule.substitutes.get(role)
		if free.get(role):
			steps.append(role)
		elif other and other in rule.steps:
			continue
		elif other and free.get(other):
			steps.append(other)
		else:
			found.append(Violation("approval_nobody", (role,)))
	if not found and not _each_another(steps, free):
		found.append(Violation("approval_too_few", (tuple(steps),)))
	return tuple(steps), found


def _each_another(steps: Sequence[str], free: Mapping[str, Collection[str]]) -> bool:
	"""Whether every step can have a person of its own (a matching of steps and people)."""
	signer: dict[str, int] = {}

	def place(step: int, seen: set[str]) -> bool:
		for person in free[steps[step]]:
			if person not in seen:
				seen.add(person)
				if person not in signer or place(signer[person], seen):
					signer[person] = step
					return True
		return False

	return all(place(step, set()) for step in range(len(steps)))


def progress(entries: Iterable[Entry]) -> Progress:
	"""The round that runs, read from the log: a request begins one, sending back or cancelling ends it."""
	state = Progress()
	for entry in entries:
		if entry.action == REQUESTED:
			state = Progress(entry.steps, entry.user, (), entry.digest)
		elif entry.action == APPROVED:
			state = replace(state, signed=(*state.signed, entry.user), digest=entry.digest, seal=entry.seal)
		else:
			state = Progress()
	return state


def check_request(state: Progress, docstatus: int, rule: Rule | None, amount: Decimal) -> list[Violation]:
	"""What stands against asking for approval now."""
	if docstatus != 0:
		return [Violation("approval_final")]
	if state.running:
		return [Violation("approval_running", (state.role,))]
	if rule is None or not rule.steps:
		return [Violation("approval_no_rule", (amount,))]
	return []


def check_approve(
	state: Progress, user: str, roles: Iterable[str], barred: Mapping[str, str], digest: str
) -> list[Violation]:
	"""What stands against ``user`` signing the next step.

	``barred`` gives, for each person who must not sign at all, the code of the reason. ``digest`` is that of the document
	as it stands, without what belongs to the steps ahead; it must be what the last signature was made over.
	"""
	if not state.role:
		return [Violation("approval_complete" if state.complete else "approval_not_requested")]
	found = [] if state.role in set(roles) else [Violation("approval_role", (state.role,))]
	found += kept_out(state, user, barred)
	if digest != state.digest:
		found.append(Violation("approval_changed"))
	return found


def kept_out(state: Progress, user: str, barred: Mapping[str, str]) -> list[Violation]:
	"""Why ``user`` does not sign this round, whatever roles they hold: the author, who asked for it, who signed a step already."""
	found = []
	if user == state.requested_by or user in barred:
		found.append(Violation(barred.get(user, "approval_author")))
	return [*found, Violation("approval_twice")] if user in state.signed else found


def was_shown(seen: str | None, now: str) -> list[Violation]:
	"""What stands against signing what was shown with the digest ``seen`` where the document's is ``now``.

	None is the application itself, which has shown nothing to anybody.
	"""
	return [] if seen is None or seen == now else [Violation("not_as_shown")]


def check_send_back(
	state: Progress, user: str, roles: Iterable[str], reason: str, beside: Iterable[str] = ()
) -> list[Violation]:
	"""What stands against sending back: the role whose turn it is may, and who asked may withdraw; with a reason.

	``beside`` are roles whose signature is asked for beside the steps: who may sign may also decline.
	"""
	if not state.running:
		return [Violation("approval_not_requested")]
	found = []
	if user != state.requested_by and not {state.role, *beside} & set(roles):
		found.append(Violation("approval_role", (state.role,)))
	return found if reason.strip() else [*found, Violation("approval_reason")]


def check_submit(state: Progress, digest: str) -> list[Violation]:
	"""What stands against the document taking effect: every step must be signed, over exactly this content."""
	if not state.complete:
		return [Violation("approval_steps_open", (state.ahead or ("–",),))]
	return [] if digest == state.digest else [Violation("approval_changed")]


def digest(content: Mapping[str, object]) -> str:
	"""SHA-256 over plain content, the same for equal content whatever its order."""
	text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()
