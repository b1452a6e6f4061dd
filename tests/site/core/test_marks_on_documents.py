"""Nobody leaves a mark or a file on a document, or a voucher, that he may not read."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/frappe.desk."


@pytest.fixture(scope="module")
def papers(estate) -> dict[str, str]:
	bill = money.invoice(estate.general, 1000).name
	frappe.db.set_value("Purchase Invoice", bill, "project", estate.a)
	journal = money.journal([{"account": money.account(name), side: 5, "project": estate.a} for name, side in (("Miscellaneous Expenses", "debit_in_account_currency"), ("Cash", "credit_in_account_currency"))])
	found = {"Purchase Invoice": bill, "Repair Ticket": make.make_ticket(estate.unit_a).name, "Journal Entry": journal.name}
	found["GL Entry"] = frappe.db.get_value("GL Entry", {"voucher_no": journal.name})
	frappe.db.commit()
	return found


def _marks(kind: str, name: str, user: str) -> dict[str, dict]:
	followed = {"doctype": kind, "doc_name": name}
	return {
		"like.toggle_like": {"doctype": kind, "name": name, "add": "Yes"},
		"form.document_follow.update_follow": {**followed, "following": 1},
		"form.document_follow.follow_document": {**followed, "user": user},
		"doctype.tag.tag.add_tag": {"tag": "x", "dt": kind, "dn": name},
	}


@pytest.mark.parametrize("kind", ["Purchase Invoice", "Repair Ticket", "Journal Entry", "GL Entry"])
def test_no_mark_on_what_one_does_not_read(estate, papers, kind):
	api = Api(estate.engineer_b)
	for path, values in _marks(kind, papers[kind], estate.engineer_b).items():
		code, body = api.post(METHOD + path, **values)
		assert code == 403, (path, messages(body))
	frappe.db.rollback()
	table = frappe.qb.DocType(kind)
	assert not frappe.qb.from_(table).select(table._liked_by).where(table.name == papers[kind]).run()[0][0]


def test_who_reads_it_likes_it(estate, papers):
	api = Api(estate.users[roles.ENGINEER])
	assert api.post(f"{METHOD}like.toggle_like", doctype="Repair Ticket", name=papers["Repair Ticket"], add="Yes")[0] == 200
	finance = Api(estate.users[roles.FINANCE])
	code, body = finance.post(f"{METHOD}like.toggle_like", doctype="Journal Entry", name=papers["Journal Entry"], add="Yes")
	assert code == 200, messages(body)


@pytest.mark.parametrize("kind", ["Purchase Invoice", "Repair Ticket", "Journal Entry"])
def test_no_file_for_what_one_does_not_read(estate, papers, kind):
	"""Neither a new one, nor one's own that is moved there."""
	api, to = Api(estate.engineer_b), {"attached_to_doctype": kind, "attached_to_name": papers[kind]}
	assert api.post("/api/resource/File", file_name="x.txt", content="x", **to)[0] == 403
	code, body = api.post("/api/resource/File", file_name="x.txt", content="x", is_private=1)
	assert code == 200, messages(body)
	assert api.put(f"/api/resource/File/{body['data']['name']}", **to)[0] == 403
	frappe.db.rollback()
	assert not frappe.db.exists("File", {"attached_to_doctype": kind, "attached_to_name": papers[kind], "owner": estate.engineer_b})
