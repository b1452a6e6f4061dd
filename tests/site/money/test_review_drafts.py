"""A payment review begun by mistake (R18)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.money.payments import api_payments
from tests.site.helpers import factories as make
from tests.site.helpers import orders


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
