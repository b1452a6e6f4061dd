"""施工单位月度评价 in the browser: scored, confirmed, suspended, and no dispatch to whoever is suspended (R112)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_months, get_first_day, today
from playwright.sync_api import expect

from fangxiu_app.core.access import roles
from fangxiu_app.quality import rules_evaluation as rules
from fangxiu_app.quality import service_evaluations
from tests.e2e.desk import zh
from tests.site.helpers import factories, orders, paid

CONTRACTOR = f"久拖建筑装饰工程有限公司 {factories.RUN}"
VETO = "拒不维修或恶意拖延"
HAPPENED = "三次通知均未到场，业主投诉"


@pytest.fixture
def scene(estate):
	"""A contractor with a draft of last month that the engineer has scored, and a ticket ready for dispatch to it."""
	group = frappe.db.get_value("Supplier Group", {"is_group": 0}, "name")
	row = {"doctype": "Supplier", "supplier_name": CONTRACTOR, "supplier_group": group}
	supplier = frappe.get_doc(row).insert().name
	orders.register(supplier)
	values = {"project": estate.a, "contractor": supplier, "month": get_first_day(add_months(today(), -1))}
	doc = frappe.get_doc({"doctype": "Contractor Evaluation", **values}).insert()
	own = [line for line in doc.rows if (line.kind, line.scored_by) == (rules.SCORE, rules.ENGINEER)]
	with orders.acting(estate.users[roles.ENGINEER]):
		service_evaluations.score(doc, [{"name": line.name, "score": 62} for line in own])
	ticket = paid.make_paid(estate.unit_a2)
	paid.agreed(ticket)
	frappe.db.set_value("Repair Ticket", ticket, "contractor", supplier)
	frappe.db.commit()
	return supplier, doc, ticket


def give_scores(manager, doc) -> None:
	"""The manager's own lines and one veto; the engineer's lines stand there and stay the engineer's."""
	manager.page.get_by_role("button", name=zh("Give Scores")).click()
	for line in doc.rows:
		if (line.kind, line.scored_by) == (rules.SCORE, "Manager"):
			manager.fill(f"s_{line.name}", "55")
	veto = next(line for line in doc.rows if line.criterion == VETO)
	manager.dialog.locator(f'[data-fieldname="v_{veto.name}"] input.input-with-feedback').check()
	manager.fill(f"n_{veto.name}", HAPPENED)
	manager.confirm()


@pytest.mark.clause("R112")
def test_a_confirmed_veto_suspends_and_the_dispatch_is_refused(desk, estate, scene):
	supplier, doc, ticket = scene
	manager = desk(roles.MANAGER)
	manager.open(f"contractor-evaluation/{doc.name}")
	give_scores(manager, doc)
	expect(manager.page.locator(".form-message:visible")).to_contain_text("不再派工")
	manager.page.get_by_role("button", name=zh("Confirm"), exact=True).click()
	expect(manager.dialog).to_contain_text("D")
	manager.dialog.locator(".btn-primary:visible").click()
	expect(manager.page.locator(".indicator-pill:visible").first).to_contain_text("D")
	manager.open(f"contractor-register/{supplier}")
	expect(manager.page.locator('[data-fieldname="suspensions"] .grid-body')).to_contain_text(VETO)
	expect(manager.page.get_by_role("button", name=zh("Lift Suspension"))).to_be_visible()
	frappe.db.rollback()
	assert frappe.db.get_value("Contractor Register", supplier, "state") == "Suspended"
	engineer = desk(roles.ENGINEER)
	engineer.open_ticket(ticket)
	why = engineer.page.locator(".fx-why")
	expect(why).to_contain_text(CONTRACTOR)
	expect(why).to_contain_text("不再派工")
	expect(
		engineer.page.locator(".fx-next:visible").filter(has_text=zh("Dispatch and Start Repair"))
	).to_have_count(0)
