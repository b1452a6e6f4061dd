"""Tests on a real site: one of FX_SITES in the folder FX_SITES_PATH. Each test runs in a transaction that is rolled back."""

from __future__ import annotations

import functools
import gc
import os

import frappe
import pytest
import sqlparse
from frappe.core.doctype.user import user
from frappe.model import document

from fangxiu_app.core.framework import definitions, translations
from tests.site.helpers import attacks, factories, place

# Frappe parses the name of each column it asks for, a tenth of the time of this suite; the same text is the same name.
sqlparse.format = functools.lru_cache(maxsize=10_000)(sqlparse.format)
_set_user = frappe.set_user


@functools.wraps(_set_user)
def _begin_as(username: str) -> None:
	"""Frappe forgets all it has read when the user changes, as between two requests; so what is kept is handed over as to a request."""
	_set_user(username)
	translations.keep()
	definitions.keep()


frappe.set_user = _begin_as
# With every user that is saved Frappe asks for the passwords of e-mail accounts anew, and empties the whole cache for that, also where
# nobody has such an account.
user.ask_pass_update = lambda: None


def _never_whole(now=document.now) -> str:
	"""Frappe compares when a document was last saved as text, and a whole second is ``….000000`` in one and nothing in the other: one
	saving in a million is refused. A test that says so says nothing of the app."""
	return f"{at[:-1]}1" if (at := now()).endswith(".000000") else at


document.now = _never_whole
# What thousands of tests share lives to the end: there is little to collect, and much to look through.
gc.freeze()
gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def site():
	"""Connect once; inside `bench run-tests` the runner has connected already."""
	if not getattr(frappe.local, "site", None):
		os.chdir(os.environ["FX_SITES_PATH"])  # Frappe's log files are relative to the sites folder
		frappe.init(site=place.mine(), sites_path=".")
		frappe.connect()
	frappe.set_user("Administrator")
	frappe.local.lang = "en"
	frappe.flags.skip_test_records = True
	yield frappe.local.site


@pytest.fixture(scope="session")
def people(site):
	"""The estate that modules share. The gate before methods stands open: the rules behind it have to hold by themselves."""
	made = factories.make_estate()
	frappe.db.set_single_value("Fangxiu Settings", "method_gate", "Watched")
	frappe.db.commit()
	return made


@pytest.fixture(scope="module")
def estate(people, request):
	"""Two projects with buildings, units, contractors and one user per role: committed, the test site is thrown away.

	A module that counts what lies around says ``OWN_ESTATE = True`` and gets projects of its own, with the same people.
	"""
	if not getattr(request.module, "OWN_ESTATE", False):
		yield people
		return
	made = factories.own_estate(people)
	frappe.db.commit()
	yield made
	factories.remove_rights(made)


@pytest.fixture(autouse=True)
def rolled_back(site, estate):
	"""No test sees what another one wrote."""
	frappe.set_user("Administrator")
	frappe.local.lang = "en"
	frappe.clear_messages()
	yield
	frappe.db.rollback()
	frappe.cache.delete_value(
		"fiscal_years"
	)  # ERPNext keeps them, also the one that has just been taken back
	frappe.set_user("Administrator")
	frappe.local.message_log = []
	frappe.local.fx_reader = None  # who reads, kept for the rest of a request
	if hasattr(frappe.local, "request"):  # a request that a test made up is over; Frappe asks whether there is one
		del frappe.local.request
	frappe.local.flags.fx_picture = None


@pytest.fixture
def as_user():
	"""Switch the session's user: `as_user(email)`; the next test starts as Administrator again."""
	return frappe.set_user


@pytest.fixture(scope="module")
def made(estate):
	"""A committed deposit with everything on it, shared by the modules that try to get round its rules."""
	frappe.set_user("Administrator")
	return attacks.shared_scene(estate)


@pytest.fixture
def scene(made):
	"""The same, with a picture of its books as they are before the attack."""
	made.before = attacks.picture(made)
	return made
