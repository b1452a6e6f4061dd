"""What an owner's compensation needs before it is approved, signed and paid, and how far it is carried out (R110).

Losses are claimed by the owner, assessed by us and agreed between both. What is agreed is given in cash or in kind (fee waiver, goods);
a settlement agreement (和解协议) is signed before either. Amounts in company currency.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangxiu_app.core.money import HUNDRED, ZERO, money
from fangxiu_app.core.refusal import Violation

DRAFT, IN_APPROVAL, APPROVED, SIGNED, SETTLED = "Draft", "In Approval", "Approved", "Signed", "Settled"
PARTLY_RECOVERED, RECOVERED, CANCELLED = "Partly Recovered", "Recovered", "Cancelled"
#: The owner has everything that was agreed.
WHOLE = (SETTLED, PARTLY_RECOVERED, RECOVERED)
#: The settlement agreement is signed: only now something is paid or handed over.
AFTER_SIGNATURE = (SIGNED, *WHOLE)

CASH, IN_KIND, BOTH = "Cash", "In Kind", "Cash and In Kind"
FEE_WAIVER, GOODS, GIFT = "Fee Waiver", "Goods From Store", "Gift or Voucher"
ACCEPTED, TURNED_DOWN = "Accepted", "Turned Down"
ID_CARD = "ID Card"

_ID_CARD = re.compile(r"[1-9]\d{16}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


@dataclass(frozen=True, slots=True)
class Loss:
	"""A line of a compensation."""

	row: int
	claimed: Decimal
	assessed: Decimal
	agreed: Decimal
	basis: str = ""
	#: whether a photo or paper that shows it is on file.
	proved: bool = False


@dataclass(frozen=True, slots=True)
class Benefit:
	"""What the owner gets instead of money. ``part_fits``: the part chosen is one of this ticket's; ``confirmed``: the owner has it."""

	row: int
	kind: str
	value: Decimal
	part: str = ""
	part_fits: bool = False
	confirmed: bool = False
	#: the other compensation that gives the same part.
	given_by: str = ""
	#: it has left the store before anything was agreed: into the repair.
	used: bool = False


@dataclass(frozen=True, slots=True)
class Party:
	"""The owner as a party to the settlement agreement, and the account the money goes to."""

	name: str = ""
	id_kind: str = ""
	id_no: str = ""
	holder: str = ""
	bank: str = ""
	account: str = ""
	#: why the account is somebody else's, and whether the owner's authorisation is on file.
	holder_reason: str = ""
	holder_authorised: bool = False
	representative: str = ""
	representative_authorised: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
	"""The signed settlement agreement: by whom, on which day, whether the paper and, of somebody else, the authorisation are there."""

	by: str
	on: date | None
	has_file: bool
	approved_on: date | None = None
	authorised: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
	"""That a benefit was given: the day, by whom it was confirmed or received, whether the proof is there."""

	on: date | None
	by: str
	has_file: bool


@dataclass(frozen=True, slots=True)
class Answer:
	"""A ticket the compensation is about, as its warranty answer stands."""

	ticket: str
	agreement: str = ""
	contractor: str = ""
	responsibility: str = ""
	payer: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
	"""Whom to claim back from: ``share`` percent of the agreed amount, because these ``tickets`` are the contractor's by warranty."""

	agreement: str
	contractor: str
	share: Decimal
	tickets: tuple[str, ...]


def method(in_kind: Decimal, cash: Decimal) -> str:
	"""How the agreed amount is given."""
	if in_kind <= 0:
		return CASH
	return BOTH if cash > 0 else IN_KIND


def benefit_value(kind: str, months: Decimal, fee: Decimal, entered: Decimal) -> Decimal:
	"""The value of a benefit: of a fee waiver months times fee where both are known, else as entered."""
	return money(months * fee) if kind == FEE_WAIVER and months and fee else entered


def compensation(
	losses: Iterable[Loss], recovery: Decimal, contractor: str, agreement: str, benefits: Iterable[Benefit] = ()
) -> list[Violation]:
	"""What stands against asking for approval: amounts, bases, evidence, benefits and the amount claimed back.

	The evidence of a loss is signed with its amount (R109, R110): asked for afterwards, nobody could say what the signers saw.
	"""
	losses, benefits = list(losses), list(benefits)
	total = sum((loss.agreed for loss in losses), ZERO)
	found = [] if total > 0 else [Violation("compensation_nothing")]
	found += [Violation("compensation_basis", (loss.row,)) for loss in losses if not loss.basis.strip()]
	found += [Violation("compensation_unproved", (loss.row,)) for loss in losses if not loss.proved]
	found += _benefits(benefits, total)
	if recovery > total:
		found.append(Violation("compensation_recovery", (recovery, total)))
	if recovery > 0 and not (contractor and agreement):
		found.append(Violation("compensation_contractor"))
	return found


def _benefits(benefits: Sequence[Benefit], total: Decimal) -> list[Violation]:
	found = [Violation("benefit_value", (one.row,)) for one in benefits if one.value <= 0]
	found += [Violation("benefit_part", (one.row,)) for one in benefits if one.kind == GOODS and not (one.part and one.part_fits)]
	found += [Violation("benefit_part_used", (one.row, one.part)) for one in benefits if one.kind == GOODS and one.part_fits and one.used]
	found += _given_twice(benefits)
	given = sum((one.value for one in benefits), ZERO)
	if given > total:
		found.append(Violation("benefit_above", (given, total)))
	return found


def _given_twice(benefits: Sequence[Benefit]) -> list[Violation]:
	"""A part is given once: in one row of one compensation. It would count twice in what was agreed and in what is claimed back."""
	first: dict[str, int] = {}
	found = []
	for one in benefits:
		if not one.part:
			continue
		if one.part in first:
			found.append(Violation("benefit_part_twice", (one.row, one.part, first[one.part])))
		elif one.given_by:
			found.append(Violation("benefit_part_given", (one.row, one.part, one.given_by)))
		first.setdefault(one.part, one.row)
	return found


def terms(written: str) -> list[Violation]:
	"""What the settlement agreement lacks: it is printed from what was approved, which nobody completes afterwards (R110)."""
	return [] if written.strip() else [Violation("settlement_terms")]


def addition(state: str, name: str) -> list[Violation]:
	"""What stands against adding evidence of a loss: it is frozen while signers look at it, and done with once the owner has everything."""
	return [] if state in (DRAFT, APPROVED, SIGNED) else [Violation("loss_frozen", (name, state))]


def party(who: Party, cash: Decimal) -> list[Violation]:
	"""What the settlement agreement still lacks about the owner, the account and the representative."""
	found = [] if who.id_kind and who.id_no.strip() else [Violation("settlement_identity")]
	if who.id_kind == ID_CARD and who.id_no.strip() and not is_id_card(who.id_no):
		found.append(Violation("settlement_id_card", (who.id_no[-4:],)))
	if cash > 0:
		found += _account(who)
	if who.representative.strip() and not who.representative_authorised:
		found.append(Violation("settlement_representative", (who.representative,)))
	return found


def _account(who: Party) -> list[Violation]:
	if not (who.holder.strip() and who.bank.strip() and who.account.strip()):
		return [Violation("settlement_account")]
	other = who.holder.strip() != who.name.strip()
	if other and not (who.holder_reason.strip() and who.holder_authorised):
		return [Violation("settlement_other_holder", (who.holder, who.name))]
	return []


def is_id_card(number: str) -> bool:
	"""Whether ``number`` is one of a resident's identity card: eighteen characters whose last one checks the others (GB 11643)."""
	number = number.strip().upper()
	if not _ID_CARD.fullmatch(number):
		return False
	weighed = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
	return _CHECK[weighed % 11] == number[17]


def above_assessed(losses: Iterable[Loss], reason: str) -> list[Violation]:
	"""More than was assessed is agreed only with a reason of whoever approves; without one, every such loss."""
	if reason.strip():
		return []
	return [
		Violation("compensation_above", (loss.row, loss.agreed, loss.assessed))
		for loss in losses
		if loss.agreed > loss.assessed
	]


def signature(state: str, name: str, signed: Signature, who: Party, today: date) -> list[Violation]:
	"""What stands against recording the signed settlement agreement; only one that is recorded lets anything be paid."""
	if state != APPROVED:
		return [Violation("compensation_state", (name, state))]
	if not (signed.by.strip() and signed.on and signed.has_file):
		return [Violation("compensation_unsigned")]
	found = []
	if signed.on > today:
		found.append(Violation("time_in_future", (signed.on,)))
	if signed.approved_on and signed.on < signed.approved_on:
		found.append(Violation("settlement_before_approval", (signed.on, signed.approved_on)))
	if signed.by.strip() not in (who.name.strip(), who.representative.strip()) and not signed.authorised:
		found.append(Violation("settlement_signer", (signed.by, who.name)))
	return found


def confirmation(
	state: str, name: str, benefit: Benefit | None, given: Confirmation, today: date, signed_on: date | None
) -> list[Violation]:
	"""What stands against recording that the owner has a benefit: the property company confirmed it, or the goods were received."""
	if state not in AFTER_SIGNATURE or not signed_on:
		return [Violation("benefit_before_signature", (name,))]
	if benefit is None or benefit.confirmed:
		return [Violation("benefit_confirmed", (name,))]
	if not (given.on and given.by and given.has_file):
		return [Violation("benefit_unproved", (benefit.row,))]
	found = []
	if given.on > today:
		found.append(Violation("time_in_future", (given.on,)))
	if given.on < signed_on:
		found.append(Violation("benefit_too_early", (given.on, signed_on)))
	return found


def bill(name: str, state: str, amount: Decimal, cash: Decimal, other: str) -> list[Violation]:
	"""Whether a Purchase Invoice may pay a compensation: after its signature, once, and no more than is paid in cash."""
	if state not in AFTER_SIGNATURE:
		return [Violation("payment_before_signature", (name,))]
	if other:
		return [Violation("compensation_billed", (name, other))]
	return [Violation("compensation_bill_above", (name, amount, cash))] if amount > cash else []


def proposals(answers: Iterable[Answer]) -> list[Proposal]:
	"""Whom the warranty answers say to claim back from, the largest share first.

	A ticket counts for its contractor where the defect is in warranty and the contractor pays by the answer, or the answer is not
	known yet. The share is that of the tickets: one of two tickets is half of the loss, until somebody knows better.
	"""
	answers = list(answers)
	of: dict[tuple[str, str], list[str]] = {}
	for one in answers:
		if one.responsibility == "Warranty" and one.agreement and one.payer not in ("Developer", "Owner"):
			of.setdefault((one.agreement, one.contractor), []).append(one.ticket)
	found = [
		Proposal(agreement, contractor, money(HUNDRED * len(tickets) / len(answers)), tuple(tickets))
		for (agreement, contractor), tickets in of.items()
	]
	return sorted(found, key=lambda one: (-one.share, one.agreement))


def undecided(decision: str, agreement: str, proposed: Collection[str]) -> list[Violation]:
	"""A proposal is accepted or turned down before approval is asked for; one that changed is decided anew."""
	if not decision:
		return [Violation("recourse_open")] if proposed else []
	gone = decision == ACCEPTED and agreement not in proposed
	return [Violation("recourse_changed", (agreement,))] if gone else []


def decision(share: Decimal, proposed: Decimal, reason: str) -> list[Violation]:
	"""What stands against accepting a proposal with ``share`` percent: one of 0 to 100, another than proposed with a reason."""
	if not ZERO < share <= HUNDRED:
		return [Violation("recourse_share", (share,))]
	return [] if share == proposed or reason.strip() else [Violation("recourse_reason", (share, proposed))]


def recovery(decided: str, share: Decimal, agreed: Decimal, entered: Decimal) -> Decimal:
	"""What is claimed back: the accepted share of what was agreed, nothing where it was turned down, else as entered."""
	if decided == ACCEPTED:
		return money(agreed * share / HUNDRED)
	return ZERO if decided == TURNED_DOWN else entered


def cash_lines(agreed: Iterable[Decimal], in_kind: Decimal) -> list[Decimal]:
	"""What of each agreed loss is paid in cash: benefits in kind stand for the first losses, the rest is money."""
	found = []
	for amount in agreed:
		used = min(amount, in_kind)
		in_kind -= used
		found.append(amount - used)
	return found


def standing(paid: bool, pending: int, claimed_back: Decimal, recovered: Decimal) -> str:
	"""The state after the signature: ``paid`` whether the money is with the owner, ``pending`` benefits that are not confirmed yet."""
	if not paid or pending:
		return SIGNED
	if claimed_back <= 0 or recovered <= 0:
		return SETTLED
	return RECOVERED if recovered >= claimed_back else PARTLY_RECOVERED


def next_steps(state: str, owed: Decimal, pending: int, back: Decimal) -> tuple[str, ...]:
	"""What an approved compensation waits for: ``sign``, ``pay`` and ``give`` (both may go on at once), ``charge``; none once it is done."""
	if state == APPROVED:
		return ("sign",)
	if state == SIGNED:
		return tuple(step for step, waits in (("pay", owed > 0), ("give", pending)) if waits)
	return ("charge",) if state in (SETTLED, PARTLY_RECOVERED) and back > 0 else ()


def signed_content(approved: str, fields: Mapping[str, object]) -> dict[str, str]:
	"""What the seal of the settlement covers: the approved content, and who signed it, when, before which witness."""
	return {"approved": approved, **{name: str(value) for name, value in fields.items() if value}}
