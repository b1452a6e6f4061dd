"""A payment review begun by mistake (R18)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.fangxiu_app.report.payments_under_review import payments_under_review
from fangxiu_app.money.payments import api_payments
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders


@pytest.fixture
def review(estate):
	bill = orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		return orders.make_review(bill)


@pytest.mark.clause("R18")
def test_a_draft_of_the_wrong_bill_is_discarded_until_somebody_was_asked_to_sign(estate, review):
	"""The bill waits for its review again; what was sent to be signed stays on record."""
	bill = review.purchase_invoice
	for role in (roles.PROJECT_DEPARTMENT, roles.CLERK, roles.FINANCE):
		with orders.acting(estate.users[role]), pytest.raises(frappe.PermissionError):
			api_payments.discard(review.name)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		api_payments.discard(review.name)
		assert not frappe.db.exists("Repair Payment Review", review.name)
		again = frappe.get_doc("Repair Payment Review", api_payments.review(bill))
		again.items[0].difference_reason = "按实测"
		again.save()
		service_approvals.request(again)
		with pytest.raises(RefusedError, match="stays on record"):
			api_payments.discard(again.name)


def offered(text: str = "", **filters) -> list[str]:
	return [row[0] for row in api_payments.bills_query("Purchase Invoice", text, filters=filters)]


@pytest.mark.clause("R18")
def test_a_bill_with_a_review_is_offered_no_more_and_leads_to_it(estate, review):
	"""Choosing it had left the form for a review in approval without a word, and any other bill was saved at once."""
	fresh = orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer)
	elsewhere = orders.make_bill(make.make_ticket(estate.unit_b).name, estate.waterproofer)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		listed = offered()
		assert fresh in listed and review.purchase_invoice not in listed and elsewhere not in listed
		assert offered(fresh, project=estate.a) == [fresh] and offered("no such bill") == offered(project=estate.b) == []
		assert api_payments.begin(review.purchase_invoice) == {"review": review.name}
		begun = api_payments.begin(fresh)
		assert not frappe.db.exists("Repair Payment Review", {"purchase_invoice": fresh}), "nothing is saved yet"
		assert begun["values"]["supplier"] == estate.waterproofer and begun["items"]
		made = frappe.get_doc({"doctype": "Repair Payment Review", "purchase_invoice": fresh, **begun["values"], "items": begun["items"]}).insert()
		assert made.claimed_total == begun["values"]["claimed_total"] and len(made.items) == len(begun["items"])
		with pytest.raises(frappe.PermissionError):
			api_payments.begin(elsewhere)
		found = {row[0]: row[1] for row in api_payments.bills_query("Purchase Invoice", review.purchase_invoice)}
		assert f"under review {review.name} already" in found[review.purchase_invoice], "who looks for it is told"
		api_payments.discard(review.name)
		assert review.purchase_invoice in offered()
	for role in (roles.PROJECT_DEPARTMENT, roles.CLERK, roles.FINANCE):
		with orders.acting(estate.users[role]):
			for call in (offered, lambda: api_payments.begin(fresh)):
				with pytest.raises(frappe.PermissionError):
					call()


@pytest.mark.clause("R18")
def test_the_report_lists_what_a_review_can_be_begun_for(estate):
	"""Of a ticket without an order, of a contractor on the account of costs; neither of what is no repair work nor of what is paid."""
	with_ticket = orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer)
	other = money.invoice(estate.general, 617, project=estate.a)
	case = orders.make_compensation(make.make_ticket(estate.unit_a).name)
	paid = orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer)
	frappe.db.set_value("Purchase Invoice", paid, "outstanding_amount", 0)
	rows = payments_under_review.execute({"project": estate.a})[1]
	waiting = {row.invoice for row in rows if not row.review}
	listed = {row[0] for row in api_payments.bills_query("Purchase Invoice", "", page_len=100, filters={"project": estate.a})}
	assert listed == waiting >= {with_ticket}
	assert not waiting & {other.name, paid, case.name}


@pytest.mark.clause("R16", "R18")
def test_what_a_review_lacks_is_said_before_its_comment_is_written(estate):
	bill = orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		draft = frappe.get_doc("Repair Payment Review", api_payments.review(bill))
		assert any("nothing is verified" in text for text in draft.lacks())
		draft.items[0].difference_reason = "未完成"
		assert draft.lacks() == []
