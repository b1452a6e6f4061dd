"""All whitelisted methods of all apps, as every role of project A, with documents of project B, with own ones, with rubbish.

Nothing of the other project is told, nothing of it or of the rights changes, and nothing answers 500. A fixed sample here, another
one by ``FX_FUZZ_SEED``; all of them, an hour or more, by hand: ``FX_LONG=1 ./fx test tests/site/core/test_method_fuzz.py``, or in
pieces: ``FX_FUZZ_PART=3/12`` is the third of twelve.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from threading import Thread
from uuid import uuid4

import frappe
import pytest
from frappe.utils.file_manager import save_file

from fangxiu_app.core.access import methods as lists
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES, VOUCHERS
from tests.site.helpers import factories as make
from tests.site.helpers import fuzz_arguments, samples
from tests.site.helpers.fuzz_watch import MARK, Watch, plant
from tests.site.helpers.rest import Api

OWN_ESTATE = True
LONG = bool(os.environ.get("FX_LONG"))
PART, PARTS = map(int, os.environ.get("FX_FUZZ_PART", "1/1").split("/"))
SEED = int(os.environ.get("FX_FUZZ_SEED", "20260"))
#: The sample: modules of Frappe and ERPNext, those of ours, and which share of the roles each method is called as.
MODULES, SHARE = 16, 0.1
OURS = "fangxiu_app."
OURS_ASKED = ["fangxiu_app.money.deposits.api_agreements", "fangxiu_app.money.payments.api_payments", "fangxiu_app.archive.api_units"]
NO_ROLE, GUEST = "no role", "Guest"


def _names(project: str) -> dict[str, str]:
	"""One document of every kind in a project, of those there are."""
	found = {one: frappe.db.get_value(one, {"project": project}) for one in PROJECT_DOCTYPES}
	found |= {one: frappe.db.get_value(one, {field: project}) for one, field in VOUCHERS.items()}
	return {doctype: name for doctype, name in found.items() if name} | {"Project": project}


def _all_names(project: str, fields: dict[str, str]) -> frozenset[str]:
	found = {name for one, field in fields.items() for name in frappe.get_all(one, {field: project}, pluck="name")}
	return frozenset(name for name in found if len(name) > 5)


@pytest.fixture(scope="module")
def people(people):
	frappe.db.set_single_value("Fangxiu Settings", "method_gate", "Enforced")
	frappe.db.commit()  # requests read by a connection of their own
	yield people
	frappe.db.set_single_value("Fangxiu Settings", "method_gate", "Watched")
	frappe.db.commit()  # requests read by a connection of their own


@pytest.fixture(scope="module")
def callers(estate) -> dict[str, dict]:
	"""Role → headers of somebody who has it, and project A."""
	frappe.local.conf.throttle_user_limit = 1000
	users = {**estate.users, roles.ADMINISTRATOR: make._user(roles.ADMINISTRATOR, (estate.a,), "fuzz.administrator")}
	nothing = {"doctype": "User", "email": f"fuzz.nothing@{make.DOMAIN}", "first_name": "x", "send_welcome_email": 0}
	users[NO_ROLE] = frappe.get_doc(nothing).insert().name
	found = {role: Api(user).headers for role, user in users.items()}
	found[GUEST] = {name: value for name, value in found[NO_ROLE].items() if name != "Authorization"}
	return found


@pytest.fixture(scope="module")
def fillers(estate):
	"""Project B's documents, marked, and project A's; the watch over B."""
	if LONG:
		mirrored = {"b": estate.a, "unit_b": estate.unit_a, "building_b": estate.building_a, "agreement_b": estate.agreement_a}
		samples.documents(replace(estate, **mirrored, engineer_b=estate.users[roles.ENGINEER]))
	else:
		make.make_ticket(estate.unit_a)
	theirs = samples.documents(estate)
	kept = save_file(f"{uuid4()}.txt", f"{MARK} inside".encode(), "Repair Ticket", theirs["Repair Ticket"], is_private=1)
	plant(estate.b)
	company = frappe.db.get_value("Project", estate.a, "company")
	commons = {
		"Company": company,
		"Supplier": estate.general,
		"Account": frappe.db.get_value("Warranty Agreement", estate.agreement_b, "deposit_account")
		or frappe.db.get_value("Account", {"company": company, "is_group": 0}),
		"Cost Center": frappe.get_cached_value("Company", company, "cost_center"),
		"Item Code": frappe.db.get_value("Item", {}),
		"Customer": frappe.db.get_value("Customer", {}),
		"Report": frappe.db.get_value("Report", {"module": "Fangxiu App"}),
	}
	commons["Item"] = commons["Item Code"]
	filler = partial(fuzz_arguments.Filler, commons=commons)
	found = filler(_names(estate.b) | theirs, kept.file_url, estate.engineer_b)
	own = filler({**_names(estate.a)}, "/files/none.txt", estate.users[roles.ENGINEER])
	names = _all_names(estate.b, dict.fromkeys(PROJECT_DOCTYPES, "project"))
	watch = Watch(estate.b, names | {kept.file_url}, _all_names(estate.b, VOUCHERS))
	frappe.db.commit()  # requests read by a connection of their own
	return found, own, watch


def plan(callers, fillers) -> Iterator[tuple]:
	"""(role, method, kind, body) of every call. Each role asks about another kind of document; what the gate refuses is asked once."""
	theirs, own, _watch = fillers
	dice = random.Random(SEED)
	names = fuzz_arguments.modules()
	chosen = names if LONG else [*dice.sample([one for one in names if not one.startswith(OURS)], MODULES), *OURS_ASKED]
	for method in fuzz_arguments.methods(chosen):
		asked = lists_name(method)
		for place, role in enumerate(callers):
			held = {GUEST: {"Guest"}, NO_ROLE: {"All", "Guest"}}.get(role, {role, "All"})
			if not LONG and dice.random() > SHARE:
				continue
			body = next(theirs.calls(method, turned(place)))
			yield role, method, "theirs", body
			if lists.open_to(asked, role if role == GUEST else "x", held):
				yield role, method, "own", next(own.calls(method, turned(place)))
				yield role, method, "rubbish", fuzz_arguments.rubbish(body, dice)


def turned(place: int) -> tuple[str, ...]:
	first = place % len(fuzz_arguments.SUBJECTS)
	return fuzz_arguments.SUBJECTS[first:] + fuzz_arguments.SUBJECTS[:first]


def lists_name(method) -> str:
	if not method.doctype:
		return method.path
	ours = "fangxiu:" if method.function.__module__.startswith("fangxiu_app.") else ""
	return f"document:{ours}{method.doctype}.{method.path}"


def play(calls, callers, watch) -> list[str]:
	"""Everything that went wrong, a line for each."""
	site, found, failed = frappe.local.site, [], []

	def run():
		try:
			with watch.watching():
				for number, (role, method, kind, body) in enumerate(calls):
					headers = {**callers[role], "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
					path = f"/api/method/{'run_doc_method' if method.doctype else method.path}"
					# finance posts for the company: ERPNext's vouchers of every project are theirs to see (adr/0040)
					hidden = watch.names if role in (roles.FINANCE, roles.FINANCE_CLERK) else watch.names | watch.vouchers
					status, wrong, text = watch.call(headers, method.verb, path, body, hidden)
					if wrong:
						found.append(json.dumps([lists_name(method), role, kind, status, wrong, body, text[:1500]], default=str))
		except BaseException as problem:  # shown by the test, not lost with the thread
			failed.append(problem)

	thread = Thread(target=run)
	thread.start()
	thread.join()
	frappe.local.site = site
	if failed:
		raise failed[0]
	return found


def test_no_method_tells_changes_or_breaks(callers, fillers):
	calls = list(plan(callers, fillers))
	assert len(calls) > (10_000 if LONG else 80)
	calls = calls[PART - 1 :: PARTS]
	frappe.db.rollback()
	found = play(calls, callers, fillers[2])
	assert not found, "\n".join(found)
