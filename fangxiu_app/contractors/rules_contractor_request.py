"""What a request to accept a company as contractor or supplier must contain before it can be accepted."""

from __future__ import annotations

from dataclasses import dataclass

from fangxiu_app.core.refusal import Violation

REQUESTED, ACCEPTED, DECLINED = "Requested", "Accepted", "Declined"
STATES = (REQUESTED, ACCEPTED, DECLINED)

#: Characters of a unified social credit code in the order of their values; I, O, S, V and Z are none (GB 32100-2015).
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(3**place % 31 for place in range(17))


def check_character(base: str) -> str:
	"""The 18th character of the code whose first 17 are ``base`` (GB 32100-2015, 5.5). Raises ValueError for others."""
	total = sum(ALPHABET.index(one) * weight for one, weight in zip(base, WEIGHTS, strict=True))
	return ALPHABET[-total % 31]


def plain(text: str) -> str:
	"""A code or number as it is compared: without the blanks and hyphens of its groups, in capitals."""
	return "".join(text.split()).replace("-", "").upper()


def is_credit_code(code: str) -> bool:
	"""Whether ``code`` is a unified social credit code with its right check character."""
	return len(code) == 18 and not set(code) - set(ALPHABET) and code[17] == check_character(code[:17])


def is_account_no(number: str) -> bool:
	"""Whether ``number`` can be an account of a Chinese bank: 8 to 32 digits."""
	return number.isascii() and number.isdigit() and 8 <= len(number) <= 32


@dataclass(frozen=True, slots=True)
class Asked:
	"""The requested company. ``same_*`` name other suppliers with the same name, code or account."""

	credit_code: str
	account_no: str
	supplier: str = ""
	same_name: str = ""
	same_code: str = ""
	same_account: str = ""


def violations(asked: Asked) -> list[Violation]:
	"""Everything that stands against the request: wrong numbers, and companies that exist already."""
	found = []
	if not is_credit_code(asked.credit_code):
		found.append(Violation("request_code", (asked.credit_code,)))
	if not is_account_no(asked.account_no):
		found.append(Violation("request_account", (asked.account_no,)))
	if asked.same_name and not asked.supplier:
		found.append(Violation("request_known", (asked.same_name,)))
	if asked.same_code:
		found.append(Violation("request_code_known", (asked.credit_code, asked.same_code)))
	if asked.same_account:
		found.append(Violation("request_account_known", (asked.account_no, asked.same_account)))
	return found


def check_decision(state: str, user: str, author: str, accepted: bool, note: str) -> list[Violation]:
	"""What stands against ``user`` deciding: already decided, the user's own request, or a refusal without reason."""
	if state != REQUESTED:
		return [Violation("request_decided", (state,))]
	found = [Violation("request_own")] if user == author else []
	return found if accepted or note.strip() else [*found, Violation("request_why")]
