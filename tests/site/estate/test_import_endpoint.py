"""The import dialog's endpoints: short lists at once, long ones in the background, the template."""

from __future__ import annotations

import io
from datetime import date

import frappe
import openpyxl
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.estate import api_import_units as api
from fangxiu_app.estate import import_jobs
from fangxiu_app.estate.import_units import import_units
from fangxiu_app.importing import api_importing
from fangxiu_app.importing.template import build
from tests.site.helpers.workbook import HEADERS, empty_project, flats, xlsx


@pytest.fixture
def project(estate) -> str:
	return empty_project(estate)


def upload(content: bytes, name: str = "房屋.xlsx", **values) -> str:
	file = frappe.get_doc(
		{"doctype": "File", "file_name": name, "content": content, "is_private": 1, **values}
	)
	return file.insert().file_url


def test_the_endpoint_answers_short_lists_at_once(estate, project, as_user):
	as_user(estate.users[roles.MANAGER])
	url = upload(xlsx(HEADERS, *flats(1, 1, 2, 2)))
	assert api.units(url, project)["created"] == 4
	assert frappe.db.count("Unit Archive", {"project": project}) == 0
	assert api.units(url, project, dry_run=False)["written"]
	assert frappe.db.count("Unit Archive", {"project": project}) == 4


@pytest.mark.parametrize(("sent", "written"), [("0", True), (0, True), ("1", False), (None, False)])
def test_the_endpoint_understands_what_a_browser_sends(estate, project, monkeypatch, sent, written):
	"""Forms send text: "0" is not a dry run. Frappe converts by the annotation, which therefore has to be a real type."""
	monkeypatch.setattr(frappe.local.flags, "in_test", True)
	url = upload(xlsx(HEADERS, *flats(1, 1, 1, 1)))
	values = {} if sent is None else {"dry_run": sent}
	assert api.units(url, project, **values)["written"] is written


def test_the_endpoint_reads_no_file_of_somebody_else(estate, project, as_user):
	url = upload(xlsx(HEADERS, *flats(1, 1, 1, 1)), "geheim.xlsx")
	as_user(estate.users[roles.MANAGER])
	for file_url in (url, "/private/files/does-not-exist.xlsx"):
		with pytest.raises(frappe.PermissionError, match="may not read it"):
			api.units(file_url, project)


def test_long_lists_run_in_the_background_as_the_user(estate, project, as_user, monkeypatch):
	user = estate.users[roles.MANAGER]
	as_user(user)
	url = upload(xlsx(HEADERS, *flats(2, 2, 32, 4)), "lang.xlsx")
	queued = {}
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: queued.update(method=method, **values))
	job = api.units(url, project, dry_run=False)["job"]
	assert api.state(job) == {"state": "running", "interrupted": False}
	assert (queued["queue"], queued["method"], queued["name"]) == ("long", import_jobs.run, job)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	as_user("Administrator")
	import_jobs.run(job)
	assert frappe.session.user == user
	found = api.state(job)
	assert found["state"] == "done", found
	assert found["report"]["created"] == 512
	kept = frappe.get_doc("Unit Import", job)
	assert (kept.state, kept.created, kept.starts, kept.owner) == ("Done", 512, 1, user)
	kept.message = "x"
	with pytest.raises(LockedFieldError):
		kept.save(ignore_permissions=True)
	as_user(estate.users[roles.CLERK])
	assert api.state(job) == {"state": "unknown"}


def test_a_long_list_with_errors_names_them_in_its_record(estate, project, as_user, monkeypatch):
	as_user(estate.users[roles.MANAGER])
	rows = [list(row) for row in flats(2, 2, 32, 4)]
	rows[7][HEADERS.index("面积")] = -5
	url = upload(xlsx(HEADERS, *rows), "错.xlsx")
	monkeypatch.setattr(frappe, "enqueue", lambda *_args, **_values: None)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	job = api.units(url, project, dry_run=False)["job"]
	import_jobs.run(job)
	kept = frappe.get_doc("Unit Import", job)
	assert (kept.state, kept.error_count, kept.created) == ("With Errors", 1, 0)
	assert kept.message.startswith("Row 9, column F (面积):")
	assert not frappe.db.exists("Unit Archive", {"project": project})


def test_a_failed_job_says_why(estate, project, as_user, monkeypatch):
	as_user(estate.users[roles.MANAGER])
	monkeypatch.setattr(frappe, "enqueue", lambda *_args, **_values: None)
	for name in ("rollback", "commit"):
		monkeypatch.setattr(frappe.db, name, lambda: None)
	job = import_jobs.start("/private/files/gone.xlsx", "gone.xlsx", project, False)
	import_jobs.run(job)
	found = api.state(job)
	assert found["state"] == "failed" and "Upload it again" in found["message"]
	assert not api.resume(job)


def test_the_template_is_accepted_when_filled_in(project):
	_name, content = build("units")
	book = openpyxl.load_workbook(io.BytesIO(content))
	example = [cell.value for cell in book["示例"][2]]
	book["房屋"].append([None, *example[1:]])
	buffer = io.BytesIO()
	book.save(buffer)
	report = import_units(buffer.getvalue(), "a.xlsx", project, dry_run=False)
	assert (report["errors"], report["created"]) == ([], 1)
	assert frappe.db.get_value("Unit Archive", f"{project}-3-2-1501", "handover_date") == date(2025, 6, 30)


def test_the_empty_template_says_that_it_is_empty(project):
	_name, content = build("units")
	report = import_units(content, "a.xlsx", project)
	assert (report["rows"], report["created"]) == (0, 0)


def test_the_endpoint_knows_its_templates(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	api_importing.template("units")
	assert frappe.response.type == "binary" and frappe.response.filecontent[:2] == b"PK"
	with pytest.raises(frappe.ValidationError, match="no template"):
		api_importing.template("nonsense")
