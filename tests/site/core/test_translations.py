"""The words of a language are read once for each process; a changed one is seen by the next request."""

from __future__ import annotations

import frappe
import pytest
from frappe.translate import get_all_translations

from fangxiu_app.core.framework import translations

WORD = "Repair Ticket"


@pytest.fixture
def chinese():
	frappe.local.lang = "zh"
	get_all_translations("zh")
	yield
	frappe.local.lang = "en"
	frappe.translate.clear_cache()


def asked() -> dict[str, str]:
	"""The words as a new request finds them, which has read nothing itself."""
	frappe.local.cache = {}
	translations.keep()
	return get_all_translations("zh")


def test_the_next_request_takes_what_the_last_one_read(chinese):
	first = asked()
	assert len(first) > 10_000 and first[WORD] == "维修工单"
	assert asked() is first


@pytest.mark.parametrize("word", ["某个工单", "房修报单"])
def test_a_changed_word_is_seen_by_the_next_request(chinese, word):
	before = asked()
	made = frappe.get_doc(
		{"doctype": "Translation", "language": "zh", "source_text": WORD, "translated_text": word}
	).insert()
	assert asked()[WORD] == word and before[WORD] == "维修工单"
	made.delete()
	assert asked()[WORD] == "维修工单"


def test_the_words_of_another_language_are_their_own(chinese):
	asked()
	frappe.local.lang = "de"
	frappe.local.cache = {}
	translations.keep()
	assert get_all_translations("de") is not get_all_translations("zh")
