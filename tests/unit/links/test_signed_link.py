"""A signed link opens one document as it was issued, until it expires; nothing near it opens anything."""

import dataclasses
import string
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fangxiu_app.links import rules_signed_link as rules
from fangxiu_app.paid_repairs import rules_paid_repair, rules_quote_link

NOW = datetime(2026, 3, 4, 12)
WORDS = st.text(string.ascii_letters + string.digits + "-", min_size=1, max_size=20)
LINKS = st.builds(
	rules.Link,
	st.text("0123456789abcdefghijklmnopqrstuv", min_size=10, max_size=10),
	WORDS,
	st.text("0123456789abcdef", min_size=64, max_size=64),
	st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(microsecond=0)),
)
STATES = (rules.VALID, rules.USED, rules.REVOKED)
QUOTES = (
	rules_paid_repair.DRAFT,
	rules_paid_repair.ISSUED,
	rules_paid_repair.ACCEPTED,
	rules_paid_repair.REFUSED,
	rules_paid_repair.SUPERSEDED,
	rules_paid_repair.WITHDRAWN,
	rules_paid_repair.WAIVED,
)


@given(WORDS, LINKS)
def test_a_token_names_its_link_and_opens_it(secret, link):
	given_token = rules.token(secret, link)
	assert rules.key_of(given_token) == link.key
	assert rules.opens(secret, given_token, link)


@given(WORDS, LINKS, st.data())
def test_a_changed_link_secret_or_token_opens_nothing(secret, link, data):
	given_token = rules.token(secret, link)
	other = data.draw(LINKS)
	for field in dataclasses.fields(link):
		changed = dataclasses.replace(link, **{field.name: getattr(other, field.name)})
		assert rules.opens(secret, given_token, changed) == (changed == link)
	assert not rules.opens(secret + "x", given_token, link)
	at = data.draw(st.integers(0, len(given_token) - 1))
	sign = data.draw(st.sampled_from(string.ascii_letters + string.digits + "._-"))
	assume(sign != given_token[at])
	assert not rules.opens(secret, given_token[:at] + sign + given_token[at + 1 :], link)


@given(st.text(max_size=60))
def test_any_text_is_a_token_or_names_nothing(text):
	key = rules.key_of(text)
	assert key == "" or text.startswith(f"{key}.")


@pytest.mark.parametrize(
	"text", ["", "abc", "abcdefghij", "abcdefghij.", "abcdefghij." + "é" * 22, "ABCDEFGHIJ." + "a" * 22]
)
def test_a_text_of_another_form_names_no_link(text):
	assert rules.key_of(text) == ""


@given(st.sampled_from(STATES), st.sampled_from(QUOTES), st.booleans(), st.integers(-3, 3))
def test_a_link_opens_only_what_waits_and_is_intact_in_time(state, quote, intact, hours):
	until = NOW + timedelta(hours=hours)
	found = rules_quote_link.standing(state, quote, intact, until, NOW)
	waits = quote in (rules_paid_repair.ISSUED, rules_paid_repair.REFUSED)
	assert (found == rules.OPEN) == (state == rules.VALID and waits and intact and until >= NOW)
	if found == rules.DONE:
		assert state == rules.USED and until >= NOW and quote not in ("Superseded", "Withdrawn")


@pytest.mark.parametrize(
	("state", "quote", "intact", "hours", "answer"),
	[
		("In Force", "Issued", True, 1, "open"),
		("In Force", "Issued", True, -1, "expired"),
		("In Force", "Issued", False, 1, "changed"),
		("In Force", "Superseded", True, 1, "replaced"),
		("Revoked", "Issued", True, 1, "taken_back"),
		("Revoked", "Agreed", True, 1, "answered"),
		("In Force", "Withdrawn", True, 1, "taken_back"),
		("Used", "Agreed", True, 1, "done"),
		("Used", "Agreed", True, -1, "expired"),
		("Used", "Superseded", True, 1, "replaced"),
		("Used", "Waived", True, 1, "done"),
	],
)
def test_the_holder_is_told_why(state, quote, intact, hours, answer):
	assert rules_quote_link.standing(state, quote, intact, NOW + timedelta(hours=hours), NOW) == answer
