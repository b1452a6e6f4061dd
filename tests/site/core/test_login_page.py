"""The page everybody begins with: Frappe's login page, with this app's many desks on the site."""

from __future__ import annotations

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response
from frappe.website.utils import get_home_page

from fangxiu_app.core.access import roles
from fangxiu_app.core.framework import home, pages
from tests.site.helpers import factories
from tests.site.helpers.counting import count_queries


def _login_page() -> int:
	"""Statements for one look at it, by somebody who is not logged in."""
	frappe.set_user("Guest")
	set_request(method="GET", path="/login")
	frappe.local.form_dict = frappe._dict()
	answers = []

	def look():
		for task in frappe.get_hooks("before_request"):
			frappe.call(task)
		answers.append(get_response("login"))

	spent = count_queries(look)
	assert "login_email" in answers[0].get_data(as_text=True)
	return spent


def test_the_login_page_does_not_work_out_a_guests_desks_again_and_again(estate):
	_login_page()  # what every page of a site reads once
	for key in pages.KEPT:
		frappe.cache.delete_value(key, user="Guest")
	assert _login_page() <= 40
	assert _login_page() <= 30


def test_a_guest_who_may_read_something_keeps_it(estate, monkeypatch):
	"""A site may open a module to visitors: only where there is nothing, nothing is kept."""
	frappe.set_user("Guest")
	set_request(method="GET", path="/login")
	for key in pages.KEPT:
		frappe.cache.delete_value(key, user="Guest")
	monkeypatch.setattr("frappe.utils.user.UserPermissions.build_permissions", lambda user: user.allow_modules.append("Blog"))
	pages.settle_guest()
	try:
		assert frappe.cache.get_value("user_allowed_modules", user="Guest") == ["Blog"]
	finally:
		for key in pages.KEPT:
			frappe.cache.delete_value(key, user="Guest")


def test_the_bare_address_opens_the_desk_for_whoever_is_inside(estate):
	"""Frappe shows a page about the login there, with no way to the desk. Whoever has none of our roles gets what the site says."""
	answers = []
	ours = [user for role, user in estate.users.items() if role in roles.ROLES]
	for user in (*ours, estate.engineer_b, "Guest"):
		frappe.set_user(user)
		frappe.local.flags.home_page = None
		frappe.cache.hdel("home_page", user)
		answers.append(get_home_page())
	assert answers == [*["app"] * (len(answers) - 1), "login"]


def test_finance_of_an_estate_comes_to_the_desk_and_others_where_the_site_sends_them(estate, monkeypatch):
	ours, stranger = (factories._user(roles.FINANCE, projects, f"home.{name}") for name, projects in (("ours", (estate.a,)), ("theirs", ())))
	assert (home.page(ours), home.page(stranger), home.page("Guest")) == ("app", None, None)
	of_others = {"get_website_user_home_page": ["frappe.utils.cstr", "fangxiu_app.core.framework.home.page"]}
	monkeypatch.setattr(frappe, "get_hooks", lambda hook=None, *_rest, **_more: of_others.get(hook, []))
	assert home.page(ours) == ours, "what another app answers goes before"
