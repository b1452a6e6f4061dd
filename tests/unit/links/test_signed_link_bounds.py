"""Links at their bounds: what a token is made of, and what each state of link and quotation lets its holder do (R58)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fangxiu_app.links import rules_signed_link as links
from fangxiu_app.links.rules_signed_link import Link
from fangxiu_app.paid_repairs import rules_quote_link

NOW = datetime(2026, 3, 10, 9)
LINK = Link("abcd1234", "RQ-1", "hash", NOW)


def test_a_token_is_a_mac_over_what_it_opens():
	"""Links that were sent stay valid: how the token is made must never change."""
	text = b"signed link\nabcd1234\nRQ-1\nhash\n2026-03-10 09:00:00"
	mac = hmac.new(b"secret", text, hashlib.sha256).digest()[:16]
	assert links.token("secret", LINK) == f"abcd1234.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"
	assert links.opens("secret", links.token("secret", LINK), LINK)
	for other in (replace(LINK, document="RQ-2"), replace(LINK, content_hash="x"), replace(LINK, expires_at=NOW + timedelta(1))):
		assert not links.opens("secret", links.token("secret", LINK), other)
	assert not links.opens("other", links.token("secret", LINK), LINK)


@pytest.mark.parametrize(
	("given", "key"),
	[
		("abcd1234." + "x" * 22, "abcd1234"),
		("a" * 20 + "." + "-_" * 11, "a" * 20),
		("a" * 21 + "." + "x" * 22, ""),
		("a" * 7 + "." + "x" * 22, ""),
		("abcd1234." + "x" * 21, ""),
		("abcd1234." + "x" * 23, ""),
		("ABCD1234." + "x" * 22, ""),
		("abcd1234" + "x" * 22, ""),
		("", ""),
		(None, ""),
	],
)
def test_the_form_of_a_token(given, key):
	assert links.key_of(given) == key


def test_an_answer_is_tied_to_everything_around_it():
	plain = (LINK, "sig", "agree", NOW, "10.0.0.1", "phone")
	written = '["abcd1234", "RQ-1", "hash", "sig", "agree", "2026-03-10 09:00:00", "10.0.0.1", "phone"]'
	assert links.answer_digest(*plain) == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.clause("R58")
@pytest.mark.parametrize(
	("link", "quote", "intact", "now", "standing"),
	[
		("In Force", "Issued", True, NOW, "open"),
		("In Force", "Refused", True, NOW, "open"),
		("In Force", "Issued", False, NOW, "changed"),
		("In Force", "Issued", True, NOW + timedelta(microseconds=1), "expired"),
		("In Force", "Issued", False, NOW + timedelta(microseconds=1), "expired"),
		("In Force", "Agreed", True, NOW, "answered"),
		("In Force", "Waived", True, NOW, "answered"),
		("In Force", "Draft", True, NOW, "taken_back"),
		("In Force", "Superseded", True, NOW, "replaced"),
		("In Force", "Withdrawn", True, NOW, "taken_back"),
		("Revoked", "Issued", True, NOW, "taken_back"),
		("Revoked", "Agreed", True, NOW, "answered"),
		("Used", "Agreed", True, NOW, "done"),
		("Used", "Agreed", True, NOW + timedelta(microseconds=1), "expired"),
		("Used", "Superseded", True, NOW, "replaced"),
		("Used", "Refused", False, NOW, "done"),
	],
)
def test_what_the_holder_of_a_link_may_do(link, quote, intact, now, standing):
	assert rules_quote_link.standing(link, quote, intact, NOW, now) == standing
