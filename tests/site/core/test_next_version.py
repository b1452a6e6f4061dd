"""What version 16 of the framework does otherwise, played on this one: locks, bytes and rights hold (docs/adr/0140)."""

from __future__ import annotations

import frappe
import pytest
from frappe.core.doctype.file.file import File
from frappe.model.base_document import BaseDocument

from fangxiu_app.core.access import desk, files, scope, vouchers
from fangxiu_app.core.access.incoming import BadValueError
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.narrowing import journals
from tests.site.helpers import factories as make


def plain_update(self, values):
	"""As version 16 does it: past ``set``."""
	self.__dict__.update(values)
	return self


@pytest.fixture
def ticket(estate):
	return make.make_ticket(estate.unit_a)


def test_update_opens_no_lock_where_set_is_not_called(ticket, monkeypatch):
	monkeypatch.setattr(BaseDocument, "update", plain_update)
	ticket.update({"locked_fields": (), "check_locked_fields": print, "status": "Closed"})
	assert "locked_fields" not in vars(ticket) and "check_locked_fields" not in vars(ticket)
	with pytest.raises(LockedFieldError, match="cannot be changed directly"):
		ticket.save()


def test_update_takes_rows_only_where_set_is_not_called(ticket, monkeypatch):
	monkeypatch.setattr(BaseDocument, "update", plain_update)
	with pytest.raises(BadValueError):
		ticket.update({"clocks": "x"})


def test_photos_that_are_read_as_text_keep_their_bytes(estate, monkeypatch):
	photo = make.make_photo()
	taken = photo.content
	stored = frappe.get_doc("File", photo.name)
	monkeypatch.setattr(File, "get_content", lambda self: taken.decode("latin-1"))
	assert isinstance(taken, bytes) and files.content(stored) == taken


def test_text_is_given_as_its_bytes(estate):
	values = {"doctype": "File", "file_name": "a.txt", "content": "一户一档", "is_private": 1}
	made = frappe.get_doc(values).insert()
	assert files.content(made) == files.content(frappe.get_doc("File", made.name)) == "一户一档".encode()


def test_permission_hooks_answer(estate, ticket):
	"""Other apps' hooks on vouchers are asked after ours: in version 15 only None lets them."""
	invoice = frappe.new_doc("Purchase Invoice")
	assert scope.has_permission(ticket) is True
	assert scope.has_permission(frappe.new_doc("Repair Ticket")) is True
	assert vouchers.has_permission(invoice) is journals.has_permission(invoice) is vouchers.PASSES is None


def test_the_desk_lies_where_the_framework_says(monkeypatch):
	assert frappe.utils.get_absolute_url("Repair Ticket", "x") == f"{desk.root()}/repair-ticket/x"
	monkeypatch.setattr(desk, "get_absolute_url", lambda doctype, name: f"/desk/{doctype.lower()}/{name}")
	assert desk.root() == "/desk"
