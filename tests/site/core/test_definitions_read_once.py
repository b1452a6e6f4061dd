"""Definitions of DocTypes are unpickled once for each process; each request has its own, and sees what was changed."""

from __future__ import annotations

import pickle

import frappe
import pytest
from redis import Redis

from fangxiu_app.core.framework import definitions, read_once

TICKET = "Repair Ticket"


def asked(doctype: str = TICKET):
	"""The definition as a new request finds it, which has read nothing itself."""
	frappe.local.cache = {}
	definitions.keep()
	return frappe.get_meta(doctype)


@pytest.fixture
def unpickled(monkeypatch):
	"""What was unpickled by Frappe or by us, as it is called."""
	found = []

	class Watched:
		dumps = staticmethod(pickle.dumps)

		@staticmethod
		def loads(held):
			found.append(pickle.loads(held))
			return found[-1]

	monkeypatch.setattr(definitions, "pickle", Watched)
	monkeypatch.setattr("frappe.utils.redis_wrapper.pickle", Watched)
	return found


def state(meta) -> dict:
	return pickle.loads(pickle.dumps(meta)).as_dict()


def test_the_next_request_unpickles_nothing_and_has_the_same(unpickled):
	asked()
	plain = pickle.loads(Redis.hget(frappe.cache, frappe.cache.make_key("doctype_meta"), TICKET))
	unpickled.clear()
	meta = asked()
	assert not [one for one in unpickled if getattr(one, "name", None) == TICKET]
	assert type(meta) is type(plain) and state(meta) == state(plain)
	assert meta.get_field("status") is next(df for df in meta.fields if df.fieldname == "status")
	assert type(meta.get_field("status")) is type(plain.get_field("status"))
	assert frappe.get_meta(TICKET) is meta


def test_what_a_request_changes_in_it_stays_in_that_request():
	meta = asked()
	label, fields = meta.get_field("status").label, len(meta.fields)
	meta.search_fields = meta.get_field("status").label = "spoilt"
	meta.get_field("status").rows = [1]
	meta.fields.pop()
	meta.permissions.clear()
	after = asked()
	assert after.search_fields != "spoilt" and after.get_field("status").label == label
	assert len(after.fields) == fields and after.permissions and not hasattr(after.get_field("status"), "rows")


def test_a_changed_definition_is_seen_by_the_next_request():
	label = asked().get_field("status").label
	setter = frappe.get_doc(
		doctype="Property Setter", doctype_or_field="DocField", doc_type=TICKET, field_name="status", property="label", value="Other", property_type="Data"
	).insert()
	frappe.clear_cache(doctype=TICKET)
	assert asked().get_field("status").label == "Other"
	setter.delete()
	frappe.clear_cache(doctype=TICKET)
	assert asked().get_field("status").label == label


def test_a_process_keeps_a_bounded_number(monkeypatch):
	monkeypatch.setattr(read_once, "_kept", {})
	monkeypatch.setattr(read_once, "MOST", 2)
	for doctype in (TICKET, "User", "Project", "Supplier"):
		asked(doctype)
		asked(doctype)
	assert len(read_once._kept) == 2
