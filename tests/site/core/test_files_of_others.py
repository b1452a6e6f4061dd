"""A File row gives no right to a file's bytes, whatever its address, name, thumbnail or hash says, over HTTP."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import frappe
import pytest

from fangxiu_app.core.access import files, roles
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/"
FILE = "/api/resource/File"


@pytest.fixture(scope="module")
def theirs(estate) -> str:
	"""The address of a private photo of project B, which is evidence there."""
	item, _digest = make.add_evidence(make.make_ticket(estate.unit_b).name)
	frappe.db.commit()
	return item.file


@pytest.fixture(scope="module")
def strangers(estate, theirs) -> dict[str, Api]:
	"""Who has nothing to do with project B: without any role, and with a role in project A."""
	if not frappe.db.exists("User", f"no.role@{make.DOMAIN}"):
		frappe.local.conf.throttle_user_limit = 1000
		person = {"doctype": "User", "email": f"no.role@{make.DOMAIN}", "first_name": "x", "send_welcome_email": 0}
		frappe.get_doc(person).insert(ignore_permissions=True)
		frappe.db.commit()
	return {"no role": Api(f"no.role@{make.DOMAIN}"), "engineer": Api(estate.users[roles.ENGINEER])}


def on_disk() -> set[str]:
	return {
		f"{folder}/{name}"
		for folder in ("private/files", "public/files")
		for name in os.listdir(frappe.get_site_path(*folder.split("/")))
	}


OUTSIDE = (
	"/private/files/../../site_config.json",
	"/private/files/%2e%2e/%2e%2e/site_config.json",
	"/private/files/%252e%252e/%252e%252e/site_config.json",
	"/private/files/..%2f..%2fsite_config.json",
	"/files/../../site_config.json",
	"/private/files/./../../logs/web.log",
	"/private/files/x/../../../site_config.json",
	"/private/files/..\\..\\site_config.json",
	"/private/backups/x.sql.gz",
	"site_config.json",
	"../site_config.json",
	"file:///etc/passwd",
	"http://127.0.0.1:8000/api/method/ping",
)


@pytest.mark.parametrize("address", OUTSIDE)
def test_no_address_leads_out_of_the_two_folders(strangers, address):
	before = on_disk()
	for who, api in strangers.items():
		body = {"file_url": address, "file_name": "t.json", "is_private": 1}
		code, answer = api.post(FILE, **body)
		if who == "no role" and address.startswith("http"):
			assert code in (200, 403), "a link is no file; it is fetched by nobody"
			continue
		assert code in (403, 417), (who, code, messages(answer))
		assert api.post(f"{METHOD}upload_file", file_url=address, is_private=1)[0] in (403, 417)
		assert api.post("/api/v2/document/File", **body)[0] in (403, 417)
	assert on_disk() == before


def test_a_foreign_address_is_no_way_to_its_bytes(strangers, theirs):
	name, before = theirs.rpartition("/")[2], on_disk()
	digest = frappe.db.get_value("File", {"file_url": theirs}, "content_hash")
	for who, api in strangers.items():
		assert api.get(theirs)[0] == 403
		for body in (
			{"file_url": theirs},
			{"file_url": theirs, "is_private": 0},
			{"file_url": theirs.replace("private", "%70rivate")},
			{"file_name": name, "is_private": 1},
			{"file_url": "", "file_name": name, "is_private": 1},
			{"file_url": theirs, "is_folder": 1, "file_name": "x"},
		):
			code, _answer = api.post(FILE, **body)
			assert code in (403, 417) or body.get("is_folder"), (who, body, code)
			assert api.get(theirs)[0] == 403, (who, body)
		assert api.post(f"{METHOD}upload_file", file_url=theirs, is_private=1)[0] == 403
		code, answer = api.get(f"{METHOD}download_file", file_url=theirs)
		assert code == 403 and "RT-" not in messages(answer), "the ticket behind a photo is not told"
		code, answer = api.get(f"{METHOD}fangxiu_app.importing.api_importing.look", file_url=theirs)
		assert code == 403 and "RT-" not in messages(answer)
	frappe.db.rollback()
	# a file of his own, turned into it by a change
	api = strangers["engineer"]
	own = uploaded(api, b"mine", "mine.txt")
	for body in (
		{"file_url": theirs},
		{"file_url": "", "file_name": name},
		{"is_folder": 1, "file_url": theirs},
		{"thumbnail_url": theirs},
		{"content_hash": digest},
	):
		api.put(f"{FILE}/{own['name']}", **body)
		api.put(f"{FILE}/{own['name']}", is_folder=0)
		assert api.get(theirs)[0] == 403, body
		frappe.db.rollback()
		kept = frappe.db.get_value("File", own["name"], ["file_url", "thumbnail_url", "is_folder"])
		assert kept == (own["file_url"], None, 0), body
	assert api("DELETE", f"{FILE}/{own['name']}")[0] == 202
	assert on_disk() == before


def uploaded(api: Api, content: bytes, name: str, **values) -> dict:
	given = {"is_private": 1, **values}
	code, body = api("POST", f"{METHOD}upload_file", {"file": (io.BytesIO(content), name)}, **given)
	assert code == 200, messages(body)
	return body["message"]


def test_no_field_of_a_document_opens_a_foreign_file(estate, strangers, theirs):
	"""Frappe attaches whatever address stands in a field of a document, without asking."""
	api = Api(estate.users[roles.MANAGER])
	assert api.get(theirs)[0] == 403
	code, answer = api.put(f"/api/resource/Warranty Agreement/{estate.agreement_a}", authorisation_file=theirs)
	assert code == 403 and "无权使用" in messages(answer), (code, messages(answer))
	assert api.get(theirs)[0] == 403


def test_evidence_is_neither_published_moved_nor_deleted(estate, strangers, theirs):
	content = files.content(frappe.get_doc("File", {"file_url": theirs}))
	owner = frappe.db.get_value("File", {"file_url": theirs}, "owner")
	for user in {owner, estate.engineer_b, "Administrator"}:
		api = Api(user)
		for row in frappe.get_all("File", {"file_url": theirs}, pluck="name"):
			api.put(f"{FILE}/{row}", is_private=0)
			api.put(f"{FILE}/{row}", attached_to_doctype="User", attached_to_name=user)
			api.post(f"{FILE}/{row}", run_method="optimize_file")
			api("DELETE", f"{FILE}/{row}")
			api.post(f"{METHOD}frappe.desk.form.utils.remove_attach", fid=row, dt="Repair Ticket", dn="x")
	# equal bytes of somebody else, published and deleted
	for api in (Api(estate.engineer_b), strangers["engineer"]):
		same = uploaded(api, content, "same.png")
		assert same["file_url"] != theirs, "one address per upload"
		api.put(f"{FILE}/{same['name']}", is_private=0)
		api("DELETE", f"{FILE}/{same['name']}")
	frappe.db.rollback()
	assert frappe.db.exists("File", {"file_url": theirs, "is_private": 1})
	assert files.content(frappe.get_doc("File", {"file_url": theirs})) == content
	assert files.held(theirs)


def test_evidence_gets_no_second_record_and_no_other_name(estate, theirs):
	"""Attached to a document that more people read, it would be open to all of them."""
	api = Api(estate.engineer_b)
	assert api.get(theirs)[0] == 200
	row = frappe.db.get_value("File", {"file_url": theirs})
	ticket, before = make.make_ticket(estate.unit_b).name, frappe.db.count("File", {"file_url": theirs})
	frappe.db.commit()
	about = {"attached_to_doctype": "Repair Ticket", "attached_to_name": ticket}
	for path, body in (
		(FILE, {"file_url": theirs, "is_private": 1, **about}),
		(f"{METHOD}frappe.client.insert", {"doc": {"doctype": "File", "file_url": theirs, "is_private": 1, **about}}),
		(f"{METHOD}upload_file", {"file_url": theirs, "is_private": 1, "doctype": "Repair Ticket", "docname": ticket}),
		(f"{METHOD}upload_file", {"library_file_name": row, "doctype": "Repair Ticket", "docname": ticket}),
	):
		code, answer = api.post(path, **body)
		assert code == 417 and "证据" in messages(answer), (path, code, messages(answer))
	uploader = frappe.db.get_value("File", row, "owner")
	frappe.db.set_value("File", row, "owner", estate.engineer_b)
	frappe.db.commit()
	code, answer = api.put(f"{FILE}/{row}", file_name="other.png")
	frappe.db.set_value("File", row, "owner", uploader)
	frappe.db.commit()
	assert code == 417 and "证据" in messages(answer), (code, messages(answer))
	frappe.db.rollback()
	assert frappe.db.count("File", {"file_url": theirs}) == before
	assert frappe.db.get_value("File", row, "file_name") != "other.png"
	assert api.get(theirs)[0] == 200, "who may read it still does"


def test_no_file_waits_for_a_document_that_is_not_there(estate, strangers):
	api = strangers["engineer"]
	for name in ("RT-2099-99999", "x"):
		upload, given = {"file": (io.BytesIO(b"mine"), "mine.txt")}, {"is_private": 1, "doctype": "Repair Ticket", "docname": name}
		assert api("POST", f"{METHOD}upload_file", upload, **given)[0] == 404
	assert uploaded(api, b"mine", "mine.txt", doctype="Repair Ticket", docname="new-repair-ticket-abcdefgh")


ACTIVE = ("a.html", "a.htm", "a.svg", "a.SVG", "a.xhtml", "a.js", "a.mjs", "a.svgz", "a.shtml", "a.html.", "a.mht")


def test_no_browser_runs_a_file_of_ours(strangers):
	before, api = on_disk(), strangers["no role"]
	for name, private in product(ACTIVE, (0, 1)):
		given = {"is_private": private, "doctype": "", "docname": ""}
		upload = {"file": (io.BytesIO(b"<svg onload=alert(1)>"), name)}
		assert api("POST", f"{METHOD}upload_file", upload, **given)[0] in (403, 417), name
		body = {"file_name": name, "content": "<script>alert(1)</script>", "is_private": private}
		assert api.post(FILE, **body)[0] in (403, 417), name
	assert on_disk() == before


def test_a_file_is_sent_as_what_it_is_and_runs_nothing(strangers):
	api = strangers["engineer"]
	own = uploaded(api, b"<xml/>", "invoice.xml")
	heads = api.head(own["file_url"])
	assert heads["X-Content-Type-Options"] == "nosniff"
	assert "default-src 'none'" in heads["Content-Security-Policy"]
	assert heads["Content-Disposition"].startswith("attachment")


def test_a_full_disk_refuses_in_words_and_leaves_nothing(strangers, monkeypatch):
	api, before, count = strangers["engineer"], on_disk(), frappe.db.count("File")
	written = os.fsync

	def full(target):
		written(target)
		raise OSError(errno.ENOSPC, "No space left on device")

	monkeypatch.setattr(os, "fsync", full)
	given = {"is_private": 1}
	code, body = api("POST", f"{METHOD}upload_file", {"file": (io.BytesIO(b"x" * 5000), "x.txt")}, **given)
	monkeypatch.undo()
	assert (code, "空间" in messages(body)) == (417, True), messages(body)
	frappe.db.rollback()
	assert (on_disk(), frappe.db.count("File")) == (before, count)


def test_the_lists_of_files_do_not_tell_of_other_projects(strangers, theirs):
	api, name = strangers["engineer"], theirs.rpartition("/")[2]
	row = frappe.db.get_value("File", {"file_url": theirs}, ["attached_to_doctype", "attached_to_name"])
	images = {"doctype": row[0], "names": json.dumps([row[1]])}
	assert name not in json.dumps(api.get(f"{METHOD}frappe.core.api.file.get_attached_images", **images)[1])
	assert name not in json.dumps(api.get(f"{METHOD}frappe.core.api.file.get_files_by_search_text", text=name[:5])[1])
	assert name not in json.dumps(api.get(FILE, fields='["file_url"]', limit_page_length=0)[1])


#: Addresses of the web process as they arrive, decoded: upwards, behind an absolute path, in the other system's spelling.
AWAY = (
	*("/files", "/files/none.png", "/files/none", "/files/", "/files/../site_config.json", "/files/../../site_config.json"),
	*("/files/x/../../../site_config.json", "/files/../../private/files/x.png", "/files//etc/passwd", "/files/..", "//files//etc/passwd"),
	*("/files/..\\..\\..\\site_config.json", "/assets/../common_site_config.json", "/assets/../../apps.txt", "/files/../../../../../../etc/passwd"),
)


def test_a_public_file_is_served_and_nothing_else():
	"""The web process itself, as a guest asks it: Frappe's middleware for public files follows ``..`` and absolute paths out of its folder,
	and raises outside of its own answers where nothing is there."""
	code = (
		"import sys\n"
		"from fxcli.wsgi import application as web\n"
		"from werkzeug.test import EnvironBuilder, run_wsgi_app\n"
		"for name in sys.argv[1:]:\n"
		"	print(run_wsgi_app(web, EnvironBuilder().get_environ() | {'PATH_INFO': name})[1].split()[0])"
	)
	root = Path(__file__).resolve().parents[3]
	surroundings = {**os.environ, "FX_WEB_SITE": frappe.local.site, "PYTHONPATH": str(root)}
	there = Path(frappe.get_site_path("public", "files", "there is one.txt"))
	there.write_text("public")
	try:
		command = [sys.executable, "-c", code, f"/files/{there.name}", *AWAY]
		done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
	finally:
		there.unlink()
	assert done.stdout.split() == ["200", *["404"] * len(AWAY)], done.stderr[-2000:]
