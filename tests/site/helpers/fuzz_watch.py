"""Detects what a call discloses or changes: marks planted in the other project, and a watch over everything it writes.

Nothing is kept: at the place where Frappe commits, what was written is compared with how it stood, and taken back.
"""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from traceback import extract_tb
from unittest.mock import patch

import frappe
from frappe.app import application
from frappe.database.database import Database
from werkzeug.test import Client

from fangxiu_app.core.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES, VOUCHERS

MARK = "ZQ7MARK"
PHONE = "19981726354"
AMOUNT = 81726354
#: What says where a row belongs: other tests of the site read the custody log by its chains.
KEPT = ("project", "chain")
#: Fields of these kinds bear the mark.
TEXTS = ("Data", "Small Text", "Text", "Long Text", "Text Editor")
#: Whoever writes these makes himself more than he is.
PROTECTED = (
	"Client Script",
	"Custom DocPerm",
	"Custom Field",
	"DocField",
	"DocPerm",
	"DocShare",
	"DocType",
	"Has Role",
	"Letter Template",
	"Notification",
	"Print Format",
	"Property Setter",
	"Report",
	"Role",
	"Role Profile",
	"Server Script",
	"User",
	"User Permission",
	"Webhook",
	"Workflow",
	"Workspace",
)
#: Its texts are codes and numbers that the sweep reckons with, on the site all tests share.
MACHINERY = ("Ticket Clock",)
LEDGERS = ("GL Entry", "Payment Ledger Entry", "Stock Ledger Entry", "Journal Entry", "Payment Entry", "Sales Invoice")
#: What signing in and looking around leave behind, and what is one's own.
IN_PASSING = ("default_app", "last_active", "last_login", "last_ip", "modified", "modified_by", "last_known_versions", "last_reset_password_key_generated_on")
WRITES = re.compile(r"\s*(insert|update|delete|replace|truncate|alter|drop|create|rename)\b", re.I)
DDL = re.compile(r"\s*(truncate|alter|drop|create|rename)\b", re.I)
TABLES = re.compile(r"`tab([^`]+)`|`(__Auth)`")


def plant(project: str) -> None:
	"""The mark into every free text, one telephone and one amount into every such field of the project's documents."""
	for doctype in {*PROJECT_DOCTYPES, *CHILD_PARENTS}.difference(MACHINERY):
		values = {}
		for df in frappe.get_meta(doctype).get("fields", {"is_virtual": 0, "unique": 0}):
			if df.fieldtype in TEXTS and df.fieldname not in KEPT:
				values[df.fieldname] = PHONE if "phone" in df.fieldname or df.options == "Phone" else MARK
			elif df.fieldtype == "Currency":
				values[df.fieldname] = AMOUNT
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.update(table)
		for name, value in values.items():
			query = query.set(table[name], value)
		if values:
			query.where(_inside(doctype, project)).run()
	frappe.db.set_value("Project", project, "project_name", f"{MARK} {project}", update_modified=False)
	frappe.db.commit()  # requests read by a connection of their own
	frappe.clear_cache()


def _inside(doctype: str, project: str):
	table, parent = frappe.qb.DocType(doctype), CHILD_PARENTS.get(doctype)
	if not parent:
		return table[VOUCHERS.get(doctype, "project")] == project
	other = frappe.qb.DocType(parent)
	return table.parent.isin(frappe.qb.from_(other).select(other.name).where(other.project == project))


def marks(answer: bytes) -> list[str]:
	"""What of the other project an answer shows; archives (workbooks) are looked into."""
	if answer[:2] == b"PK":
		with zipfile.ZipFile(io.BytesIO(answer)) as archive:
			answer = b"".join(archive.read(name) for name in archive.namelist())
	if answer[:4] == b"%PDF":
		from pypdf import PdfReader

		answer = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer)).pages).encode()
	text = answer.decode(errors="replace")
	return [shown for shown in (MARK, PHONE, str(AMOUNT), f"{AMOUNT:,}") if shown in text]


@dataclass
class Watch:
	"""Requests of a thread of its own, none of which is kept. ``project``: the other one; ``names``, ``vouchers``: its documents."""

	project: str
	names: frozenset[str]
	vouchers: frozenset[str]
	before: dict[str, object] = field(default_factory=dict)
	local: threading.local = field(default_factory=threading.local)

	def __post_init__(self):
		for doctype in (*PROJECT_DOCTYPES, *CHILD_PARENTS, *VOUCHERS, *PROTECTED, *LEDGERS, "Singles", "File", "__Auth"):
			self.before[doctype] = self.picture(doctype)
		frappe.db.rollback()

	def picture(self, doctype: str):
		"""Number and sum of the rows that nobody of another project may change.

		SQL, because a checksum over all columns of any table, and of the table of passwords, is no query of the builder; read only.
		"""
		if doctype == "__Auth":
			return frappe.db.sql("select count(*), bit_xor(crc32(concat_ws('|', doctype, name, fieldname, password))) from `__Auth`")
		columns = [name for name in frappe.db.get_table_columns(doctype) if name not in IN_PASSING] if doctype != "Singles" else ["doctype", "field", "value"]
		if doctype == "DocType":
			columns.remove("migration_hash") if "migration_hash" in columns else None
		table = frappe.qb.DocType(doctype)
		if doctype in (*PROJECT_DOCTYPES, *CHILD_PARENTS, *VOUCHERS):
			where = str(frappe.qb.from_(table).select("*").where(_inside(doctype, self.project))).partition(" WHERE ")[2]
		elif doctype == "File":
			where = "`attached_to_name` in ({})".format(", ".join(map(frappe.db.escape, self.names | self.vouchers)))
		elif doctype == "Singles":
			where = "`field` not in ('modified', 'modified_by', 'onboarding_skipped')"
		elif doctype in ("GL Entry", "Stock Ledger Entry"):  # parts of one's own project are taken and given back by right
			where = f"coalesce(`project`, '') in ('', {frappe.db.escape(self.project)})"
		else:
			where = "1 = 1"
		joined = ", ".join(f"coalesce(`{name}`, '')" for name in columns)
		source = "tabSingles" if doctype == "Singles" else f"tab{doctype}"
		return frappe.db.sql(f"select count(*), bit_xor(crc32(concat_ws('|', {joined}))) from `{source}` where {where}")

	@contextmanager
	def watching(self):
		"""While this is open, nothing a request of this thread writes is kept."""
		thread, sql, commit = threading.get_ident(), Database.sql, Database.commit
		watch = self

		def watched(db, query, *args, **kwargs):
			if threading.get_ident() == thread and not watch.local.looking and WRITES.match(str(query)):
				if DDL.match(str(query)) and "temporary" not in str(query).lower():
					watch.local.changed.append(f"DDL {str(query)[:80]}")
					raise frappe.ValidationError("the fuzz carries out no DDL")
				watch.local.written |= {one or two for one, two in TABLES.findall(str(query))}
			return sql(db, query, *args, **kwargs)

		def kept_back(db):
			if threading.get_ident() != thread:
				return commit(db)
			watch.local.changed += watch.changes()
			if watch.local.written:
				db.rollback()
			watch.local.written = set()

		def queued(_queue, *_args, **kwargs):
			watch.local.jobs.append(str((kwargs.get("kwargs") or {}).get("method")))
			return frappe._dict(id="x", get_id=lambda: "x")

		with (
			patch.object(Database, "sql", watched),
			patch.object(Database, "commit", kept_back),
			patch("rq.Queue.enqueue_call", queued),
		):
			yield

	def changes(self) -> list[str]:
		"""Tables whose part of the other project, or whose whole if it is protected, is another than before."""
		self.local.looking = True
		try:
			return [one for one in sorted(self.local.written & set(self.before)) if self.picture(one) != self.before[one]]
		finally:
			self.local.looking = False

	def call(self, headers: dict, verb: str, path: str, body: dict, hidden: frozenset[str]) -> tuple[int, list[str], str]:
		"""(status, what is wrong, the answer); ``hidden`` are names the answer may not tell unless the call did."""
		self.local.written, self.local.changed, self.local.jobs, self.local.looking = set(), [], [], False
		kind = {"query_string": {name: _flat(value) for name, value in body.items()}} if verb == "GET" else {"json": body}
		try:
			answer = Client(application).open(path, method=verb, headers=headers, **kind)
		except Exception as problem:  # what the application does not catch itself
			said = [] if _unwritable(path, problem) else [f"breaks off: {problem!r}"]
			return 500, said + [f"changes {one}" for one in self.local.changed], ""
		data = answer.get_data()
		found = [f"tells {one}" for one in marks(data)]
		found += [f"changes {one}" for one in self.local.changed]
		text = data.decode(errors="replace")
		sent = path + json.dumps(body, default=str)
		found += [f"names {one}" for one in sorted(hidden) if one in text and one not in sent and _whole(one, text)]
		if answer.status_code >= 500 and "OutgoingEmailError" not in text:  # this site sends no mail
			found.append(f"answers {answer.status_code}")
		return answer.status_code, found, text


def _unwritable(path: str, problem: Exception) -> bool:
	"""Whether a method of ERPNext's put a list it was given into the document it answers with, which Frappe then cannot write.

	Nothing is told or changed, and no hook of an app comes after it: the web server answers 500 (15.56.1, ``as_json``).
	"""
	return "fangxiu_app." not in path and any(frame.name == "as_json" for frame in extract_tb(problem.__traceback__))


def _flat(value) -> str:
	text = value if isinstance(value, str) else json.dumps(value)
	return text.encode(errors="replace").decode()  # no address carries half a character


def _whole(name: str, text: str) -> bool:
	return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text))
