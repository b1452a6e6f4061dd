"""The owner's quotation by signed link: what a stranger, a curious or an impatient holder of one can do over HTTP (R58)."""

from __future__ import annotations

import json
import threading

import frappe
import pytest
from frappe.app import application
from frappe.utils import add_days, now_datetime, set_request, today
from frappe.website.serve import get_response
from werkzeug.test import Client

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.links import service_access_links
from fangxiu_app.paid_repairs import api_quote_link, reads_paid_repairs, service_quote_links, service_quotes
from tests.site.helpers import factories as make
from tests.site.helpers import paid
from tests.site.helpers.counting import count_queries
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages
from tests.site.tickets.test_gates import refused

QUOTE = "Paid Repair Quote"
METHOD = "/api/method/fangxiu_app.paid_repairs.api_quote_link."
AGENT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0"
SIGNED = {"accepted_by": "王晓明", "signature": make.SIGNATURE}


class Owner(Api):
	"""A telephone without an account."""

	def __init__(self):
		self.headers = {
			"Accept": "application/json",
			"X-Frappe-Site-Name": frappe.local.site,
			"User-Agent": AGENT,
			"X-Forwarded-For": "203.0.113.7",
			"Accept-Language": "zh-CN",
		}

	def open(self, token: str) -> tuple[int, str]:
		code, body = self.get("/quotation", k=token)
		return code, body if isinstance(body, str) else json.dumps(body)

	def answer(self, what: str, token: str, **values):
		return self.post(f"{METHOD}{what}", token=token, **values)


@pytest.fixture
def owner():
	frappe.cache.delete_keys("rl:")
	return Owner()


def issued(estate, **values):
	"""A committed quotation of unit A that waits for its owner, and the token of its link."""
	ticket = paid.make_paid(estate.unit_a)
	frappe.db.set_value("Repair Ticket", ticket, "engineer", estate.users[roles.ENGINEER])
	quote = paid.make_quote(ticket, **values)
	service_quotes.issue(quote)
	token = token_of(quote)
	frappe.db.commit()
	return quote, token


def token_of(quote) -> str:
	return service_access_links.url(service_quote_links.make(quote)).partition("k=")[2]


def seen(quote) -> tuple:
	"""What is stored of a quotation, its links and its ticket."""
	frappe.db.rollback()
	links = frappe.get_all("Access Link", {"quote": quote.name}, ["name", "state", "modified", "questions"])
	state = frappe.db.get_value(QUOTE, quote.name, ["state", "modified", "signature_hash"])
	events = frappe.db.count("Ticket Event", {"ticket": quote.ticket})
	return state, events, sorted(map(tuple, (row.values() for row in links)))


@pytest.mark.clause("R58")
def test_the_owner_reads_asks_and_signs_once_by_link(estate, owner):
	"""The whole way; pressed again it counts once; the work may begin; the people concerned are told."""
	quote, token = issued(estate)
	refused(quote.ticket, "start", says="not accepted a quotation")
	before = seen(quote)
	code, html = owner.open(token)
	assert code == 200
	for text in (
		"有偿维修报价单",
		"防水层修补",
		"4 平方米 × 100.00",
		"400.00",
		"保修期已于 2020-01-01 届满",
		"同意并签字",
	):
		assert text in html, text
	assert seen(quote) == before
	assert owner.answer("ask", token, question="含材料费吗？")[0] == 200
	assert "含材料费吗？" in owner.open(token)[1]
	code, body = owner.answer("accept", token, accepted_by="王晓明", signature="")
	assert code == 417 and "签名" in messages(body)
	assert owner.answer("accept", token, **SIGNED)[1]["message"] == {"answer": "Agreed"}
	after = seen(quote)
	assert owner.answer("accept", token, **SIGNED)[1]["message"]["known"]
	assert owner.answer("decline", token, refused_by="王", refusal="贵")[1]["message"]["answer"] == "Agreed"
	assert owner.answer("ask", token, question="还有吗？")[0] == 417
	assert seen(quote) == after
	code, html = owner.open(token)
	assert code == 200 and "您已签字同意本报价" in html and make.SIGNATURE in html
	check_sealed(quote)
	check_told(estate, quote)
	assert make.start(quote.ticket).status == "In Repair"


def check_sealed(quote) -> None:
	"""The acceptance is sealed, the link's record of it too, and both are printed."""
	doc = frappe.get_doc(QUOTE, quote.name)
	link = frappe.get_last_doc("Access Link", {"quote": quote.name})
	assert (doc.state, doc.acceptance_way, service_quotes.is_intact(doc)) == ("Agreed", "Signed Link", True)
	assert (link.state, link.answered_by, link.ip_address, link.device) == (
		"Used",
		"王晓明",
		"203.0.113.7",
		AGENT,
	)
	frappe.local.lang = "zh"
	html = frappe.get_print(QUOTE, quote.name, print_format="Paid Repair Quotation")
	assert "203.0.113.7" in html and "签署链接" in html
	frappe.local.lang = "en"
	assert service_quote_links.state_of(doc)["intact"]
	frappe.db.set_value("Access Link", link.name, "ip_address", "198.51.100.1")
	assert not service_quote_links.state_of(doc)["intact"]


def check_told(estate, quote) -> None:
	"""Question and acceptance reach engineer, clerks and whoever handed the quotation out; the log names no user."""
	told = frappe.get_all("Outbox Message", {"reference_name": quote.name}, ["subject", "recipient", "text"])
	for subject, text in (("提问", "含材料费吗？"), ("同意", "")):
		rows = [row for row in told if subject in row.subject and (row.text or "") == text]
		assert {row.recipient for row in rows} == {roles.CLERK, estate.users[roles.ENGINEER], "Administrator"}
	(row,) = reads_paid_repairs.of_ticket(quote.ticket)
	assert (row.link.state, row.link.question_count) == ("Used", 1)
	event = frappe.get_last_doc("Ticket Event", {"ticket": quote.ticket})
	assert (event.action, event.user) == ("accept_quote", "Guest")


@pytest.mark.clause("R58", "R60")
def test_the_owner_refuses_by_link_and_may_be_asked_again(estate, owner):
	quote, token = issued(estate)
	code, body = owner.answer("decline", token, refused_by="王晓明", refusal=" ")
	assert code == 417 and "拒绝人及其理由" in messages(body)
	assert owner.answer("decline", token, refused_by="王晓明", refusal="太贵")[0] == 200
	assert "太贵" in owner.open(token)[1]
	assert owner.answer("accept", token, **SIGNED)[1]["message"] == {"answer": "Refused", "known": True}
	frappe.db.rollback()
	assert frappe.db.get_value("Repair Ticket", quote.ticket, "waiting_on") == "Property Company"
	quote.reload()
	again = token_of(quote)
	frappe.db.commit()
	assert again != token
	assert "我不同意" not in owner.open(again)[1]
	assert owner.answer("accept", again, **SIGNED)[1]["message"]["answer"] == "Agreed"


@pytest.mark.clause("R58")
def test_a_token_that_is_not_the_one_opens_nothing(estate, owner):
	"""Tampered, invented, of another quotation, of another form: one answer for all, and nothing is written."""
	quote, token = issued(estate)
	other, foreign = issued(estate)
	key, mac = token.split(".")
	before = seen(quote), seen(other)
	wrong = (
		"",
		"x",
		token[:-1],
		token + "a",
		f"{key}.{'A' * 22}",
		f"{key}.{foreign.split('.')[1]}",
		f"{foreign.split('.')[0]}.{mac}",
		f"{'0' * 10}.{mac}",
		f"' or 1=1 --.{mac}",
	)
	for bad in wrong:
		code, html = owner.open(bad)
		assert code == 404 and "链接无效" in html and "防水" not in html, bad
		for what, values in (
			("accept", SIGNED),
			("decline", {"refused_by": "x", "refusal": "x"}),
			("ask", {"question": "x"}),
		):
			code, body = owner.answer(what, bad, **values)
			assert code == 403 and "链接无效" in messages(body), (what, bad)
		frappe.cache.delete_keys("rl:")
	assert owner.post(f"{METHOD}accept", token={"like": "%"}, **SIGNED)[0] in (417, 500)
	assert [owner.post(f"{METHOD}{what}", token=token)[0] for what in ("accept", "ask", "decline")] == [417] * 3, "named, no fault"
	assert owner.get(f"{METHOD}accept", token=token, **SIGNED)[0] == 403
	assert (seen(quote), seen(other)) == before


@pytest.mark.clause("R58")
def test_a_record_changed_behind_the_link_closes_it(estate, owner):
	"""Another document or a later expiry written into the database makes the token worthless; so does another price."""
	quote, token = issued(estate)
	other, _token = issued(estate)
	key = token.split(".")[0]
	late = add_days(now_datetime(), 900)
	for field, value in (("quote", other.name), ("expires_at", late), ("content_hash", "0" * 64)):
		kept = frappe.db.get_value("Access Link", key, field)
		frappe.db.set_value("Access Link", key, field, value)
		frappe.db.commit()
		assert owner.open(token)[0] == 404, field
		assert owner.answer("accept", token, **SIGNED)[0] == 403
		frappe.db.set_value("Access Link", key, field, kept)
		frappe.db.commit()
	assert owner.open(token)[0] == 200
	frappe.db.set_value("Paid Repair Item", {"parent": quote.name}, "rate", 1)
	frappe.db.commit()
	code, html = owner.open(token)
	assert code == 410 and "与发出时的内容不一致" in html
	assert owner.answer("accept", token, **SIGNED)[0] == 417


@pytest.mark.clause("R58")
def test_a_link_that_ended_says_why_and_shows_nothing(estate, owner):
	"""Expired, revoked, replaced by a version, accepted at the desk, withdrawn: phone number, no content, no signature."""

	def dead(token: str, says: str):
		frappe.db.commit()
		code, html = owner.open(token)
		assert code == 410 and says in html and "防水" not in html and "<form" not in html
		code, body = owner.answer("accept", token, **SIGNED)
		assert code == 417 and says in messages(body)
		frappe.db.rollback()

	_quote, token = issued(estate, valid_until=today())
	late = issued(estate)[0]
	link = frappe.get_doc("Access Link", token.split(".")[0])
	link.expires_at = add_days(now_datetime(), -1)
	service_access_links.write(link)
	dead(service_access_links.url(link).partition("k=")[2], "已过有效期")
	revoked, token = issued(estate)
	with pytest.raises(RefusedError, match="Give the reason"):
		service_quote_links.revoke(revoked, " ")
	service_quote_links.send(revoked, "13800138000")
	service_quote_links.revoke(revoked, "发错了号码")
	dead(token, "已收回")
	queued = {"reference_doctype": "Access Link", "reference_name": token.split(".")[0]}
	assert frappe.get_all("Outbox Message", queued, pluck="state") == ["Cancelled"]
	again = token_of(revoked)
	assert again != token
	newer = service_quotes.revise(revoked)
	service_quotes.issue(newer)
	dead(again, "已有新版本")
	fresh = token_of(newer)
	service_quotes.accept(newer, "王晓明", make.SIGNATURE)
	dead(fresh, "已经签字同意")
	service_quotes.withdraw(newer, "业主改主意")
	dead(fresh, "已收回")
	assert seen(late)[0][0] == "Issued"


@pytest.mark.clause("R58")
def test_two_phones_at_once_one_wins(estate, owner):
	quote, token = issued(estate)
	names = ("王晓明", "李小红")
	found: dict = {}
	start = threading.Barrier(2)

	def press(name: str):
		start.wait()
		client = Client(application)
		data = {"token": token, "accepted_by": name, "signature": make.SIGNATURE}
		answer = client.open(f"{METHOD}accept", method="POST", headers=owner.headers, json=data)
		found[name] = answer.status_code, json.loads(answer.get_data(as_text=True))["message"]

	threads = [threading.Thread(target=press, args=(name,)) for name in names]
	[thread.start() for thread in threads]
	[thread.join() for thread in threads]
	assert {code for code, _message in found.values()} == {200}
	winners = [name for name in names if not found[name][1].get("known")]
	frappe.db.rollback()
	assert winners == [frappe.db.get_value(QUOTE, quote.name, "accepted_by")]
	filters = {"ticket": quote.ticket, "action": "accept_quote"}
	assert frappe.db.count("Ticket Event", filters) == 1


@pytest.mark.clause("R58")
def test_nothing_an_owner_or_a_clerk_writes_runs_on_the_page(estate, owner):
	evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ frappe.session }}"
	line = {**paid.LABOUR, "description": evil}
	quote, token = issued(estate, items=[line], scope_text=evil, payer_name=evil[:130])
	frappe.db.set_value("Repair Ticket", quote.ticket, "root_cause", evil)
	frappe.db.commit()
	assert owner.answer("ask", token, question=evil)[0] == 200
	for state in ("Issued", "Agreed"):
		html = owner.open(token)[1]
		assert "<script>alert" not in html and "<img src=x" not in html, state
		frappe.db.rollback()
		assert frappe.db.get_value(QUOTE, quote.name, "state") == state
		assert owner.answer("accept", token, accepted_by=evil * 3, signature=make.SIGNATURE)[0] == 200
	assert len(frappe.db.get_value(QUOTE, quote.name, "accepted_by")) <= 140
	svg = "data:image/svg+xml;base64,PHN2Zy8+"
	_quote, other = issued(estate)
	assert owner.answer("accept", other, accepted_by="x", signature=svg)[0] == 417
	huge = "data:image/png;base64," + "A" * 900_000
	assert owner.answer("accept", other, accepted_by="x", signature=huge)[0] == 417


@pytest.mark.clause("R58")
def test_who_sends_floods_or_looks_into_links(estate, owner):
	"""Staff with the right to the quotation make links; nobody writes them by hand; a flood is stopped."""
	quote, token = issued(estate)
	path = "/api/method/fangxiu_app.paid_repairs.api_quotes."
	engineer, buyer = Api(estate.users[roles.ENGINEER]), Api(estate.users[roles.CUSTOMER_SERVICE])
	for method in ("make_link", "send_link", "revoke_link"):
		values = {"address": "13800138000"} if method == "send_link" else {}
		values |= {"reason": "x"} if method == "revoke_link" else {}
		assert buyer.post(path + method, quote=quote.name, **values)[0] == 403, method
		assert owner.post(path + method, quote=quote.name, **values)[0] == 403, method
	assert buyer.get(path + "link", quote=quote.name)[0] == 403
	assert engineer.post(path + "send_link", quote=quote.name, address="nobody")[0] == 417
	assert engineer.post(path + "send_link", quote=quote.name, address="138 0013 8000")[0] == 200
	shown = engineer.get(path + "link", quote=quote.name)[1]["message"]
	assert shown["url"].endswith(f"/quotation?k={token}") and shown["standing"] == "open"
	assert engineer.post(path + "make_link", quote=quote.name)[1]["message"] == shown["url"]
	frappe.db.rollback()
	key = token.split(".")[0]
	(sms,) = frappe.get_all("Outbox Message", {"reference_name": key}, ["channel", "text", "recipient"])
	assert (
		(sms.channel, sms.recipient) == ("SMS", "13800138000")
		and token not in sms.text
		and "400.00" in sms.text
	)
	assert token.split(".")[1] not in json.dumps(frappe.get_doc("Access Link", key).as_dict(), default=str)
	assert engineer.put(f"/api/resource/Access Link/{key}", state="Used")[0] in (403, 417)
	assert engineer.post("/api/resource/Access Link", quote=quote.name, project=estate.a)[0] == 403
	assert owner.get(f"/api/resource/Access Link/{key}")[0] == 403
	for number in range(7):
		code = owner.answer("ask", token, question=f"问 {number}")[0]
		assert code == (200 if number < 5 else 417)
	for number in range(service_quote_links.GUESSES + 1):
		code = owner.answer("ask", f"{key}.{'A' * 20}{number:02}", question="x")[0]
	assert code == 429
	assert owner.answer("ask", token, question="x")[0] == 417, "the owner is not locked out by a stranger's guesses"
	for _number in range(api_quote_link.CALLS):
		code = owner.answer("ask", token, question="x")[0]
	assert code == 429, "nor is one link asked without end"


def test_the_owners_page_is_framed_kept_and_told_to_nobody(estate):
	guest = Api(estate.nobody)
	del guest.headers["Authorization"]
	for path in ("/quotation", "/quotation/"):
		heads = guest.head(path)
		assert heads["Cache-Control"] == "no-store"
		assert (heads["X-Frame-Options"], heads["Referrer-Policy"]) == ("DENY", "no-referrer")
		assert "default-src 'none'" in heads["Content-Security-Policy"]
		assert "unsafe-inline" not in heads["Content-Security-Policy"].split("script-src")[1].split(";")[0]


@pytest.mark.clause("R59")
def test_the_fund_gets_no_link_and_a_draft_neither(estate):
	ticket = paid.make_paid(estate.unit_a, "屋面")
	fund = {"payer_kind": "Maintenance Fund", "payer_name": "业主委员会"}
	quote = paid.make_quote(ticket, **fund)
	with pytest.raises(RefusedError, match="needs one that is"):
		service_quote_links.make(quote)
	service_quotes.issue(quote)
	with pytest.raises(RefusedError, match="for owners only"):
		service_quote_links.make(quote)


@pytest.mark.clause("R58")
def test_a_link_outlives_its_sender_and_a_logged_in_browser_needs_its_token(estate, owner):
	"""Who handed it out may have left; a colleague's session in the same browser neither helps nor hurts."""
	with acting(estate.users[roles.ENGINEER]):
		quote, token = issued(estate)
	other = Api(estate.engineer_b)
	code, body = other.post(f"{METHOD}accept", token=token, **SIGNED)
	assert (code, body["message"]) == (200, {"answer": "Agreed"})
	frappe.db.rollback()
	assert frappe.db.get_value(QUOTE, quote.name, "state") == "Agreed"


def test_the_page_costs_what_it_shows_and_nothing_of_a_website(estate, owner):
	"""Frappe's settings of a website cost a guest 360 statements: its desks, which he has none of (15.56.1)."""
	quote, token = issued(estate)
	code, page = owner.open(token)
	assert code == 200 and 'rel="icon" href="/assets/fangxiu_app/images/fangxiu.svg"' in page
	frappe.set_user("Guest")
	set_request(method="GET", path=f"/quotation?k={token}")
	frappe.local.form_dict = frappe._dict(k=token)
	pages = []
	spent = count_queries(lambda: pages.append(get_response("quotation")))
	assert quote.name in pages[0].get_data(as_text=True)
	assert spent <= 20
