"""A worker is killed in the middle of a long import: nothing of it stays, and the next one brings all of it, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.estate import api_import_units as api
from fangxiu_app.estate import import_jobs
from tests.site.helpers.workbook import HEADERS, flats, xlsx

#: Projects of this module's own: what the worker commits is looked for nowhere else.
OWN_ESTATE = True
ROOT = Path(__file__).parents[3]
#: A worker that says when all rows are written, and then takes its time.
WORKER = """
import sys, time, frappe
frappe.init(site={site!r}, sites_path={path!r})
frappe.connect()
from fangxiu_app.estate import import_jobs, import_units_words
def wait(texts):
	print("written", len(texts), flush=True)
	time.sleep(120)
import_units_words.renew = wait
import_jobs.run({name!r})
"""


@pytest.fixture
def asked(monkeypatch) -> list[str]:
	"""Imports a worker was asked to carry out, since no worker runs here."""
	names: list[str] = []
	monkeypatch.setattr(frappe, "enqueue", lambda _method, name, **_values: names.append(name))
	return names


@pytest.fixture
def job(estate, asked, as_user):
	"""A list of 512 units of project A, given in by its manager and committed."""
	as_user(estate.users[roles.MANAGER])
	content = xlsx(HEADERS, *(("9" + row[0], *row[1:]) for row in flats(2, 2, 32, 4)))
	file = {"doctype": "File", "file_name": "房屋.xlsx", "content": content, "is_private": 1}
	url = frappe.get_doc(file).insert().file_url
	name = api.units(url, estate.a, dry_run=False)["job"]
	frappe.db.commit()
	yield name
	frappe.db.set_value("Unit Import", name, "state", "Done")
	frappe.db.commit()


def start_worker(name: str) -> subprocess.Popen:
	"""A worker in a process of its own; returns once it has written the units, without having committed."""
	code = WORKER.format(site=frappe.local.site, path=os.path.abspath(frappe.local.sites_path), name=name)
	started = subprocess.Popen(
		[sys.executable, "-c", code],
		stdout=subprocess.PIPE,
		text=True,
		env={**os.environ, "PYTHONPATH": str(ROOT)},
		cwd=os.getcwd(),
	)
	assert started.stdout.readline() == "written 512\n"
	return started


def kill(worker: subprocess.Popen, name: str) -> None:
	worker.send_signal(signal.SIGKILL)
	worker.wait()
	deadline = time.monotonic() + 60
	while not api.state(name)["interrupted"]:  # until the database has noticed that the connection is gone
		assert time.monotonic() < deadline
		time.sleep(0.1)
		frappe.db.rollback()


def counts(project: str) -> dict[str, int]:
	units = frappe.get_all("Unit Archive", {"project": project, "building": ("like", "%-9_")}, pluck="name")
	parents = {"parent": ("in", units or [""])}
	return {
		"units": len(units),
		"owners": frappe.db.count("Unit Owner", parents),
		"meters": frappe.db.count("Unit Meter", parents),
		"buildings": frappe.db.count("Estate Building", {"project": project, "building_no": ("like", "9_")}),
	}


NOTHING = {"units": 0, "owners": 0, "meters": 0, "buildings": 0}
ALL = {"units": 512, "owners": 512, "meters": 512, "buildings": 2}


@pytest.mark.clause("R6", "R41")
def test_a_killed_import_leaves_nothing_and_is_taken_up_again_once(estate, job, asked):
	worker = start_worker(job)
	frappe.db.rollback()
	assert api.state(job)["interrupted"] is False
	assert api.state(job)["percent"] > 90
	assert not api.resume(job), "somebody works on it"
	import_jobs.run(job)
	assert frappe.db.get_value("Unit Import", job, ["state", "starts"]) == ("Running", 1), "a second worker"
	kill(worker, job)
	assert counts(estate.a) == NOTHING
	assert frappe.db.get_value("Unit Import", job, ["state", "starts"]) == ("Running", 1)

	assert asked.count(job) == 1
	import_jobs.resume_all()
	assert asked.count(job) == 2
	import_jobs.resume_all()
	assert not api.resume(job), "it has been asked for already"
	frappe.db.commit()
	import_jobs.run(job)
	frappe.db.commit()
	assert counts(estate.a) == ALL
	assert api.state(job)["report"]["created"] == 512

	import_jobs.run(job)
	assert not api.resume(job), "it is over"
	assert counts(estate.a) == ALL
	words = frappe.db.count("Unit Word", {"parent": ("like", f"{estate.a}-9%")})
	assert words >= 512
	assert frappe.db.get_value("Unit Import", job, ["state", "starts", "created"]) == ("Done", 2, 512)


def test_what_kills_every_worker_is_given_up(job, asked):
	frappe.db.set_value("Unit Import", job, {"asked": import_jobs.ATTEMPTS, "starts": import_jobs.ATTEMPTS})
	assert not api.resume(job)
	found = api.state(job)
	assert found["state"] == "failed" and "interrupted 3 times" in found["message"]
	assert asked.count(job) == 1


def test_an_import_its_queue_has_forgotten_is_asked_for_again(job, asked):
	import_jobs.resume_all()
	assert asked.count(job) == 1
	hours_ago = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=-2)
	frappe.db.set_value("Unit Import", job, "modified", hours_ago, update_modified=False)
	import_jobs.resume_all()
	assert asked.count(job) == 2
