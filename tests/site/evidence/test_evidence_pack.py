"""The chain of a ticket on a real site, the pack of a case checked outside of the app, and for whom it is."""

from __future__ import annotations

import json
from pathlib import Path

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.sealing import digest
from fangxiu_app.evidence import (
	api_evidence,
	pack_checker,
	reads_custody,
	reads_proofs,
	rules_custody_chain,
	service_custody,
	service_evidence_pack,
)
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.complaints import make_complaint
from tests.site.helpers.counting import count_queries
from tests.site.helpers.packs import checked, unpacked
from tests.site.reports.test_stage_reports import pdf_text

LONG = "主卧卫生间天花板大面积渗漏并伴有墙面起鼓、地板起翘，业主多次来电，要求彻底处理，并要求赔偿泡水的实木地板与家具"


@pytest.fixture
def ticket(estate) -> str:
	"""A surveyed ticket with two photos."""
	name = make.make_ticket(estate.unit_a, description=LONG).name
	make.walk(name, "survey")
	make.add_evidence(name, caption="渗漏点")
	make.add_evidence(name, caption="地板起翘", stage="Acceptance")
	return name


def faults(chain: str) -> list:
	records = {key: record.content for key, record in reads_custody.records([chain])[chain].items()}
	return rules_custody_chain.faults(chain, reads_custody.entries([chain])[chain], records)


def seal_everything():
	"""Rounds of the job until nothing is left, whatever other tests of the site have left."""
	while service_custody.seal():
		pass


@pytest.mark.clause("R109")
def test_evidence_and_log_are_put_on_the_chain_once(ticket):
	waiting = reads_custody.unsealed(1000, [ticket])
	assert (
		service_custody.seal([ticket])
		== len(waiting)
		== frappe.db.count("Ticket Event", {"ticket": ticket}) + 2
	)
	assert service_custody.seal([ticket]) == 0
	entries = reads_custody.entries([ticket])[ticket]
	assert [one.number for one in entries] == list(range(1, len(waiting) + 1))
	assert faults(ticket) == []
	make.start(ticket)
	seal_everything()
	assert len(reads_custody.entries([ticket])[ticket]) == len(waiting) + 1
	assert reads_custody.entries([ticket])[ticket][-1].kind == rules_custody_chain.LOGGED
	assert faults(ticket) == []


@pytest.mark.clause("R109")
def test_what_is_done_to_the_database_is_named(ticket):
	service_custody.seal([ticket])
	item = frappe.get_all("Evidence Item", {"ticket": ticket}, order_by="creation", pluck="name")[0]
	event = frappe.get_all("Ticket Event", {"ticket": ticket}, order_by="creation", pluck="name")[1]
	frappe.db.set_value("Evidence Item", item, "sha256", "0" * 64)
	frappe.db.delete("Ticket Event", {"name": event})
	assert set(faults(ticket)) == {
		("record_changed", f"Evidence Item {item}"),
		("record_removed", f"Ticket Event {event}"),
	}
	third = frappe.get_all("Custody Entry", {"chain": ticket, "number": 3}, pluck="name")[0]
	frappe.db.delete("Custody Entry", {"name": third})
	assert ("entry_missing", 3) in faults(ticket)


@pytest.mark.clause("R109")
def test_the_statements_of_a_round_do_not_depend_on_the_number_of_records(estate, ticket):
	seal_everything()
	for _number in range(2):
		make.add_evidence(ticket)
	few = count_queries(service_custody.seal)
	for _number in range(6):
		make.add_evidence(ticket)
	assert count_queries(service_custody.seal) == few


@pytest.mark.clause("R109")
def test_the_custody_log_is_neither_changed_nor_deleted(ticket):
	service_custody.seal([ticket])
	entry = frappe.get_doc("Custody Entry", {"chain": ticket})
	entry.note = "x"
	with pytest.raises(LockedFieldError):
		entry.save()
	with pytest.raises(LockedFieldError):
		entry.delete()


@pytest.mark.clause("R109")
def test_a_pack_passes_its_own_check_outside_and_its_export_is_logged(estate, ticket, as_user, tmp_path):
	as_user(estate.users[roles.MANAGER])
	frappe.local.lang = "zh"
	address = api_evidence.pack("Repair Ticket", ticket)["file"]
	file = frappe.get_doc("File", {"file_url": address})
	assert (file.is_private, file.attached_to_name, file.owner) == (1, None, estate.users[roles.MANAGER])
	files = unpacked(address)
	assert {"check.py", "index.pdf", "manifest.json", "manifest.sha256", "README.txt"} < set(files)
	items = frappe.get_all("Evidence Item", {"ticket": ticket}, pluck="sha256")
	held = {pack_checker.sha256(content) for path, content in files.items() if path.startswith("originals/")}
	assert held == set(items)
	code, words = checked(files, tmp_path / "whole")
	assert (code, "PASSED" in words) == (0, True), words
	last = reads_custody.entries([ticket])[ticket][-1]
	sealed = pack_checker.sha256(files["manifest.json"])
	assert (last.kind, last.user, last.note) == ("Pack Exported", estate.users[roles.MANAGER], sealed)
	assert sealed in words
	original = next(path for path in files if path.startswith("originals/"))
	code, words = checked({**files, original: files[original] + b"."}, tmp_path / "changed")
	assert (code, f"CHANGED] {original}" in words) == (1, True)
	text = pdf_text(files["index.pdf"])
	for word in ("证据目录", "保管记录", "渗漏点", "至少保存至", ticket):
		assert word in text


@pytest.mark.clause("R109", "R110")
def test_a_compensation_says_what_is_missing_and_its_second_pack_names_the_first(estate, ticket, tmp_path):
	doc = orders.make_compensation(ticket, cause="泡水地板", shown=False)
	doc.run_method("onload")
	missing = [proof["label"] for proof in doc.get_onload("proofs") if not proof["done"]]
	assert any("1" in label and "loss" in label for label in missing), missing
	first = unpacked(service_evidence_pack.start("Compensation", doc.name)["file"])
	second = unpacked(service_evidence_pack.start("Compensation", doc.name)["file"])
	entries = json.loads(second["manifest.json"])["chains"][0]["entries"]
	assert pack_checker.sha256(first["manifest.json"]) in [entry["note"] for entry in entries]
	assert checked(second, tmp_path)[0] == 0


@pytest.mark.clause("R109", "R110")
def test_the_pack_of_a_ticket_says_what_its_documents_lack_and_what_was_recorded(estate, ticket, tmp_path):
	doc = orders.make_compensation(ticket, cause="泡水地板", shown=False)
	complaint = make_complaint(estate.a, estate.unit_a, tickets=[{"ticket": ticket}])
	frappe.local.lang = "zh"
	everything = reads_proofs.everything(frappe.get_doc("Repair Ticket", ticket))
	lacking = [one["label"] for one in everything if not one["done"]]
	assert lacking and all("赔付" in label for label in lacking), lacking
	assert any(label.startswith(f"赔付 {doc.name} · ") for label in lacking)
	files = unpacked(service_evidence_pack.start("Repair Ticket", ticket)["file"])
	(printed,) = (path for path in files if path.startswith("complaints/"))
	assert complaint.name in printed and "卫生间修了两次还在漏" in pdf_text(files[printed])
	text = pdf_text(files["index.pdf"])
	assert "此类情形不要求" not in text and doc.name in text and complaint.name in text
	event = frappe.get_all("Ticket Event", {"ticket": ticket, "action": "survey"}, pluck="name")[0]
	assert event not in text and "已勘察" in text
	assert checked(files, tmp_path)[0] == 0


@pytest.mark.clause("R109")
def test_a_deduction_goes_to_a_contractor_without_the_complaints_of_customers(estate, ticket):
	make_complaint(estate.a, estate.unit_a, tickets=[{"ticket": ticket}])
	terms = money.agreement(estate)
	theirs = {"contractor": terms.contractor, "agreement": terms.name, "responsibility": "Warranty"}
	frappe.db.set_value("Repair Ticket", ticket, theirs)
	line = {"line_kind": "Penalty", "description": "逾期", "claimed": 200, "ticket": ticket}
	doc = money.deduction(terms, source="Contract Clause", clause="9.1", items=[line])
	files = unpacked(service_evidence_pack.start("Contractor Deduction", doc.name)["file"])
	assert not [path for path in files if path.startswith("complaints/")]
	hanging = [one["label"] for one in reads_proofs.everything(frappe.get_doc("Repair Ticket", ticket))]
	assert any("Contractor Deduction" in label for label in hanging)


@pytest.mark.clause("R109")
def test_an_original_that_was_exchanged_or_lost_is_said_in_the_pack(ticket, tmp_path):
	kept = frappe.get_all("Evidence Item", {"ticket": ticket}, ["name", "file"], order_by="creation")
	paths = [Path(frappe.get_doc("File", {"file_url": item.file}).get_full_path()) for item in kept]
	paths[0].write_bytes(b"\x89PNG exchanged")
	paths[1].unlink()
	code, words = checked(unpacked(service_evidence_pack.start("Repair Ticket", ticket)["file"]), tmp_path)
	assert code == 2
	assert f"{kept[0].name} 的原件与收到时登记" in words
	assert f"{kept[1].name} 的原件已不在" in words


@pytest.mark.clause("R109")
def test_merged_evidence_stays_on_the_chain_it_was_kept_for(estate, ticket, tmp_path):
	other = make.make_ticket(estate.unit_a, description="同一处渗漏").name
	make.add_evidence(other, stage="Intake")
	service_custody.seal([ticket, other])
	item = frappe.get_all("Evidence Item", {"ticket": other}, pluck="name")[0]
	frappe.db.set_value("Evidence Item", item, {"ticket": ticket, "came_from": other})
	assert faults(ticket) == faults(other) == []
	files = unpacked(service_evidence_pack.start("Repair Ticket", ticket)["file"])
	assert {chain["chain"] for chain in json.loads(files["manifest.json"])["chains"]} == {ticket, other}
	assert checked(files, tmp_path)[0] == 0


@pytest.mark.clause("R109")
def test_a_pack_is_for_who_may_read_the_case_and_print_evidence(estate, ticket, as_user):
	with pytest.raises(RefusedError):
		service_evidence_pack.start("Unit Archive", estate.unit_a)
	other = make.make_ticket(estate.unit_b).name
	as_user(estate.users[roles.MANAGER])
	with pytest.raises(frappe.PermissionError):
		api_evidence.pack("Repair Ticket", other)
	as_user(estate.users[roles.PROPERTY_DESK])
	with pytest.raises(frappe.PermissionError):
		api_evidence.pack("Repair Ticket", ticket)
	assert not frappe.db.exists("Custody Entry", {"kind": "Pack Exported", "chain": ("in", [ticket, other])})


@pytest.mark.clause("R109")
def test_a_case_without_a_ticket_holds_nothing_of_others(estate):
	"""Evidence of an inspection or a warning belongs to no ticket either."""
	warning = make.make_warning(estate.a, estate.unit_a)
	other = {"doctype": "Evidence Item", "warning": warning.name, "project": estate.a, "stage": "Other"}
	frappe.get_doc({**other, "file": make.make_photo().file_url}).insert()
	line = {"line_kind": "Penalty", "description": "逾期", "claimed": 200}
	rows = {"source": "Contract Clause", "clause": "9.1", "items": [line]}
	doc = money.deduction(money.agreement(estate), **rows)
	files = unpacked(service_evidence_pack.start("Contractor Deduction", doc.name)["file"])
	assert json.loads(files["manifest.json"])["evidence"] == []
	last = reads_custody.entries([doc.name])[doc.name][-1]
	assert (last.kind, last.document) == ("Pack Exported", doc.name)


@pytest.mark.clause("R109")
def test_a_large_pack_is_made_in_the_queue_and_followed(ticket, monkeypatch):
	monkeypatch.setattr(service_evidence_pack, "IMMEDIATE", 1)
	asked = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: asked.append((method, values)))
	job = service_evidence_pack.start("Repair Ticket", ticket)["job"]
	assert api_evidence.pack_state(job) == {"state": "running", "percent": 0}
	method, values = asked[0]
	method(**{name: values[name] for name in ("key", "doctype", "name", "language")})
	state = api_evidence.pack_state(job)
	assert state["state"] == "done"
	assert "manifest.json" in unpacked(state["file"])
	assert api_evidence.pack_state("another") == {"state": "unknown"}


@pytest.mark.clause("R109")
def test_who_opened_a_file_stands_in_the_pack(ticket):
	item = frappe.get_last_doc("Evidence Item", {"ticket": ticket})
	file = frappe.db.get_value("File", {"file_url": item.file})
	log = {
		"doctype": "Access Log",
		"export_from": "File",
		"reference_document": file,
		"user": "Administrator",
	}
	frappe.get_doc(log).db_insert()
	assert [row.user for row in reads_custody.views([item.file])] == ["Administrator"]
	files = unpacked(service_evidence_pack.start("Repair Ticket", ticket)["file"])
	views = json.loads(files["manifest.json"])["views"]
	assert [(view["evidence"], view["user"]) for view in views] == [(item.name, "Administrator")]


@pytest.mark.clause("R93", "R109")
def test_a_ticket_that_is_passed_on_says_which_evidence_is_missing(estate, ticket):
	doc = frappe.get_doc("Repair Ticket", ticket)
	doc.run_method("onload")
	assert doc.get_onload("proofs") == []
	doc.db_set("responsibility", "Owner Caused")
	doc.run_method("onload")
	missing = [proof["label"] for proof in doc.get_onload("proofs") if not proof["done"]]
	assert len(missing) == 2 and all(ticket in label for label in missing), missing
	caption = frappe.get_all("Evidence Item", {"ticket": ticket}, pluck="caption")[0]
	assert digest(caption) in {
		record.content.get("caption") for record in reads_custody.records([ticket])[ticket].values()
	}
