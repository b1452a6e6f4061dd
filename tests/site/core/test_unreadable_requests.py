"""Whatever an address or a body says, its answer has a code that says whose fault it is, and tells nobody which accounts there are."""

from __future__ import annotations

import json
from threading import Thread

import frappe
import pytest
from frappe.app import application
from werkzeug.test import Client

from fangxiu_app.core.access import roles
from fangxiu_app.core.framework import page_errors
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

ACT = "/api/method/fangxiu_app.tickets.life.api_ticket.act"
SIGN_IN = "Sign in first, then open the page again."
#: No JSON, no object, no text, and nested deeper than anything that is read.
BODIES = (b"{bad", b"null", b"5", b"\xff\xfe{", b"[" * 5000)


@pytest.fixture
def ask(estate):
	"""Sends a request as it is; as a guest unless headers say otherwise. Each has a thread, and so a connection, of its own."""
	site, box = frappe.local.site, []

	def run(method: str, path: str, headers: dict, **body):
		response = Client(application).open(path, method=method, headers={"X-Frappe-Site-Name": site, **headers}, **body)
		box.append((response.status_code, response.get_data(as_text=True)))

	def asked(method: str, path: str, headers: dict | None = None, **body):
		thread = Thread(target=run, args=(method, path, headers or {}), kwargs=body)
		thread.start()
		thread.join()
		assert box, "the request ended in an error that nobody answered"
		return box.pop()

	return asked


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize("path", ["/api/resource/User", "/api/method/ping", ACT, "/api/v2/document/User", "/login", "/"])
@pytest.mark.parametrize("data", BODIES, ids=("no json", "null", "a number", "no text", "too deep"))
def test_a_body_that_is_not_readable_is_refused(ask, path, data, accept):
	code, text = ask("POST", path, {"Accept": accept}, data=data, content_type="application/json")
	assert code == 417, text[-300:]
	assert "Traceback" not in text


def test_a_readable_body_is_read(ask):
	assert ask("POST", "/api/method/ping", data=b"{}", content_type="application/json")[0] == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_signing_in_without_a_name_is_no_error_of_the_server(ask, method):
	code, text = ask(method, "/?cmd=login")
	assert code == 401
	language = frappe.get_system_settings("language")
	words = frappe.translate.get_all_translations(language).get(SIGN_IN, SIGN_IN)
	assert "Traceback" not in text and 'href="/login' in text
	assert method == "POST" or words in text, "in the language of the site: nobody's is known yet"


@pytest.mark.parametrize(
	("address", "code"),
	[
		("/printview?doctype=Nope&name=1", 404),
		("/printview?doctype=User&name=nobody", 404),
		("/printview?doc=x", 417),
		("/order?name=x", 417),
		("/printview", 200),
		("/login", 200),
	],
)
def test_pages_for_guests(ask, address, code):
	got, text = ask("GET", address)
	assert got == code, text[-500:]
	assert "Traceback" not in text


@pytest.mark.parametrize("settings", ["%7B", "5", "%5B1%5D", "x"])
def test_settings_of_a_print_that_are_none(ask, estate, settings):
	headers = {**Api(estate.users[roles.ENGINEER]).headers, "Accept": "text/html", "Accept-Language": "zh"}
	address = f"/printview?doctype=Unit%20Archive&name={estate.unit_a}"
	assert ask("GET", address, headers)[0] == 200
	code, text = ask("GET", f"{address}&settings={settings}", headers)
	assert code == 417, text[-500:]
	assert "无法识别" in text
	assert ask("GET", f"/printview?doctype=Unit%20Archive&name={estate.unit_b}&settings={settings}", headers)[0] in (403, 417)


def test_methods_opened_by_their_address(ask, estate):
	headers = {**Api(estate.users[roles.ENGINEER]).headers, "Accept": "text/html", "Accept-Language": "zh"}
	address = "/api/method/frappe.utils.print_format.download_pdf"
	assert ask("GET", f"{address}?doctype=Nope&name=1", headers)[0] == 404
	code, text = ask("GET", "/api/method/frappe.desk.calendar.get_events?doctype=ToDo&start=2026-01-01&end=2026-01-02&field_map=5", headers)
	assert code == 417, text[-500:]
	assert "无法识别" in text


def failing(source: str, name: str) -> BaseException:
	try:
		exec(compile(source, name, "exec"), {})  # stands for a page of this file
	except Exception as problem:
		return problem
	raise AssertionError("it has to fail")


def test_faults_of_ours_and_of_the_server_stay_errors_of_the_server():
	raised = "raise {}('x')"
	assert page_errors._stumbled(failing(raised.format("TypeError"), "/bench/apps/frappe/frappe/www/x.py"))
	assert not page_errors._stumbled(failing(raised.format("TypeError"), "/bench/apps/fangxiu_app/fangxiu_app/www/x.py"))
	assert not page_errors._stumbled(failing(raised.format("TypeError"), "<template>"))
	for kind in ("OSError", "ConnectionError", "MemoryError", "TimeoutError"):
		assert not page_errors._stumbled(failing(raised.format(kind), "/bench/apps/frappe/frappe/www/x.py")), kind


@pytest.fixture
def by_link(estate):
	frappe.db.set_single_value("System Settings", "login_with_email_link", 1)
	frappe.db.commit()  # requests read by a connection of their own
	frappe.clear_cache()
	yield
	frappe.db.set_single_value("System Settings", "login_with_email_link", 0)
	frappe.db.commit()  # requests read by a connection of their own


@pytest.mark.parametrize(
	("method", "argument"),
	[("frappe.www.login.send_login_link", "email"), ("frappe.core.doctype.user.user.reset_password", "user")],
)
def test_who_has_an_account_is_not_told(ask, estate, by_link, method, argument):
	disabled = f"disabled@{make.DOMAIN}"
	if not frappe.db.exists("User", disabled):
		make._user(roles.CLERK, (), "disabled")
		frappe.db.set_value("User", disabled, "enabled", 0)
		frappe.db.commit()  # requests read by a connection of their own
	found = set()
	for who in (estate.users[roles.ENGINEER], disabled, "Administrator", "nobody.at.all@example.com", "", "x" * 100):
		for path, said in ((f"/api/method/{method}", {}), ("/", {"cmd": method})):
			frappe.cache.delete_keys("rl:")
			code, text = ask("POST", path, {"Accept": "application/json", "Accept-Language": "zh"}, json={argument: who, **said})
			found.add((code, text))
	assert len(found) == 1, found
	(answer,) = found
	assert answer[0] == 200
	assert "如有此账号" in messages(json.loads(answer[1]))
