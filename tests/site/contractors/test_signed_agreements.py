"""Agreements begin as drafts, are signed once for what they cover, and stay once they are signed; so do other signed papers."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from fangxiu_app.contractors import service_suspensions
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import delivery, money
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages

PATH = "/api/resource/Warranty Agreement"
LOT = [{"lot": "7标段", "trade": "防水"}]


@pytest.mark.clause("R28")
@pytest.mark.parametrize("status", ["Signed", "Terminated", "In Talks"])
def test_a_new_agreement_is_a_draft_whatever_was_sent(estate, status):
	values = {"project": estate.a, "contractor": estate.general, "status": status, "signed_on": nowdate(), "scope": [{"lot": status}]}
	code, body = Api(estate.users[roles.COST_DEPARTMENT]).post(PATH, **values)
	assert code == 200, messages(body)
	assert body["data"]["status"] == "Draft" and messages(body).strip(), "and it is said"
	copy = frappe.copy_doc(money.agreement(estate)).insert()
	assert copy.status == "Draft"
	assert frappe.get_doc({**copy.as_dict(), "name": None, "status": "Draft"}).insert().status == "Draft"


@pytest.mark.clause("R28")
def test_nobody_deletes_what_is_signed(estate):
	"""Also not the administrator, and not after it ended; a draft is deleted."""
	draft = money.agreement(estate, status="In Talks")
	signed = [money.agreement(estate), money.agreement(estate)]
	signed[1].db_set("status", "Terminated")
	frappe.db.commit()
	admin = Api(estate.users[roles.ADMINISTRATOR])
	for doc in signed:
		code, body = admin("DELETE", f"{PATH}/{doc.name}")
		assert (code, body["exc_type"]) == (417, "LockedFieldError") and doc.name in messages(body)
		with pytest.raises(LockedFieldError):
			frappe.delete_doc(doc.doctype, doc.name, force=True)
	assert admin("DELETE", f"{PATH}/{draft.name}")[0] == 202
	assert frappe.db.count("Warranty Agreement", {"name": ("in", [doc.name for doc in signed])}) == 2


@pytest.mark.clause("R28")
def test_it_is_signed_on_a_day_that_has_come(estate):
	for day, error, wrong in ((None, RefusedError, "Enter Signed On"), (add_days(nowdate(), 1), DepositError, "lies in the future")):
		with pytest.raises(error, match=wrong):
			money.agreement(estate, signed_on=day)


@pytest.mark.clause("R28", "R107")
def test_a_contractor_signs_once_for_the_same_scope_and_time(estate):
	last = add_days(nowdate(), 30)
	first = money.agreement(estate, scope=LOT, valid_to=last)
	for scope in (LOT, [*LOT, {"trade": "门窗"}]):
		with pytest.raises(RefusedError, match=f"{first.name} is signed with the same contractor for 7标段 防水"):
			money.agreement(estate, scope=scope)
	money.agreement(estate, scope=LOT, valid_from=add_days(last, 1))
	money.agreement(estate, estate.waterproofer, scope=LOT)
	narrow = money.agreement(estate, scope=[{"lot": "8标段", "trade": "防水"}])
	with acting(estate.users[roles.COST_DEPARTMENT]), pytest.raises(RefusedError, match=first.name):
		wanted = {"change_kind": "Change of Terms", "change_reason": "补充协议", "change_file": money.proof()}
		frappe.get_doc(narrow.doctype, narrow.name).ask_change({**wanted, "terms": {"scope": LOT}})


@pytest.mark.clause("R39", "R29", "R112")
def test_other_signed_and_proved_papers_stay_as_well(estate):
	"""Minutes that are signed, and the register of a contractor who was suspended."""
	batch = delivery.make_batch(estate.a)
	open_, signed = delivery.meeting(batch, minutes_file=None), delivery.meeting(batch)
	service_suspensions.suspend(estate.waterproofer, "评价不合格", "")
	for doc in (signed, frappe.get_doc("Contractor Register", estate.waterproofer)):
		with pytest.raises(LockedFieldError, match="stays on record"):
			frappe.delete_doc(doc.doctype, doc.name, force=True)
	frappe.delete_doc(open_.doctype, open_.name)
	assert not frappe.db.exists("Meeting Record", open_.name)


@pytest.mark.clause("R39")
def test_a_signed_briefing_stays(estate):
	doc = frappe.new_doc("Briefing Record")
	doc.update({"name": "BR-SIGNED", "project": estate.a, "state": "Signed"})
	doc.db_insert()
	with pytest.raises(LockedFieldError, match="stays on record"):
		frappe.delete_doc(doc.doctype, doc.name, force=True)
