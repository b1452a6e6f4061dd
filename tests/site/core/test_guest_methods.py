"""Every method a visitor without an account may call, with everything but a token that holds: nothing is told, nothing is written."""

from __future__ import annotations

import inspect
import json

import frappe
import pytest
from frappe.utils import cstr

from fangxiu_app.paid_repairs import service_quote_links
from tests.architecture.endpoints import GUESTS
from tests.site.helpers import factories as make
from tests.site.helpers.rest import messages
from tests.site.paid_repairs.test_quote_link import Owner, issued, seen

#: What stands in a quotation and is nobody's business.
SECRET, PAYER, OTHER_PAYER = "防水层修补", "钱多多", "孙小小"
#: What a caller may learn: that it is no link, no method, too often, or of the wrong kind.
REFUSALS = (400, 403, 404, 405, 414, 417, 429)


@pytest.fixture(scope="module")
def quotes_of_two(estate):
	frappe.set_user("Administrator")
	return issued(estate, payer_name=PAYER), issued(estate, payer_name=OTHER_PAYER)


@pytest.fixture
def guest():
	frappe.cache.delete_keys("rl:")
	return Owner()


def methods() -> dict[str, dict]:
	"""Our guest methods and what they are sent beside the token, from their own arguments."""
	modules = {path.rpartition(".")[0] for path in GUESTS}
	for module in modules:
		frappe.get_module(module)
	ours = {f"{fn.__module__}.{fn.__name__}": fn for fn in frappe.guest_methods if fn.__module__.startswith("fangxiu_app.")}
	assert set(ours) == set(GUESTS)
	given = {path: {name: make.SIGNATURE if name == "signature" else "王" for name in inspect.signature(fn).parameters} for path, fn in ours.items()}
	assert all("token" in values for values in given.values())
	return given


def tokens(first, second) -> list:
	(quote, token), (_other, foreign) = first, second
	key, mac = token.split(".")
	wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in token)
	texts = ["", "x", "A" * 100_000, f"{token}{'A' * 100_000}", wide, f"{key}.签名签名签名", f" {token}", f"{token}\n", token.upper()]
	texts += [quote.name, key, f"{key}.{foreign.split('.')[1]}", f"{foreign.split('.')[0]}.{mac}", f"{key}%2e{mac}", "../../site_config.json", "🔑" * 30]
	return [*texts, [token], [[token]], {"token": token}, {"like": "%"}, 0, 1.5, True, None, [None], {}]


def says_nothing(code: int, body) -> list[str]:
	text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
	return [word for word in (SECRET, PAYER, OTHER_PAYER, "400.00", "Traceback") if word in text] + ([code] if code not in REFUSALS else [])


@pytest.mark.clause("R58")
@pytest.mark.parametrize("method", sorted(GUESTS))
def test_only_the_token_itself_opens_anything(estate, guest, quotes_of_two, method):
	first, second = quotes_of_two
	before, wrong = (seen(first[0]), seen(second[0])), []
	for number, bad in enumerate(tokens(first, second)):
		guest.headers["X-Forwarded-For"] = f"198.51.100.{number}"
		code, body = guest.post(f"/api/method/{method}", **{**methods()[method], "token": bad})
		wrong += [(str(bad)[:60], found) for found in says_nothing(code, body)]
	assert wrong == []
	assert (seen(first[0]), seen(second[0])) == before


@pytest.mark.clause("R58")
@pytest.mark.parametrize("method", sorted(GUESTS))
def test_values_of_the_wrong_kind_and_other_ways_in(estate, guest, quotes_of_two, method):
	"""With the right token: arrays for texts, other verbs, the token in a header or a cookie; told in words, nothing written."""
	(quote, token), _second = quotes_of_two
	values, path, wrong = methods()[method], f"/api/method/{method}", []
	before = seen(quote)
	for name in set(values) - {"token"}:
		for bad in (["x"], {"a": 1}, [], None, [[["x"]]]):
			code, body = guest.post(path, **{**values, "token": token, name: bad})
			wrong += [(name, bad, found) for found in says_nothing(code, body)]
			frappe.cache.delete_keys("rl:")
	for verb in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
		code, body = guest(verb, path, **{**values, "token": token})
		wrong += [(verb, found) for found in says_nothing(code, body) if not (verb == "OPTIONS" and found == 200)]
	for header, value in {"Authorization": f"token {token}", "X-Token": token, "Cookie": f"sid={token}; token={token}", "X-Frappe-Token": token}.items():
		caller = Owner()
		caller.headers[header] = value
		code, body = caller.post(path, **{key: value for key, value in values.items() if key != "token"})
		wrong += [(header, found) for found in says_nothing(code, body) if not (header == "Authorization" and found == 401)]
	assert wrong == []
	assert seen(quote) == before


@pytest.mark.clause("R58")
def test_the_page_says_the_same_to_every_wrong_token(estate, guest, quotes_of_two):
	first, second = quotes_of_two
	said = set()
	for query in ({"k[]": first[1]}, {"token": first[1]}, *({"k": cstr(bad)} for bad in tokens(first, second))):
		code, html = guest.get("/quotation", **query)
		assert code == 404, str(query)[:60]
		said |= {*says_nothing(code, html), len(html) // 1000}
	assert len(said) == 1, "a longer answer tells something"
	for verb in ("POST", "PUT", "DELETE", "PATCH"):
		code, body = guest(verb, f"/quotation?k={first[1]}")
		assert code in (200, 400, 403, 404, 405) and (code != 200 or SECRET in str(body)), verb


@pytest.mark.clause("R58")
def test_fifty_guesses_are_stopped_and_a_withdrawn_link_tells_why_alone(estate, guest):
	quote, token = issued(estate, payer_name=PAYER)
	found = [guest.answer("ask", f"{number:010}.{'A' * 22}", question="x")[0] for number in range(50)]
	assert found == [403] * service_quote_links.GUESSES + [429] * (50 - service_quote_links.GUESSES)
	assert guest.answer("ask", token, question="几天做完？")[0] == 200, "the owner is not locked out"
	service_quote_links.revoke(quote, "发错了号码")
	frappe.db.commit()  # requests read by a connection of their own
	for path in GUESTS:
		code, body = guest.post(f"/api/method/{path}", **{**methods()[path], "token": token})
		assert code == 417 and "已收回" in messages(body)
		assert says_nothing(code, body) == []
	link = frappe.get_doc("Access Link", token.split(".")[0])
	assert (link.state, link.question_count) == ("Revoked", 1)
