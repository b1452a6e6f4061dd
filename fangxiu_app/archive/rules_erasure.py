"""Whether personal data may be erased, and what is stored in its place (个人信息保护法, article 47)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fangxiu_app.core.refusal import Violation

#: The text that replaces erased data; it cannot be read as a telephone.
ERASED = "已删除"
#: Documents named in one refusal: more are not read.
NAMED = 10
#: Years in which a claim can be made: 民法典, article 188.
LIMITATION_YEARS = 3


@dataclass(frozen=True, slots=True)
class Needed:
	"""A document that still needs a person: the code of the reason, the document, and the day until which, if it is known."""

	code: str
	document: str
	until: date | None


def refusals(needed: Iterable[Needed]) -> list[Violation]:
	"""What stands against erasing, the longest-lasting last: one violation per document, at most :data:`NAMED`."""
	rows = sorted(set(needed), key=lambda one: (one.until or date.min, one.document))[-NAMED:]
	return [Violation(one.code, (one.document, one.until) if one.until else (one.document,)) for one in rows]
