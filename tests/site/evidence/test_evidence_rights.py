"""For whom a pack is: by role, by project, signed in; what the endpoints take, and what a pack costs."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.evidence import service_custody, service_pack_contents
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api

PACK = "/api/method/fangxiu_app.evidence.api_evidence.pack"
STATE = "/api/method/fangxiu_app.evidence.api_evidence.pack_state"
#: Who may read a ticket and print evidence: docs/rights.csv.
ALLOWED = {
	*(roles.MANAGER, roles.SUPERVISOR, roles.ENGINEER, roles.CLERK, roles.ADMINISTRATOR),
	*(roles.PROJECT_DEPARTMENT, roles.COST_DEPARTMENT, roles.CS_HEAD, roles.GENERAL_MANAGER),
}


@pytest.fixture(scope="module")
def ticket(estate) -> str:
	"""A committed ticket of project A with a photo."""
	name = make.make_ticket(estate.unit_a).name
	make.walk(name, "survey")
	make.add_evidence(name, caption="渗漏点")
	frappe.db.commit()
	return name


def exported(ticket: str) -> int:
	return frappe.db.count("Custody Entry", {"chain": ticket, "kind": "Pack Exported"})


@pytest.mark.clause("R109")
@pytest.mark.parametrize("role", roles.ROLES)
def test_a_pack_is_for_the_roles_of_the_table(estate, ticket, role):
	before = exported(ticket)
	code, body = Api(estate.users[role]).post(PACK, doctype="Repair Ticket", name=ticket)
	frappe.db.rollback()
	assert code == (200 if role in ALLOWED else 403), body
	assert exported(ticket) == before + (role in ALLOWED)


@pytest.mark.clause("R109")
def test_nobody_of_another_project_and_no_guest_gets_one(estate, ticket):
	stranger, before = Api(estate.engineer_b), exported(ticket)
	assert stranger.post(PACK, doctype="Repair Ticket", name=ticket)[0] == 403
	guest = Api(estate.users[roles.MANAGER])
	guest.headers = {name: value for name, value in guest.headers.items() if name != "Authorization"}
	assert guest.post(PACK, doctype="Repair Ticket", name=ticket)[0] == 403
	assert guest.get(STATE, job="x")[0] == 403
	frappe.db.rollback()
	assert exported(ticket) == before


@pytest.mark.clause("R109")
def test_a_pack_is_read_by_its_maker_alone_and_its_job_answers_nobody_else(estate, ticket):
	manager, supervisor = (Api(estate.users[role]) for role in (roles.MANAGER, roles.SUPERVISOR))
	address = manager.post(PACK, doctype="Repair Ticket", name=ticket)[1]["message"]["file"]
	assert address.startswith("/private/files/")
	assert manager.get(address)[0] == 200
	assert supervisor.get(address)[0] == 403
	assert Api(estate.engineer_b).get(address)[0] == 403
	assert supervisor.get(STATE, job="x")[1]["message"] == {"state": "unknown"}


@pytest.mark.clause("R109")
@pytest.mark.parametrize(
	"values",
	[{}, {"doctype": "Repair Ticket"}, {"doctype": ["Repair Ticket"], "name": "x"}, {"doctype": "Unit Archive", "name": "x"}],
)
def test_what_is_no_case_is_refused_in_words(estate, values):
	code, body = Api(estate.users[roles.MANAGER]).post(PACK, **values)
	assert code in (403, 404, 417), body
	assert "Traceback" not in str(body.get("_server_messages", ""))


@pytest.mark.clause("R109")
def test_a_pack_is_not_made_by_a_get(estate, ticket):
	before = exported(ticket)
	assert Api(estate.users[roles.MANAGER]).get(PACK, doctype="Repair Ticket", name=ticket)[0] == 403
	frappe.db.rollback()
	assert exported(ticket) == before


@pytest.mark.clause("R109")
def test_the_statements_of_a_pack_do_not_depend_on_the_number_of_its_photos(estate):
	def cost(name: str) -> int:
		doc = frappe.get_doc("Repair Ticket", name)
		service_custody.seal([name])
		return count_queries(lambda: service_pack_contents.contents(doc, lambda percent: None))

	name = make.make_ticket(estate.unit_a).name
	make.walk(name, "survey")
	make.add_evidence(name)
	cost(name)
	few = cost(name)
	for _number in range(6):
		make.add_evidence(name)
	assert cost(name) == few
