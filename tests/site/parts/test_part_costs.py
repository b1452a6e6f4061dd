"""What parts cost, and what is free in the store: to whom it is told."""

from __future__ import annotations

import frappe

from fangxiu_app.archive import reads_unit_sections
from fangxiu_app.core.access import roles
from tests.site.helpers import factories as make
from tests.site.helpers import orders, stock
from tests.site.helpers.rest import Api

OWN_ESTATE = True


def test_what_parts_cost_is_told_to_whom_it_is(estate):
	"""Customer service sees which parts were used; the property company neither; what is free is for who takes parts."""
	_doc, item = stock.stocked(estate.a, estate.general)
	ticket = make.make_ticket(estate.unit_a)
	part = stock.reserve(ticket.name, item)
	frappe.get_doc("Ticket Part", part.name).issue()
	frappe.db.commit()  # requests read it
	path = "/api/method/fangxiu_app.parts.api_ticket_parts.of_ticket"
	assert Api(estate.users[roles.PROPERTY_DESK]).get(path, ticket=ticket.name)[0] == 403
	for role, priced, takes in (
		(roles.ENGINEER, True, True),
		(roles.COST_DEPARTMENT, True, False),
		(roles.CUSTOMER_SERVICE, False, False),
	):
		code, body = Api(estate.users[role]).get(path, ticket=ticket.name)
		assert code == 200, role
		found = body["message"]
		assert [one["name"] for one in found["parts"]] == [part.name]
		assert (found["cost"] is not None, found["parts"][0]["cost"] is not None) == (priced, priced), role
		assert (bool(found["stock"]), bool(found["store"])) == (takes, takes), role
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		[row] = [one for one in reads_unit_sections.READERS["parts"](frappe.get_doc("Unit Archive", ticket.unit)) if one.name == part.name]
		assert row.cost is None
	with orders.acting(estate.users[roles.ENGINEER]):
		[row] = [one for one in reads_unit_sections.READERS["parts"](frappe.get_doc("Unit Archive", ticket.unit)) if one.name == part.name]
		assert row.cost > 0
