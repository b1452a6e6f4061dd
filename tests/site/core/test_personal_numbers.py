"""Telephones and identity numbers: every field there is, for every role, by every way out; what is covered does no harm."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import frappe
import pytest
from frappe import realtime

from fangxiu_app.core.access import asking, personal, roles
from fangxiu_app.core.access.doctypes import BUSINESS_NUMBERS, CHILD_PARENTS, PROJECT_DOCTYPES
from fangxiu_app.core.personal_numbers import covered, covered_number
from tests.site.core.test_what_leaves import Raw
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import messages

METHOD = "/api/method/"
IDENTITY = "110101199003071234"
LOAD = f"{METHOD}frappe.desk.form.load.getdoc"
LIST = f"{METHOD}frappe.desk.reportview.get"


@dataclass
class Held:
	"""A stored document: column of a list → the number that stands there."""

	doctype: str
	name: str
	numbers: dict[str, str] = field(default_factory=dict)


def personal_fields(doctype: str) -> list[str]:
	return [
		df.fieldname
		for df in frappe.get_meta(doctype).fields
		if personal.is_number_field(df.fieldname) and df.fieldname not in (*BUSINESS_NUMBERS.get(doctype, ()), "search_text", "word")
	]


@pytest.fixture(scope="module")
def stored(estate) -> Iterator[list[Held]]:
	"""One document of every DocType of ours that holds a number of a person, also in its rows, each with numbers of its own."""
	made, number = [], iter(range(13900100001, 13900199999))
	for doctype in frappe.get_all("DocType", {"module": "Fangxiu App", "istable": 0, "issingle": 0}, pluck="name"):
		meta = frappe.get_meta(doctype)
		rows = {df.fieldname: df.options for df in meta.get_table_fields() if personal_fields(df.options)}
		if not (personal_fields(doctype) or rows):
			continue
		held = Held(doctype, f"{make.RUN}-{frappe.scrub(doctype)}")
		_insert(held, doctype, number, name=held.name, project=estate.a)
		for table, child in rows.items():
			_insert(held, child, number, parent=held.name, parenttype=doctype, parentfield=table, name=f"{held.name}-{table}")
		made.append(held)
	frappe.db.commit()  # requests read by a connection of their own
	yield made
	for held in made:
		frappe.db.delete(held.doctype, {"name": held.name})
		for table in {column.split("`")[1][3:] for column in held.numbers} - {held.doctype}:
			frappe.db.delete(table, {"parent": held.name})
	frappe.db.commit()  # requests read by a connection of their own


def _insert(held: Held, doctype: str, number, **values) -> None:
	found = {name: IDENTITY if name == "id_no" else str(next(number)) for name in personal_fields(doctype)}
	held.numbers |= {f"`tab{doctype}`.`{name}`": value for name, value in found.items()}
	frappe.get_doc({"doctype": doctype, **values, **found}).db_insert()


@pytest.fixture(scope="module")
def readers(estate) -> dict[str, Raw]:
	return {role: Raw(user) for role, user in estate.users.items()}


def test_fields_are_known(stored):
	fields = {column for held in stored for column in held.numbers}
	assert {
		"`tabUnit Owner`.`phone`",
		"`tabRepair Ticket`.`caller_phone`",
		"`tabCompensation`.`payee_phone`",
		"`tabAgreement Worker`.`id_no`",
		"`tabAccess Link`.`sent_to`",
	} <= fields


def full(role: str, number: str) -> bool:
	return role in (personal.KEEPS_IDENTITIES if number == IDENTITY else personal.RINGS)


def test_every_number_in_the_forms_of_every_role(estate, stored, readers):
	wrong, read = [], 0
	for role, reader in readers.items():
		for held in stored:
			if frappe.has_permission(held.doctype, user=estate.users[role]):
				code, body = reader.get(LOAD, doctype=held.doctype, name=held.name)
				read += code == 200
				wrong += [(role, column) for column, number in held.numbers.items() if code == 200 and not _right(role, number, body)]
	assert wrong == []
	assert read > 90


def _right(role: str, number: str, body) -> bool:
	text = json.dumps(body)
	whole, hidden = number in text, covered(number, True, True) in text
	return whole if full(role, number) else hidden and not whole


def test_every_other_way_out(stored, readers):
	role, wrong, seen = roles.ADMINISTRATOR, [], 0
	reader = readers[role]
	for held in stored:
		columns = json.dumps(list({column.rpartition(".")[2]: column for column in held.numbers}.values()))
		listed = {"doctype": held.doctype, "fields": columns, "filters": json.dumps({"name": held.name}), "title": "x"}
		ways = {
			"list": reader.post(LIST, **listed),
			"rest": reader.get(f"/api/resource/{held.doctype}/{held.name}"),
			"second version": reader.get(f"/api/v2/document/{held.doctype}/{held.name}"),
			"print": reader.get("/printview", doctype=held.doctype, name=held.name, format="Standard"),
			"book": _unpacked(reader.bytes_of(f"{METHOD}frappe.desk.reportview.export_query", file_format_type="Excel", **listed)),
			"csv": reader.bytes_of(f"{METHOD}frappe.desk.reportview.export_query", file_format_type="CSV", **listed).decode(),
		}
		for way, body in ways.items():
			text = json.dumps(body)
			seen += "****" in text
			wrong += [(way, column) for column, number in held.numbers.items() if number in text and not full(role, number)]
	assert wrong == []
	assert seen > 10


def _unpacked(content: bytes) -> str:
	if not content.startswith(b"PK"):
		return content.decode()
	with zipfile.ZipFile(io.BytesIO(content)) as book:
		return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())


PHONE, LANDLINE = "13700990001", "0571-88990001"


@pytest.fixture(scope="module")
def called(estate):
	ticket = make.make_ticket(estate.unit_a, caller_phone=PHONE, caller_name="赵六").name
	doc = frappe.get_doc("Repair Ticket", ticket)
	doc.add_comment("Comment", f"赵六{PHONE}，座机{LANDLINE}")
	owner = frappe.get_doc("Unit Archive", estate.unit_a)
	owner.append("owners", {"owner_name": "赵六", "phone": PHONE, "from_date": "2020-01-01"})
	owner.write_by_action()
	frappe.db.commit()  # requests read by a connection of their own
	return ticket


def test_reports_texts_and_searches_are_covered(estate, called, readers):
	ledger = {"report_name": "Intake Ledger", "filters": json.dumps({"project": estate.a})}
	for role in (roles.PROJECT_DEPARTMENT, roles.ADMINISTRATOR, roles.CLERK):
		reader = readers[role]
		answers = [
			reader.get(LOAD, doctype="Repair Ticket", name=called),
			reader.get(LOAD, doctype="Unit Archive", name=estate.unit_a),
			reader.get(f"{METHOD}frappe.desk.query_report.run", **ledger),
			(200, _unpacked(reader.bytes_of(f"{METHOD}frappe.desk.query_report.export_query", file_format_type="Excel", **ledger))),
			reader.get("/printview", doctype="Repair Ticket", name=called, format="Repair Work Order"),
			reader.get(f"{METHOD}fangxiu_app.overview.api_finder.find", text="赵六"),
			reader.post(f"{METHOD}frappe.desk.search.search_link", doctype="Unit Archive", txt="赵六"),
		]
		text = json.dumps(answers)
		whole = [number for number in (PHONE, LANDLINE, PHONE[::-1], "137\\u00a00099") if number in text]
		assert bool(whole) is (role == roles.CLERK), (role, whole)
		assert ("137****0001" in text) is (role != roles.CLERK)
		assert ("137\\u00a0****\\u00a00001" in text) is (role != roles.CLERK), "as prints write it"


def test_numbers_of_companies_and_colleagues_stay(estate, readers):
	frappe.db.set_value("Warranty Agreement", estate.agreement_a, "phone", "13611112222")
	frappe.db.set_value("Project", estate.a, "fx_repair_phone", "0571-87654321")
	frappe.db.commit()  # requests read by a connection of their own
	personal.forget_numbers()
	for role in (roles.COST_DEPARTMENT, roles.BUYER, roles.GENERAL_MANAGER):
		code, body = readers[role].get(LOAD, doctype="Warranty Agreement", name=estate.agreement_a)
		assert code == 200
		assert "13611112222" in json.dumps(body)


@pytest.mark.parametrize(
	("method", "values"),
	[
		("frappe.client.get_list", {"filters": json.dumps({"caller_phone": ["like", "137%"]})}),
		("frappe.client.get_count", {"filters": json.dumps([["Repair Ticket", "caller_phone", "like", "137%"]])}),
		("frappe.desk.reportview.get", {"fields": '["name"]', "order_by": "`tabRepair Ticket`.`caller_phone` asc"}),
		("frappe.desk.reportview.get", {"fields": '["left(caller_phone, 5)"]'}),
		("frappe.desk.reportview.get", {"fields": '["caller_phone as name"]'}),
		("frappe.desk.reportview.get", {"fields": '["name"]', "filters": '[["Unit Archive", "search_text", "like", "%1370%"]]'}),
		("frappe.desk.listview.get_group_by_count", {"current_filters": "[]", "field": "caller_phone"}),
		("frappe.desk.listview.get_group_by_count", {"current_filters": '[["caller_phone", "like", "137%"]]', "field": "status"}),
		("frappe.client.get_list", {"filters": '[{"caller_phone": ["like", "137%"]}]'}),
		("frappe.client.get_list", {"filters": '["caller_phone"]'}),
		("frappe.desk.form.utils.get_next", {"value": "x", "prev": 0, "sort_field": "caller_phone", "sort_order": "asc"}),
		("frappe.client.get_list", {"filters": '{"root_cause": ["like", "%13_0%"]}'}),
		("frappe.client.get_list", {"or_filters": '[["Repair Ticket", "_comments", "like", "%１３７%"]]'}),
		("frappe.client.get_list", {"filters": '[{"root_cause": [">", "赵六①"]}]'}),
		("frappe.client.get_list", {"order_by": "root_cause asc"}),
		("frappe.client.get_count", {"filters": '[["caller_name", "like", "%137%"]]'}),
		("frappe.desk.search.search_widget", {"txt": "137", "searchfield": "root_cause"}),
		("frappe.desk.reportview.get", {"fields": '["locate(137, root_cause) as name"]'}),
		("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", {"filters": '[["root_cause", "like", "%137%"]]', "doctype": ""}),
	],
)
def test_a_covered_number_is_not_asked_for(readers, called, method, values):
	code, body = readers[roles.ADMINISTRATOR].post(METHOD + method, **{"doctype": "Repair Ticket", **values})
	assert code == 403
	assert "号码" in messages(body)
	assert readers[roles.CLERK].post(f"{METHOD}frappe.client.get_list", doctype="Repair Ticket", filters=json.dumps({"caller_phone": PHONE}))[0] == 200


def test_no_text_of_any_document_tells_its_digits(estate, as_user, monkeypatch):
	"""Every text there is or will be: a condition with a digit is refused to who reads covered, one with words is not."""
	as_user(estate.users[roles.ADMINISTRATOR])
	monkeypatch.setattr(frappe.local, "request", frappe._dict(path="/api/method/frappe.client.get_list"), raising=False)
	wrong = []
	for doctype in (*PROJECT_DOCTYPES, *CHILD_PARENTS, "Comment", "Communication", "Version"):
		fields = frappe.get_meta(doctype).fields
		short = [df.fieldname for df in fields if df.fieldtype == "Data" and not asking.is_code(df.fieldname)]
		texts = [df.fieldname for df in fields if df.fieldtype in asking._TEXTS] + [name for name in short if not personal.is_number_field(name)]
		for name in (*texts, "_comments"):
			wrong += [
				(doctype, name, value)
				for value, refused in (("%7%", True), ("%漏水%", personal.is_number_field(name)))
				if _is_refused(monkeypatch, doctype=doctype, filters=json.dumps({name: ["like", value]})) is not refused
			]
	assert wrong == []


def test_codes_are_few_and_asked_for_by_digits():
	"""What is no code is closed, so also a field of tomorrow: who is named there has a telephone behind the name."""
	for name in ("unit_code", "bill_no", "contract_no", "subject", "title", "building_no", "room_no", "lot", "clause", "house_type", "reference_no"):
		assert asking.is_code(name), name
	for name in ("accepted_by", "signed_by", "answered_by", "payee_account", "explained_with", "transferred_to", "person", "remark", "caption", "new"):
		assert not asking.is_code(name), name


def test_a_search_by_digits_looks_for_codes_alone(estate, readers):
	"""Telephones typed behind a name: neither a filter nor the search of a link field tells their digits one by one."""
	made = make.make_ticket(estate.unit_a, caller_name="赵六13700990001").request
	ticket = frappe.db.get_value("Repair Ticket", {"request": made})
	frappe.db.set_value("Repair Ticket", ticket, "accepted_by_name", "赵六13700990001")
	frappe.db.commit()  # requests read by a connection of their own
	code = frappe.db.get_value("Repair Request", made, "unit_code")
	for role in (roles.ADMINISTRATOR, roles.CLERK):
		rings = role == roles.CLERK
		asked = {"doctype": "Repair Ticket", "filters": '{"accepted_by_name": ["like", "%1370%"]}'}
		assert readers[role].post(f"{METHOD}frappe.client.get_list", **asked)[0] == (200 if rings else 403)
		for method in ("search_link", "search_widget"):
			search = {"doctype": "Repair Request", "page_length": 500, "filters": json.dumps({"name": made})}
			found = {txt: made in json.dumps(readers[role].post(f"{METHOD}frappe.desk.search.{method}", txt=txt, **search)[1]) for txt in ("赵六1370", "赵六", code)}
			assert found == {"赵六1370": rings, "赵六": True, code: True}, (role, method)


def _is_refused(monkeypatch, **form) -> bool:
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(form))
	try:
		asking.check_request()
	except frappe.PermissionError:
		frappe.clear_messages()
		return True
	return False


def test_words_are_searched_and_reports_filtered(estate, called, readers):
	reader = readers[roles.ADMINISTRATOR]
	found = reader.get(f"{METHOD}frappe.client.get_list", doctype="Repair Ticket", filters='{"root_cause": ["like", "%漏%"], "unit_code": ["like", "%1%"]}')
	assert found[0] == 200
	items = reader.get(f"{METHOD}frappe.client.get_list", doctype="Item", filters='{"description": ["like", "%DN50%"]}')
	assert items[0] != 403 or "号码" not in messages(items[1])


LOCAL = "87990001"


def test_a_local_number_is_covered_in_saved_lists_and_prints(estate, readers):
	ticket = make.make_ticket(estate.unit_a, caller_phone=LOCAL).name
	frappe.db.commit()  # requests read by a connection of their own
	listed = {
		"doctype": "Repair Ticket",
		"fields": json.dumps(["`tabRepair Ticket`.`caller_phone`"]),
		"filters": json.dumps({"name": ticket}),
		"title": "x",
	}
	for role in (roles.ADMINISTRATOR, roles.CLERK):
		for reader in (readers[role], readers[role].speaking("en")):
			export = f"{METHOD}frappe.desk.reportview.export_query"
			ways = [
				reader.bytes_of(export, file_format_type="CSV", **listed).decode(),
				_unpacked(reader.bytes_of(export, file_format_type="Excel", **listed)),
				json.dumps(reader.get("/printview", doctype="Repair Ticket", name=ticket, format="Standard")),
			]
			assert [LOCAL in way for way in ways] == [role == roles.CLERK] * 3, role
			assert ["****0001" in way for way in ways] == [role != roles.CLERK] * 3, role
	assert frappe.db.get_value("Repair Ticket", ticket, "caller_phone") == LOCAL


def test_open_forms_are_told_of_a_number_not_the_number(estate, called, monkeypatch):
	sent = []
	monkeypatch.setattr(realtime, "emit_via_redis", lambda *event: sent.append(event))
	doc = frappe.get_doc("Repair Ticket", called)
	doc.add_comment("Comment", f"打他座机{LOCAL}或{PHONE}")
	mail = {"doctype": "Communication", "communication_type": "Communication", "communication_medium": "Phone", "phone_no": LOCAL}
	frappe.get_doc({**mail, "subject": "x", "reference_doctype": "Repair Ticket", "reference_name": called}).insert()
	frappe.db.commit()  # nothing is said before
	said = [event for event in sent if called in json.dumps(event[1:], default=str)]
	assert [event for event in said if LOCAL in str(event) or PHONE in str(event)] == []
	assert [room for event, _message, room in said if event == "fx_docinfo"], "the form reads them anew"
	doc.add_comment("Comment", "业主不在家")
	frappe.db.commit()  # nothing is said before
	assert [event for event in sent if event[0] == "docinfo_update" and "业主不在家" in str(event[1])]


def test_numbers_open_to_all_are_read_once_in_a_request_and_not_for_plain_words():
	plain = frappe.get_doc(doctype="Comment", content="明天上午再来")
	number = frappe.get_doc(doctype="Comment", content="打 13911112222")
	personal.forget_numbers()
	assert count_queries(lambda: personal.holds_number(plain)) == 0 and not personal.holds_number(plain)
	assert count_queries(lambda: personal.holds_number(number)) > 0 and personal.holds_number(number)
	assert count_queries(lambda: personal.holds_number(number)) == 0
	personal.forget_numbers()
	assert count_queries(personal.business_numbers) > 0, "what was saved is seen"


def test_a_number_is_found_whole_or_by_its_end(called, readers, estate):
	def found(role: str, text: str) -> bool:
		rows = readers[role].get(f"{METHOD}fangxiu_app.overview.api_finder.find", text=text)[1]["message"]
		return estate.unit_a in {row["name"] for row in rows}

	for text in ("赵六 0001", PHONE, "赵六"):
		assert found(roles.PROJECT_DEPARTMENT, text), text
	for text in ("赵六 90001", "0990001"):
		assert found(roles.CLERK, text), text
		assert not found(roles.PROJECT_DEPARTMENT, text), text


def test_a_form_with_telephones_that_is_opened_is_kept(called, readers, estate):
	readers[roles.CLERK].get(LOAD, doctype="Unit Archive", name=estate.unit_a)
	frappe.db.rollback()
	view = {"reference_name": estate.unit_a, "viewed_by": estate.users[roles.CLERK]}
	assert frappe.db.count("View Log", view) >= 1


def test_what_comes_back_covered_changes_nothing(estate, called, readers):
	keeper = readers[roles.ADMINISTRATOR]
	_code, body = keeper.get(LOAD, doctype="Unit Archive", name=estate.unit_a)
	doc = body["docs"][0]
	owners = [row for row in doc["owners"] if row["owner_name"] == "赵六"]
	assert [row["phone"] for row in owners] == ["137****0001"]
	doc["remark" if "remark" in doc else "unit_area"] = doc.get("remark") or 1
	code, answer = keeper.post(f"{METHOD}frappe.desk.form.save.savedocs", doc=json.dumps(doc), action="Save")
	assert code == 200, messages(answer)
	assert PHONE not in json.dumps(answer)
	frappe.db.rollback()
	assert frappe.db.get_value("Unit Owner", {"parent": estate.unit_a, "owner_name": "赵六"}, "phone") == PHONE
	owners[0]["phone"] = "135****0009"
	doc["modified"] = str(frappe.db.get_value("Unit Archive", estate.unit_a, "modified"))
	code, answer = keeper.post(f"{METHOD}frappe.desk.form.save.savedocs", doc=json.dumps(doc), action="Save")
	assert code == 417, "a number that is nobody's is no number"


def test_a_look_at_the_full_number_is_logged(called, readers, estate):
	show = f"{METHOD}fangxiu_app.archive.api_personal.show"
	code, body = readers[roles.PROJECT_DEPARTMENT].post(show, doctype="Repair Ticket", name=called)
	assert code == 200
	assert {"who": "赵六", "number": PHONE} in [{key: one[key] for key in ("who", "number")} for one in body["message"]]
	frappe.db.rollback()
	log = {"user": estate.users[roles.PROJECT_DEPARTMENT], "export_from": "Repair Ticket", "reference_document": called, "method": "Full Telephones"}
	assert frappe.db.count("Access Log", log) == 1
	assert frappe.db.exists("Comment", {"reference_name": called, "comment_type": "Info", "owner": log["user"]})
	code, body = readers[roles.COST_DEPARTMENT].post(show, doctype="Repair Ticket", name=called)
	assert code == 403
	assert PHONE not in json.dumps(body)
	other = make.make_ticket(estate.unit_b, caller_phone=PHONE).name
	frappe.db.commit()  # requests read by a connection of their own
	assert readers[roles.PROJECT_DEPARTMENT].post(show, doctype="Repair Ticket", name=other)[0] == 403


def test_an_answer_that_cannot_be_covered_does_not_go_out(called, readers, monkeypatch):
	monkeypatch.setattr(personal, "_covered", lambda *given: 1 / 0)
	code, body = readers[roles.ADMINISTRATOR].get(LOAD, doctype="Repair Ticket", name=called)
	assert code == 500
	assert PHONE not in json.dumps(body)


def test_every_mask_tells_whom_it_is_of():
	assert covered_number("13800001501、0571-87654321转801") == "138****1501、0571-****4321转801"
	assert covered_number("87654321") == "****4321"
