"""Any input to a report, typed, dropped or forged, is refused in Chinese with the way out, or harmless.

Through HTTP, as the intake dialog sends it, by a property desk. What is refused leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import io
import re

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime
from PIL import Image

from fangxiu_app.core.access import files, roles
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

SAVE = "/api/method/fangxiu_app.tickets.intake.api_intake.save"
KEEP = "/api/method/fangxiu_app.tickets.intake.api_intake.keep_photo"
DROP = "/api/method/fangxiu_app.tickets.intake.api_intake.drop_photos"
WALL = {"location": "客厅", "defect_type": "墙面空鼓"}
TABLES = ("Repair Request", "Repair Ticket", "Evidence Item", "Ticket Event", "Outbox Message")


@pytest.fixture(scope="module")
def home(estate):
	"""A unit of this file's own: what is sent over HTTP is committed."""
	frappe.set_user("Administrator")
	name = make.make_unit(estate.building_a, "2601", "周到", "13900002601")
	frappe.db.commit()
	return name


@pytest.fixture(scope="module")
def property_desk(estate):
	return Api(estate.users[roles.PROPERTY_DESK])


def report(home, **values) -> dict:
	return {
		"unit": home,
		"channel": "Property Desk",
		"caller_name": "王晓明",
		"caller_phone": "13800001501",
		"items": [dict(WALL)],
		**values,
	}


def counts() -> dict[str, int]:
	frappe.db.rollback()
	return {name: frappe.db.count(name) for name in TABLES}


def hours(number: float) -> str:
	return str(add_to_date(now_datetime(), hours=number, as_datetime=True))[:19]


def jpeg(**save) -> bytes:
	buffer = io.BytesIO()
	Image.new("RGB", (32, 32), "red").save(buffer, "JPEG", **save)
	return buffer.getvalue()


REFUSED = {
	"future": ({"received_at": lambda: hours(2)}, "晚于现在|未来"),
	"future told": ({"notified_at": lambda: hours(2)}, "晚于现在|未来"),
	"told before received": (
		{"received_at": lambda: hours(-0.05), "notified_at": lambda: hours(-0.1)},
		"先于|早于|之前",
	),
	"old without reason": ({"received_at": lambda: hours(-9), "notified_at": lambda: hours(-9)}, "补录原因"),
	"no time at all": ({"received_at": "昨天下午"}, "."),
	"no unit": ({"unit": ""}, "请选择房号|权限"),
	"unknown unit": ({"unit": "PROJ-9999-1-1-101"}, "."),
	"no items": ({"items": []}, "请至少填写一个事项"),
	"items are text": ({"items": "漏水"}, "无法识别"),
	"an item is text": ({"items": ["漏水"]}, "第 1 行（漏水）无法识别"),
	"photos are text": ({"items": [{**WALL, "photos": "x"}]}, "照片.*无法识别"),
	"item without defect": ({"items": [{"location": "客厅"}]}, "问题类型"),
	"unknown location": ({"items": [{**WALL, "location": "月球背面"}]}, "月球背面"),
	"unknown defect": ({"items": [{**WALL, "defect_type": "闹鬼"}]}, "闹鬼"),
	"unknown channel": ({"channel": "Telepathy"}, "Telepathy"),
	"unknown caller kind": ({"caller_is": "Alien"}, "Alien"),
	"phone with letters": ({"caller_phone": "1380000ABCD"}, "不是可拨打的电话号码"),
	"phone is a script": ({"caller_phone": "<script>1</script>"}, "不是可拨打的电话号码"),
	"phone of five digits": ({"caller_phone": "12345"}, "“12345”不是可拨打的电话号码"),
	"request of 10,000": ({"special_requests": "长" * 10000}, "特殊要求.*10000 字，最多 500 字"),
	"description of 10,000": (
		{"items": [WALL, {**WALL, "description": "长" * 10000}]},
		"第 2 行.*描述.*10000 字，最多 1000 字",
	),
	"media visit with a problem nowhere": (
		{"unit": "", "channel": "Media", "visit_reason": "采访", "visit_detail": "渗漏", "media_outlet": "晚报"},
		"登记了事项就须有位置",
	),
	"no caller": ({"caller_name": ""}, "来电人"),
	"name of 10,000": ({"caller_name": "长" * 10000}, "来电人"),
	"visitor without reason": ({"channel": "Walk-in"}, "来访事由"),
	"foreign photo": ({"items": [{**WALL, "photos": ["nobodys-file"]}]}, "照片已不存在"),
	"no ticket to join": ({"items": [{**WALL, "same_as": "RT-0000-00000"}]}, "不存在|没有|找不到"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_chinese_and_leaves_nothing(home, property_desk, case):
	values, says = REFUSED[case]
	values = {name: value() if callable(value) else value for name, value in values.items()}
	before = counts()
	code, body = property_desk.post(SAVE, values=report(home, **values))
	text = messages(body)
	assert code in (403, 404, 417), (code, text)
	assert re.search(says, text), text
	assert re.search("[一-鿿]", text), text
	assert "Traceback" not in text
	assert counts() == before


@pytest.mark.parametrize("values", ["", "[]", "not json", "12", '"text"', "null"])
def test_what_is_no_report_is_refused(property_desk, values):
	before = counts()
	code, body = property_desk.post(SAVE, values=values)
	assert code in (403, 417), (code, messages(body))
	assert counts() == before


def test_a_foreign_unit_and_a_closed_ticket_are_refused(estate, home, property_desk):
	closed = make.make_ticket(home).name
	make.walk(closed, "close")
	frappe.db.commit()
	before = counts()
	code, body = property_desk.post(SAVE, values=report(home, unit=estate.unit_b))
	assert code == 403
	assert estate.b in messages(body)
	joined = report(home, items=[{**WALL, "same_as": closed}])
	code, body = property_desk.post(SAVE, values=joined)
	assert code == 417
	assert "已经结束" in messages(body) or "已结束" in messages(body), messages(body)
	assert counts() == before


HARMLESS = {
	"long": "长" * 500,
	"emoji": "漏水😱🚿👨‍👩‍👧",
	"sql": "'; DROP TABLE `tabRepair Ticket`; -- \" OR 1=1",
	"format": "{0} {unit} %s %(name)s ${x} {{ frappe.session }} {% raw %}",
	"controls": "第一行\r\n第二行\t\u200b\u202e",
}


@pytest.mark.parametrize("case", HARMLESS)
def test_odd_text_is_kept_as_it_was_said(home, property_desk, case):
	text = HARMLESS[case]
	values = report(home, special_requests=text, items=[{**WALL, "description": text}])
	code, body = property_desk.post(SAVE, values=values)
	assert code == 200, messages(body)
	frappe.db.rollback()
	ticket = frappe.get_doc("Repair Ticket", body["message"]["tickets"][0]["name"])
	assert (ticket.description.split(), ticket.special_requests.split()) == (text.split(), text.split())


def test_markup_never_comes_back_as_markup(estate, home, property_desk):
	evil = '<img src=x onerror="alert(1)"><script>alert(2)</script><b>漏水</b>'
	code, body = property_desk.post(
		SAVE, values=report(home, special_requests=evil, items=[{**WALL, "description": evil}])
	)
	assert code == 200
	frappe.db.rollback()
	ticket = frappe.get_doc("Repair Ticket", body["message"]["tickets"][0]["name"])
	for text in (ticket.description, ticket.special_requests):
		assert "漏水" in text
		assert "onerror" not in text
		assert "<script" not in text
	frappe.set_user(estate.users[roles.ENGINEER])
	printed = frappe.get_print("Repair Request", ticket.request, "Repair Service Record")
	assert "<script>alert" not in printed
	assert "onerror=" not in printed


NO_PHOTOS = {
	"svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "plan.svg"),
	"svg as png": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "photo.png"),
	"html as png": (b"<html><script>alert(1)</script></html>", "photo.png"),
	"program": (b"MZ" + b"\0" * 300, "photo.jpg"),
	"nothing": (b"", "photo.jpg"),
	"text": ("漏水".encode(), "photo.jpeg"),
}


@pytest.mark.parametrize("case", NO_PHOTOS)
def test_what_is_no_photo_is_refused_whatever_its_name(property_desk, case):
	before = frappe.db.count("File")
	code, body = property_desk.upload(KEEP, *NO_PHOTOS[case])
	frappe.db.rollback()
	assert code == 417, messages(body)
	assert "不是照片" in messages(body)
	assert frappe.db.count("File") == before


def test_a_path_as_name_stays_a_name(property_desk):
	code, body = property_desk.upload(KEEP, jpeg(quality=73), "../../../etc/passwd<b>.jpg")
	assert code == 200, messages(body)
	frappe.db.rollback()
	file = frappe.get_doc("File", body["message"]["name"])
	assert file.is_private
	assert file.file_url.startswith("/private/files/")
	assert "/" not in file.file_name


@pytest.mark.clause("R65", "R93")
def test_the_original_is_kept_byte_for_byte_with_what_the_camera_noted(home, property_desk):
	"""Also where Frappe strips EXIF data from uploads, which is its default."""
	exif = Image.Exif()
	exif[0x9003] = "2026:11:24 08:00:00"
	content = jpeg(exif=exif)
	frappe.db.set_single_value("System Settings", "strip_exif_metadata_from_uploaded_images", 1)
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.db.commit()
	try:
		code, body = property_desk.upload(KEEP, content, "厨房.jpg")
	finally:
		frappe.db.set_single_value("System Settings", "strip_exif_metadata_from_uploaded_images", 0)
		frappe.clear_document_cache("System Settings", "System Settings")
		frappe.db.commit()
	assert code == 200, messages(body)
	name = body["message"]["name"]
	values = report(home, items=[{**WALL, "photos": [name]}])
	code, body = property_desk.post(SAVE, values=values)
	assert code == 200, messages(body)
	frappe.db.rollback()
	ticket = body["message"]["tickets"][0]["name"]
	item = frappe.get_doc("Evidence Item", {"ticket": ticket})
	assert (item.sha256, item.stage, item.kind) == (hashlib.sha256(content).hexdigest(), "Intake", "Photo")
	assert files.content(frappe.get_doc("File", {"file_url": item.file})) == content
	# it is the ticket's now: neither taken again nor dropped
	again = report(home, items=[{**WALL, "photos": [name]}])
	assert property_desk.post(SAVE, values=again)[0] == 417
	assert property_desk.post(DROP, names=[name])[0] == 417


def test_photos_of_others_are_neither_used_nor_dropped(estate, home, property_desk):
	clerk = Api(estate.users[roles.CLERK])
	name = clerk.upload(KEEP, jpeg(quality=60), "a.jpg")[1]["message"]["name"]
	taken = report(home, items=[{**WALL, "photos": [name]}])
	assert property_desk.post(SAVE, values=taken)[0] == 417
	assert property_desk.post(DROP, names=[name])[0] == 417
	frappe.db.rollback()
	assert frappe.db.exists("File", name)
	assert clerk.post(DROP, names=[name])[0] == 200
	frappe.db.rollback()
	assert not frappe.db.exists("File", name)


def test_who_takes_no_reports_keeps_no_photos(estate):
	buyer = Api(estate.users[roles.BUYER])
	assert buyer.upload(KEEP, jpeg(), "a.jpg")[0] == 403
	assert buyer.post(DROP, names=[])[0] == 403


def test_a_report_that_fails_at_its_last_photo_saves_nothing_and_keeps_the_photos(home, property_desk):
	name = property_desk.upload(KEEP, jpeg(quality=50), "a.jpg")[1]["message"]["name"]
	before = counts()
	items = [{**WALL, "photos": [name]}, {**WALL, "location": "厨房", "photos": ["gone"]}]
	assert property_desk.post(SAVE, values=report(home, items=items))[0] == 417
	assert counts() == before
	assert frappe.db.get_value("File", name, "attached_to_name") is None
