"""Paid repair after the warranty (R58, R59): who pays, what a quotation must contain, and what is billed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangxiu_app.core.money import product
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.sealing import digest, plain

OWNER, FUND = "Owner", "Maintenance Fund"
LABOUR, PART = "Labour", "Spare Part"
SIGNATURE, RECORD, BY_LINK = "Signature", "Signed Paper", "Signed Link"

DRAFT, ISSUED, ACCEPTED, REFUSED = "Draft", "Issued", "Agreed", "Refused"
SUPERSEDED, WITHDRAWN, WAIVED = "Superseded", "Withdrawn", "Waived"
#: A newer version takes their place; an accepted one holds until the newer one is accepted.
OPEN = (DRAFT, ISSUED, REFUSED)
AGREED_STATES = (ACCEPTED, WAIVED)

#: What the payer reads and accepts; a change is a new version.
CONTENT = ("payer_kind", "payer_name", "scope_text", "work_days", "valid_until", "resources", "total")
IDENTITY = ("name", "ticket", "unit", "version")
#: What the property company hands in later than the quotation, before the fund's acceptance.
RESOLUTION = ("resolution_no", "resolution_date", "resolution_file")
ROW = ("kind", "item", "description", "uom", "qty", "rate", "amount")


@dataclass(frozen=True, slots=True)
class Line:
	"""A line of a quotation; ``item`` names the stock item of a part."""

	row: int
	kind: str
	description: str
	qty: Decimal
	rate: Decimal
	item: str = ""

	@property
	def amount(self) -> Decimal:
		return product(self.qty, self.rate)


@dataclass(frozen=True, slots=True)
class Quote:
	"""The facts of a quotation that the rules need. ``expected_payer`` follows from place and responsibility (see :func:`payer`)."""

	lines: tuple[Line, ...]
	payer_kind: str
	expected_payer: str
	valid_until: date
	property_contact: str = ""
	expired: bool = True
	resolution_no: str = ""
	resolution_date: date | None = None
	resolution_file: str = ""


def payer(common_part: bool, responsibility: str) -> str:
	"""R58, R59: in a flat the owner pays; for common parts the maintenance fund. Whoever caused a damage pays for it."""
	return FUND if common_part and responsibility == "Expired" else OWNER


def issue_violations(quote: Quote, today: date) -> list[Violation]:
	"""Everything that stands against handing the quotation to the payer."""
	found = _line_violations(quote.lines)
	if quote.payer_kind != quote.expected_payer:
		found.append(Violation("quote_payer", (quote.expected_payer,)))
	if quote.expired and not quote.property_contact.strip():
		found.append(Violation("quote_property"))
	if quote.valid_until < today:
		found.append(Violation("quote_outdated", (quote.valid_until,)))
	return found


def accept_violations(quote: Quote, signed_by: str, proved: bool, day: date) -> list[Violation]:
	"""What stands against the acceptance on ``day``; ``proved`` is a drawn signature or the file of the signed paper."""
	found = []
	if not signed_by.strip() or not proved:
		found.append(Violation("quote_unproved"))
	if day > quote.valid_until:
		found.append(Violation("quote_outdated", (quote.valid_until,)))
	if quote.payer_kind == FUND:
		found += _resolution_violations(quote, day)
	return found


def billed(lines: Iterable[Line], used: Mapping[str, Decimal]) -> list[tuple[Line, Decimal]]:
	"""Lines with the quantity that is billed: labour as accepted, parts as far as they were fitted, never more.

	``used`` is what was issued less what came back, by item. An item on several lines fills them in their order.
	"""
	left = dict(used)
	out = []
	for line in lines:
		qty = line.qty
		if line.kind == PART:
			qty = max(Decimal(0), min(line.qty, left.get(line.item, Decimal(0))))
			left[line.item] = left.get(line.item, Decimal(0)) - qty
		if qty > 0:
			out.append((line, qty))
	return out


def content_digest(quote: Mapping[str, object], rows: Iterable[Mapping[str, object]], text: Callable[[object], str] = plain) -> str:
	"""SHA-256 over identity, content and lines, the same however the values were loaded; ``text`` writes a value."""
	head = {name: text(quote.get(name)) for name in (*IDENTITY, *CONTENT)}
	return digest([head, [[text(row.get(name)) for name in ROW] for row in rows]])


def six_digits(value: object) -> str:
	"""A value as quotations were sealed before 2026-12: numbers to six digits."""
	return f"{value:g}" if isinstance(value, float | int) and value else plain(value)


def _line_violations(lines: tuple[Line, ...]) -> list[Violation]:
	if not lines:
		return [Violation("quote_lines")]
	found = []
	for line in lines:
		if line.qty <= 0 or line.rate <= 0:
			found.append(Violation("quote_line_amount", (line.row,)))
		if line.kind == PART and not line.item:
			found.append(Violation("quote_line_item", (line.row,)))
	return found


def _resolution_violations(quote: Quote, day: date) -> list[Violation]:
	"""R59: the fund pays by a resolution of the owners' committee."""
	if not (quote.resolution_no.strip() and quote.resolution_date and quote.resolution_file):
		return [Violation("quote_resolution")]
	return (
		[Violation("quote_resolution_late", (quote.resolution_date,))] if quote.resolution_date > day else []
	)
