"""Real-time messages: a change in another project reaches no room the user may join."""

from __future__ import annotations

import io
import zipfile
import zlib

import frappe
import pytest
from frappe import realtime

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES, VOUCHERS
from tests.site.helpers.rest import Api, messages

ASK = "/api/method/frappe.realtime."


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, dict, str]]:
	found = []
	monkeypatch.setattr(realtime, "emit_via_redis", lambda *event: found.append(event))
	return found


@pytest.fixture(scope="module")
def people_of_a(estate) -> list[Api]:
	wide = (roles.MANAGER, roles.ENGINEER, roles.COST_DEPARTMENT, roles.BUYER)
	return [Api(estate.users[role]) for role in wide]


def may_join(person: Api, room: str) -> bool:
	kind, _, rest = room.partition(":")
	if kind == "doctype":
		code, body = person.get(f"{ASK}can_subscribe_doctype", doctype=rest)
	elif kind == "doc":
		doctype, _, name = rest.partition("/")
		code, body = person.get(f"{ASK}can_subscribe_doc", doctype=doctype, docname=name)
	else:
		return kind not in ("user", "task_progress") or rest == ""
	assert code < 500 or (code == 500 and "exc_type" in str(body))
	return code == 200


def rooms_of(sent, project: str) -> set[str]:
	sent.clear()
	for doctype in PROJECT_DOCTYPES:
		frappe.get_doc({"doctype": doctype, "name": f"of {project}", "project": project}).notify_update()
	frappe.db.commit()  # nothing was stored; what waits for it is said
	return {room for _event, _message, room in sent}


def test_no_person_of_one_project_hears_of_another(estate, sent, people_of_a):
	rooms = rooms_of(sent, estate.b)
	assert len(rooms) == 3 * len(PROJECT_DOCTYPES), "form, all lists, lists of the project"
	lists = sorted(room for room in rooms if "project:" in room or room.startswith("doctype:"))
	heard = {room for room in lists if may_join(people_of_a[0], room)}
	heard |= {room for room in lists[::9] for person in people_of_a[1:] if may_join(person, room)}
	assert heard == set()


def test_people_hear_of_their_own_project(estate, sent, people_of_a):
	manager = people_of_a[0]
	assert may_join(manager, f"doc:Repair Ticket/project:{estate.a}")
	assert not may_join(people_of_a[3], f"doc:Compensation/project:{estate.a}"), "without the right to read one"
	assert f"doc:Repair Ticket/project:{estate.a}" in rooms_of(sent, estate.a)
	assert all(may_join(Api(estate.users[roles.ADMINISTRATOR]), f"doctype:{name}") for name in ("Repair Ticket", "Unit Archive"))
	assert may_join(manager, "doctype:Defect Type"), "masters are everybody's"


def test_lists_of_vouchers_and_of_files_are_closed_to_who_sees_some_projects(people_of_a):
	for doctype in (*VOUCHERS, "Journal Entry", "File", "Project"):
		assert not any(may_join(person, f"doctype:{doctype}") for person in people_of_a), doctype


def blank_png(width: int, height: int) -> bytes:
	"""A white picture of two colours; packed it is a few hundred kilobytes at most."""

	def chunk(kind: bytes, data: bytes) -> bytes:
		return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

	head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((1, 0, 0, 0, 0))
	rows = zlib.compress(bytes((width + 7) // 8 + 1) * height, 6)
	return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb(name: str, size: int) -> bytes:
	packed = io.BytesIO()
	with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
		for _ in range(size // 2**20):
			part.write(bytes(2**20))
	return packed.getvalue()


def test_uploads_are_bounded_before_they_are_unpacked(estate, people_of_a):
	manager = people_of_a[0]
	kept = frappe.db.count("File")
	for name, content in (("big.png", blank_png(30_000, 30_000)), ("list.xlsx", bomb("xl/worksheets/sheet1.xml", 300 * 2**20))):
		assert len(content) < 2**20
		code, body = manager.upload("/api/method/upload_file", content, name)
		assert code == 417, name
		assert name in messages(body)
	frappe.db.rollback()
	assert frappe.db.count("File") == kept
	code, _body = manager.upload("/api/method/upload_file", blank_png(8_000, 6_000), "plan.png")
	assert code == 200, "a photo of 48 million pixels is no attack"
