"""The list *evidence complete?* on the desk: each case with what it lacks, within the reader's projects and rights."""

from __future__ import annotations

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.evidence import reads_proofs
from fangxiu_app.money.deductions import reads_deduction_chain
from fangxiu_app.patches.v0_1 import evidence_units
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.counting import count_queries

#: Projects of this module's own: what other tests commit is not listed here.
OWN_ESTATE = True
REPORT = "Evidence Completeness"
DESKS = {
	"Repair Desk": (roles.MANAGER, roles.SUPERVISOR),
	"Cost Desk": (roles.COST_DEPARTMENT, roles.MANAGER, roles.SUPERVISOR),
}


def listed(**filters) -> dict[str, dict]:
	rows = run(REPORT, filters=filters)["result"]
	return {row["document"]: row for row in rows if isinstance(row, dict)}


def passed_on(unit: str) -> str:
	"""A ticket judged as caused by the owner, without a photo."""
	name = make.make_ticket(unit).name
	make.walk(name, "survey")
	frappe.db.set_value("Repair Ticket", name, "responsibility", "Owner Caused")
	return name


def deduction(agreement, unit: str) -> tuple[str, str]:
	"""(a draft deduction by a clause of the agreement, its ticket)."""
	ticket = make.make_ticket(unit, "厨房").name
	theirs = {"contractor": agreement.contractor, "agreement": agreement.name, "responsibility": "Warranty"}
	frappe.db.set_value("Repair Ticket", ticket, theirs)
	line = {"line_kind": "Penalty", "description": "逾期", "claimed": 200, "ticket": ticket}
	return money.deduction(agreement, source="Contract Clause", clause="9.1", items=[line]).name, ticket


@pytest.fixture
def cases(estate) -> tuple[str, str, str, str]:
	"""A ticket passed on, a compensation of it, a deduction and its ticket."""
	ticket = passed_on(estate.unit_a)
	doc = orders.make_compensation(ticket)
	return ticket, doc.name, *deduction(money.agreement(estate), estate.unit_a)


@pytest.mark.clause("R109", "R110", "R111", "R93")
def test_each_case_stands_there_with_what_it_lacks(estate, cases):
	ticket, compensation, charged, theirs = cases
	found = listed(project=estate.a)
	assert f"{ticket}: photo or video of the defect" in found[ticket]["what"]
	assert f"{ticket}: photo or video of the defect" in found[compensation]["what"]
	assert "signed settlement" not in found[compensation]["what"], "it follows the approval"
	frappe.db.set_value("Compensation", compensation, "docstatus", 1)
	assert f"{compensation}: signed settlement" in listed(project=estate.a)[compensation]["what"]
	assert f"{theirs}: photo or video of the defect" in found[charged]["what"]
	assert theirs not in found
	for name in (ticket, theirs):
		make.add_evidence(name)
	after = listed(project=estate.a)
	assert after[ticket]["number"] == found[ticket]["number"] - 1
	assert after[charged]["number"] == found[charged]["number"] - 1


def test_units_are_said_by_their_codes(cases):
	ticket, compensation = cases[:2]
	found = listed()
	code = frappe.db.get_value("Repair Ticket", ticket, "unit_code")
	assert found[ticket]["unit"] == found[compensation]["unit"] == code


def test_evidence_knows_the_unit_of_its_document_also_of_earlier_versions(estate, cases):
	item = make.add_evidence(cases[0])
	code = frappe.db.get_value("Repair Ticket", cases[0], "unit_code")
	of_item = {"ticket": cases[0]}
	assert frappe.db.get_value("Evidence Item", of_item, "unit_code") == code, item
	frappe.db.set_value("Evidence Item", frappe.db.get_value("Evidence Item", of_item), "unit_code", None)
	evidence_units.execute()
	assert frappe.db.get_value("Evidence Item", of_item, "unit_code") == code


@pytest.mark.clause("R111")
def test_the_chain_of_a_deduction_is_part_of_what_it_lacks(cases):
	doc = frappe.get_doc("Contractor Deduction", cases[2])
	open_steps = [step["label"] for step in reads_deduction_chain.rows(doc) if not step["done"]]
	lacking = next(row for row in reads_proofs.cases({}) if row.document == doc.name).lacking
	assert open_steps and all(any(label in one for one in lacking) for label in open_steps)
	shown = [one["label"] for one in reads_proofs.everything(doc) if not one["done"]]
	assert lacking == shown


@pytest.mark.clause("R109")
def test_filters_narrow_the_list(estate, cases):
	assert set(listed(project=estate.a, kind="Compensation")) == {cases[1]}
	assert listed(project=estate.b) == {}
	assert listed(project=estate.a, to_date=add_days(today(), -1)) == {}
	assert set(cases[:3]) <= set(listed(project=estate.a, from_date=today(), to_date=today()))
	frappe.db.set_value("Compensation", cases[1], "status", "Cancelled")
	assert cases[1] not in listed(project=estate.a)


@pytest.mark.clause("R109")
def test_the_statements_do_not_depend_on_the_number_of_cases(estate, cases):
	reads_proofs.cases({})
	few = count_queries(lambda: reads_proofs.cases({"project": estate.a}))
	agreement = frappe.get_doc("Warranty Agreement", frappe.db.get_value("Contractor Deduction", cases[2], "agreement"))
	for _number in range(3):
		ticket = passed_on(estate.unit_a2)
		orders.make_compensation(ticket)
		deduction(agreement, estate.unit_a2)
	assert len(reads_proofs.cases({"project": estate.a})) >= 12
	assert count_queries(lambda: reads_proofs.cases({"project": estate.a})) == few <= 24


@pytest.mark.clause("R109")
def test_the_list_stays_within_projects_and_roles(estate, cases, as_user):
	for role in (roles.MANAGER, roles.SUPERVISOR, roles.COST_DEPARTMENT):
		as_user(estate.users[role])
		assert set(cases[:3]) <= set(listed()), role
	as_user(estate.engineer_b)
	assert estate.a not in {row["project"] for row in reads_proofs.cases({})}
	with pytest.raises(frappe.PermissionError):
		run(REPORT, filters={})


def test_the_list_and_the_log_stand_on_the_desks_that_need_them():
	allowed = set(frappe.get_all("Has Role", {"parent": REPORT, "parenttype": "Report"}, pluck="role"))
	for desk, readers in DESKS.items():
		links = frappe.get_all("Workspace Link", {"parent": desk}, pluck="link_to")
		assert {REPORT, "Custody Entry"} <= set(links), desk
		assert set(readers) <= allowed
		assert set(readers) <= set(frappe.get_all("Has Role", {"parent": desk, "parenttype": "Workspace"}, pluck="role"))


@pytest.mark.clause("R109")
@pytest.mark.parametrize("taken", ["2000-01-01 00:00:00", "2999-01-01 00:00:00"])
def test_nothing_was_photographed_by_a_clock_that_is_wrong(estate, taken):
	with pytest.raises(RefusedError):
		make.add_evidence(make.make_ticket(estate.unit_a).name, taken_at=taken)
