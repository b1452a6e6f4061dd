"""Who sees telephones and identity numbers in full; used for every way data leaves the server (adr/0127).

Answers are covered when they are sent (:func:`after_request`), prints when they are rendered (:func:`render_print`), so a new
field, list or report needs no code of its own. A covered number that comes back in a form is replaced by the stored one
(:func:`put_back`), and users who read numbers covered may not filter by them either (core/access/asking.py).
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import pdf

from fangxiu_app.core import personal_numbers
from fangxiu_app.core.access import desk, reads_business_numbers, roles
from fangxiu_app.core.framework import paper

#: Who rings owners, tenants and callers in their daily work, or is rung by them and writes their number down.
RINGS = frozenset((*roles.STAFF, roles.PROPERTY_DESK, roles.CUSTOMER_SERVICE, roles.CALL_CENTRE, roles.CS_HEAD))
#: Who may have to ring somebody once in a while: each look is asked for, and logged.
MAY_ASK = frozenset((roles.PROJECT_DEPARTMENT, roles.GENERAL_MANAGER, roles.ADMINISTRATOR, roles.FINANCE))
#: Who compares the identity card with the power of attorney (R31), or with the settlement agreement of an owner (R110).
KEEPS_IDENTITIES = frozenset((roles.MANAGER, roles.SUPERVISOR, roles.PROJECT_DEPARTMENT, roles.CUSTOMER_SERVICE, roles.CS_HEAD))
#: People of this app; users with other roles only cannot read its documents at all.
READERS = frozenset((*roles.ROLES, roles.FINANCE, roles.FINANCE_CLERK))

#: Key of the cache.
NUMBERS = "fx_business_numbers"
SECONDS = 600

#: The number of an identity document, of whatever kind.
_IDENTITY = "id_no"
#: Texts that hold a number without being named after it.
_NAMED = (_IDENTITY, "search_text", "word", "recipient")
_TEXT = ("text/html", "text/plain", "text/csv")
_CELL = re.compile(rb"(<t(?: [^>]*)?>)([^<]*)(</t>)")


def sees_telephones() -> bool:
	"""Whether the session's user sees the telephones of owners, tenants, callers, payees and workers in full."""
	return _sees(RINGS)


def sees_identities() -> bool:
	"""Whether the session's user sees identity numbers in full."""
	return _sees(KEEPS_IDENTITIES)


def may_ask() -> bool:
	"""Whether the session's user may have a document's numbers shown in full; each time is logged."""
	return sees_telephones() or bool(MAY_ASK & set(frappe.get_roles()))


def for_reader(text: str) -> str:
	"""``text`` with numbers covered as the session's user has to read it."""
	telephones, identities = not sees_telephones(), not sees_identities()
	if not telephones and not identities:
		return text
	return personal_numbers.covered(text, telephones, identities, business_numbers() if telephones else ())


def value_for_reader(field: str, value):
	"""The value of ``field`` as the session's user has to read it; short local numbers are recognised by the field's name."""
	return _covered(value, _reading(), field)


def holds_number(doc) -> bool:
	"""Whether there is something in the texts of a document that some role reads covered."""
	texts = {name: value for name, value in doc.as_dict().items() if isinstance(value, str)}
	if _covered(texts, (True, True, frozenset())) == texts:  # most comments: what numbers are open to all is not asked
		return False
	return _covered(texts, (True, True, business_numbers())) != texts


def is_number_field(name: str) -> bool:
	"""Whether a field of this name holds the number of a person, in any document."""
	return is_telephone_field(name) or name in _NAMED


def is_telephone_field(name: str) -> bool:
	"""Whether a field of this name holds a telephone."""
	return name.endswith(reads_business_numbers.TELEPHONES)


def telephones_of(doc) -> list[dict]:
	"""Telephones in a document and its rows, whole: ``label``, ``who`` the row is about, ``number``."""
	return [
		{
			"label": _(df.label, context=df.parent),
			"who": _whose(part, df.fieldname),
			"number": part.get(df.fieldname),
		}
		for part in (doc, *doc.get_all_children())
		for df in part.meta.fields
		if is_telephone_field(df.fieldname) and part.get(df.fieldname)
	]


def business_numbers() -> frozenset[str]:
	"""Digits of every number of a company or colleague. One query per table, then kept for ten minutes or until one is saved."""
	kept = frappe.cache.get_value(NUMBERS)
	if kept is None:
		kept = sorted(reads_business_numbers.found(lambda user: _sees_all(user, RINGS)))
		frappe.cache.set_value(NUMBERS, kept, expires_in_sec=SECONDS)
		# with an expiry Frappe does not replace the "nothing" that it has noted for the rest of the request
		frappe.local.cache[frappe.cache.make_key(NUMBERS)] = kept
	return frozenset(kept)


def forget_numbers(doc=None, method: str | None = None) -> None:
	"""Hook after a document with such numbers is saved: its numbers are read anew once it is stored for all."""
	frappe.db.after_commit.add(lambda: frappe.cache.delete_value(NUMBERS))
	frappe.cache.delete_value(NUMBERS)


def put_back(doc, method: str | None = None) -> None:
	"""Hook before any document is checked: replaces covered numbers, also in its rows, by the stored ones.

	For a new document they are looked up among the owners and tenants of its unit and the caller of its ticket.
	"""
	if sees_telephones() and sees_identities():
		return
	for part in (doc, *doc.get_all_children()):
		found = {
			name: value for name, value in part.__dict__.items() if isinstance(value, str) and personal_numbers.is_covered(value)
		}
		if found:
			known = [*_stored(part, list(found)), *_nearby(doc)]
			part.update({name: personal_numbers.restored(value, known) for name, value in found.items()})


def known_near(unit: str, text: str) -> str:
	"""``text`` with covered numbers put back from the people of a unit: for dialogs that send more than a document."""
	return personal_numbers.restored(text, _of_unit(unit)) if personal_numbers.is_covered(text) else text


def render_print(template, args, **kwargs) -> str:
	"""Frappe's rendering of a print, as its reader may read it, divided for paper (hook ``pdf_body_html``)."""
	with _fields_covered(args.get("doc")):
		return paper.in_one_piece(for_reader(pdf.pdf_body_html(template=template, args=args, **kwargs)))


@contextmanager
def _fields_covered(doc):
	"""Local numbers and passports of a document covered while it is printed: in the page nothing says which field they stand in."""
	telephones, identities = not sees_telephones(), not sees_identities()
	numbers = [
		(part, df.fieldname, part.get(df.fieldname))
		for part in ((doc, *doc.get_all_children()) if isinstance(doc, Document) else ())
		for df in part.meta.fields
		if (telephones and is_telephone_field(df.fieldname)) or (identities and df.fieldname == _IDENTITY)
		if part.get(df.fieldname)
	]
	for part, field, number in numbers:
		part.__dict__[field] = value_for_reader(field, number)
	try:
		yield
	finally:
		for part, field, number in numbers:
			part.__dict__[field] = number


def after_request(response, request) -> None:
	"""Hook at the end of every request: covers all numbers the user may not read in full; if that fails, nothing is sent."""
	if response is None or response.direct_passthrough or frappe.flags.fx_numbers_shown or not frappe.db:
		return
	if _is_file(request.path) or (sees_telephones() and sees_identities()):
		return
	try:
		_cover(response, request.path)
	except Exception:
		response.data, response.status_code = b"{}", 500
		raise


def covered_book(content: bytes) -> bytes:
	"""A workbook the server made, with the numbers in its cells as the reader may read them."""
	if not content.startswith(b"PK"):
		return content
	out = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
		for entry in book.infolist():
			part = book.read(entry)
			if entry.filename.endswith(".xml") and personal_numbers.suspect(part):
				part = _CELL.sub(lambda found: found[1] + for_reader(found[2].decode()).encode() + found[3], part)
			made.writestr(entry, part)
	return out.getvalue()


def _cover(response, path: str) -> None:
	kind, name = response.mimetype, (response.headers.get("Content-Disposition") or "").casefold()
	if ".xlsx" in name:
		response.data = covered_book(response.data)
	elif not personal_numbers.suspect(response.data):
		return
	elif kind == "application/json":
		response.data = json.dumps(_covered(json.loads(response.data), _reading()), separators=(",", ":"))
	elif kind in _TEXT or ".csv" in name:
		if not path.startswith(desk.root()):  # the desk's page has the reader's own data only
			response.data = for_reader(response.data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _reading() -> tuple[bool, bool, frozenset[str]]:
	telephones = not sees_telephones()
	return telephones, not sees_identities(), business_numbers() if telephones else frozenset()


def _covered(value, reading: tuple[bool, bool, frozenset[str]], key: str = ""):
	if isinstance(value, dict):
		return {name: _covered(one, reading, name) for name, one in _unpacked(value, reading).items()}
	if isinstance(value, list):
		return [_covered(one, reading, key) for one in value]
	if not isinstance(value, str):
		return value
	if value[:1] in ("{", "[") and "\\u" in value:  # JSON within JSON writes 三 as letters and digits
		try:
			return json.dumps(_covered(json.loads(value), reading, key), separators=(",", ":"))
		except ValueError:
			pass
	telephones, identities, business = reading
	text = personal_numbers.covered(value, telephones, identities, business)
	if identities and key == _IDENTITY:
		return personal_numbers.covered_identity(value)
	if telephones and is_number_field(key) and personal_numbers.digits(text) not in business:
		return personal_numbers.covered_number(text)
	return text


def _unpacked(value: dict, reading: tuple[bool, bool, frozenset[str]]) -> dict:
	"""``value``; where it is a list as Frappe packs it, its rows are covered by the fields that ``keys`` names once."""
	if not (isinstance(value.get("keys"), list) and isinstance(value.get("values"), list)):
		return value
	return {**value, "values": [_packed(value["keys"], row, reading) for row in value["values"]]}


def _packed(keys: list, row, reading: tuple[bool, bool, frozenset[str]]):
	"""A row of such a list, covered."""
	if not isinstance(row, list) or len(row) != len(keys):
		return row
	return [_covered(one, reading, str(key)) for key, one in zip(keys, row, strict=True)]


def _is_file(path: str) -> bool:
	return path.startswith(("/private/files/", "/files/", "/backups", "/assets/")) or path.rstrip("/").endswith("download_file")


def _sees(full: frozenset[str]) -> bool:
	return _sees_all(getattr(frappe.local, "fx_reader", None) or frappe.session.user, full)


def _sees_all(user: str, full: frozenset[str]) -> bool:
	if user in ("Administrator", "Guest"):
		return True
	held = set(frappe.get_roles(user))
	return "System Manager" in held or not held & READERS or bool(held & full)


def _whose(part, field: str) -> str:
	"""The name that belongs to a telephone: the value of caller_name for caller_phone; in a row the only name it has."""
	names = [df.fieldname for df in part.meta.fields if df.fieldname.endswith("_name")]
	beside = f"{field.rpartition('_')[0]}_name"
	return part.get(beside) or next((part.get(name) for name in names if part.get(name)), None) or ""


def _stored(part, fields: list[str]) -> list[str]:
	if part.is_new() or not part.name:
		return []
	fields = [name for name in fields if part.meta.has_field(name)]
	row = frappe.db.get_value(part.doctype, part.name, fields) if fields else None
	return [str(value) for value in (row if isinstance(row, tuple) else (row,)) if value]


def _nearby(doc) -> list[str]:
	caller = doc.get("ticket") and frappe.db.get_value("Repair Ticket", doc.ticket, "caller_phone")
	unit = doc.get("unit") or (doc.get("ticket") and frappe.db.get_value("Repair Ticket", doc.ticket, "unit"))
	return [*([caller] if caller else []), *(_of_unit(unit) if unit else [])]


def _of_unit(unit: str) -> list[str]:
	found = []
	for doctype in ("Unit Owner", "Unit Tenant"):
		found += frappe.get_all(doctype, {"parent": unit, "parenttype": "Unit Archive"}, pluck="phone")
	return [number for number in found if number]
