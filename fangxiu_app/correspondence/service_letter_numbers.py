"""Gives papers that go out to a contractor their number (文号), once each, as the agreement or the settings write it (R107, R114)."""

from __future__ import annotations

from hashlib import sha256

import frappe
from frappe.model.naming import getseries
from frappe.utils import cstr, today

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Field
from fangxiu_app.correspondence import rules_letter_number as rules

#: How a kind of paper is called within its number; on paper and in Chinese, whoever makes it.
KINDS = {"Correspondence": "函", "Contractor Deduction": "扣款", "Third Party Order": "第三方"}
#: The answer to an objection goes out as a letter of its own, with its own number beside that of the notice it answers.
ANSWER = "申辩答复"
#: Where papers keep their numbers.
NUMBERS = (*((kind, "letter_no") for kind in KINDS), ("Contractor Deduction", "answer_no"))
#: Longest key of Frappe's table of counters.
KEY_LENGTH = 100


def give(doc) -> None:
	"""Set ``letter_no`` of a paper that has none: the next one of its series, which belongs to this transaction until it ends.

	A number is not given again, not even that of a withdrawn paper (the counters are Frappe's, as those of names).
	"""
	if not doc.letter_no:
		doc.letter_no = following(doc, KINDS[doc.doctype])


def following(doc, kind: str) -> str:
	"""The next number for a paper of this ``kind`` about ``doc``, by the pattern of its agreement or the settings."""
	agreement = doc.agreement and frappe.db.get_value(
		"Warranty Agreement", doc.agreement, ["contract_no", "letter_number_pattern"], as_dict=True
	)
	counted = rules.series(_pattern(agreement), _facts(doc, agreement, kind))
	number = ""
	while not number or _given(number):
		number = rules.number(counted, int(getseries(_key(counted), rules.DIGITS)))
	return number


def _given(number: str) -> bool:
	"""Whether a paper has this number, of whatever series. Four queries at most."""
	return any(frappe.db.exists(kind, {field: number}) for kind, field in NUMBERS)


def check_pattern(doc) -> None:
	"""Raise RefusedError where the ``letter_number_pattern`` of settings or agreement cannot be followed; empty is allowed."""
	if pattern := cstr(doc.letter_number_pattern).strip():
		refuse(rules.problems(pattern, Field(doc.doctype, "letter_number_pattern")))


def _pattern(agreement) -> str:
	own = agreement and agreement.letter_number_pattern
	return cstr(own or frappe.get_cached_doc("Fangxiu Settings").letter_number_pattern).strip() or rules.DEFAULT


def _facts(doc, agreement, kind: str) -> dict[str, str]:
	"""The agreement's own number stands for a contract that has none."""
	return {
		rules.PROJECT: cstr(frappe.db.get_value("Project", doc.project, "project_name")),
		rules.CONTRACT: cstr((agreement and agreement.contract_no) or doc.agreement),
		rules.KIND: kind,
		rules.YEAR: today()[:4],
	}


def _key(counted: str) -> str:
	key = f"letter_no:{counted}"
	return key if len(key) <= KEY_LENGTH else f"letter_no:{sha256(counted.encode()).hexdigest()}"
