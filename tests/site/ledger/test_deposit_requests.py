"""A request that moves a deposit locks it at its entry, whatever way the document comes."""

from __future__ import annotations

import json

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.ledger import deposit_requests, locks
from tests.site.helpers import money
from tests.site.helpers.orders import acting


@pytest.fixture
def deposit(estate):
	agreement = money.agreement(estate)
	entry = money.entry(agreement, "Cash In", 1000)
	locks.forget()
	return agreement.name, entry


def no_request() -> None:
	"""As it is between requests: Frappe asks whether there is one, not whether it is None."""
	del frappe.local.request
	frappe.local.flags.fx_picture = None
	locks.forget()


def enter(method: str = "POST", path: str = "/api/method/x", **form) -> set[str]:
	"""The deposits that are locked once a request has passed its entry."""
	before = frappe.local.form_dict
	frappe.utils.set_request(method=method, path=path)
	frappe.local.form_dict = frappe._dict(form)
	frappe.local.flags.fx_picture = True  # the test's own documents stay
	try:
		deposit_requests.lock_first()
		return set(locks.locked())
	finally:
		frappe.local.form_dict = before
		no_request()


def test_named_brought_and_addressed_documents_lock_their_deposit(deposit):
	agreement, entry = deposit
	journal = frappe.get_doc("Journal Entry", entry.journal_entry)
	assert enter(doctype="Journal Entry", name=journal.name) == {agreement}
	assert enter(dt="Warranty Deposit Entry", dn=entry.name) == {agreement}
	assert enter(doc=json.dumps({"doctype": "Journal Entry", "name": journal.name})) == {agreement}
	assert enter("PUT", f"/api/resource/Warranty%20Deposit%20Entry/{entry.name}") == {agreement}
	assert enter("POST", f"/api/v2/document/Journal Entry/{journal.name}/method/submit") == {agreement}


def test_a_new_document_locks_the_deposits_it_names(deposit):
	agreement, _entry = deposit
	rows = [{"account": "x", "warranty_agreement": agreement}, {"warranty_agreement": "没有"}, {"warranty_agreement": 5}]
	assert enter(doc=json.dumps({"doctype": "Journal Entry", "name": "new-1", "accounts": rows})) == {agreement}
	assert enter(doc=json.dumps([{"doctype": "Purchase Invoice", "warranty_agreement": agreement}])) == {agreement}


def test_who_reads_or_may_not_write_locks_nothing(deposit, estate):
	agreement, entry = deposit
	named = {"doctype": "Warranty Deposit Entry", "name": entry.name}
	assert enter("GET", **named) == set() and enter(**named) == {agreement}
	with acting(estate.users[roles.ENGINEER]):
		assert enter(**named) == set()
	with acting("Guest"):
		assert enter(**named) == set()


@pytest.mark.parametrize("doc", ["{", '"Journal Entry"', '["Journal Entry"]', '{"doctype": "Journal Entry", "name": []}'])
def test_nothing_readable_locks_nothing(estate, doc):
	assert enter(doc=doc, doctype="Journal Entry", name="没有") == set()
	assert enter(doctype=["Journal Entry"], name={"a": 1}) == set()


def test_a_request_looks_only_when_it_has_the_lock(deposit, monkeypatch):
	"""Its picture is dropped once, and never what it has written."""
	dropped = []
	frappe.utils.set_request(method="POST", path="/api/method/x")
	monkeypatch.setattr(frappe.db, "rollback", lambda **_kwargs: dropped.append(1))
	try:
		frappe.db.transaction_writes = 1
		locks.enter([deposit[0]])
		assert dropped == [] and not frappe.local.flags.fx_picture
		locks.forget()
		frappe.db.transaction_writes = 0
		locks.enter([deposit[0]])
		locks.forget()
		locks.enter([deposit[0]])
		assert dropped == [1] and locks.locked()[deposit[0]][1]
	finally:
		no_request()
