"""The chains of tickets as they stand, what is not on them yet, and who had evidence in hand (R109). Set-based."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Max
from frappe.utils import get_datetime

from fangxiu_app.core.sealing import plain
from fangxiu_app.evidence.rules_custody_chain import (
	EXPORTED,
	KEPT,
	LOGGED,
	SEALED,
	Entry,
	Fact,
	content,
	content_digest,
)

#: DocType → kind of its entry, field with the person, field with the time of recording.
SOURCES = {"Evidence Item": (KEPT, "recorded_by"), "Ticket Event": (LOGGED, "user")}
NAMES = [one.name for one in fields(Entry)]
#: What was written longer before the newest sealed record is sealed too: a transaction does not take as long.
OVERLAP = timedelta(days=1)
#: Views of files that are shown; the newest.
MOST_VIEWS = 500


@dataclass(frozen=True, slots=True)
class Record:
	"""A record of a ticket: its chain, its project, when its row was written, and what is sealed of it."""

	chain: str
	project: str
	doctype: str
	name: str
	created: datetime
	at: str
	user: str
	content: dict[str, str]

	@property
	def key(self) -> str:
		return f"{self.doctype} {self.name}"

	def fact(self) -> Fact:
		"""What is put on the chain of it."""
		kind = SOURCES[self.doctype][0]
		return Fact(kind, self.doctype, self.name, self.at, self.user, content_digest(self.content))


def unsealed(most: int, tickets: Iterable[str] | None = None) -> list[Record]:
	"""Records without an entry, the oldest first: of ``tickets``, or those newer than the newest sealed. Two queries per kind."""
	found: list[Record] = []
	for doctype in SOURCES:
		row, entry = DocType(doctype), DocType("Custody Entry")
		mine = (entry.document == row.name) & (entry.document_type == doctype)
		query = _records(doctype).left_join(entry).on(mine).where(entry.name.isnull())
		since = None if tickets is not None else _since(doctype)
		if since:
			query = query.where(row.creation >= since)
		if tickets is not None:
			query = query.where(_chain(doctype).isin(list(tickets) or ["-"]))
		rows = query.orderby(row.creation).orderby(row.name).limit(most).run(as_dict=True)
		found += [_record(doctype, one) for one in rows]
	return sorted(found, key=lambda one: (one.created, one.doctype, one.name))[:most]


def records(chains: Iterable[str]) -> dict[str, dict[str, Record]]:
	"""Chain → "DocType name" → the record as it is now. Two queries."""
	found: dict[str, dict[str, Record]] = defaultdict(dict)
	for doctype in SOURCES:
		query = _records(doctype).where(_chain(doctype).isin(list(chains) or ["-"]))
		for row in query.run(as_dict=True):
			one = _record(doctype, row)
			found[one.chain][one.key] = one
	return found


def entries(chains: Iterable[str]) -> dict[str, list[Entry]]:
	"""Chain → its entries by number. One query."""
	return grouped(entry_query(chains).run(as_dict=True))


def entry_query(chains: Iterable[str]):
	"""The entries of these chains in order, for :func:`grouped`; who writes reads them with locks."""
	entry = DocType("Custody Entry")
	query = frappe.qb.from_(entry).select(entry.chain, *(entry[name] for name in NAMES))
	return query.where(entry.chain.isin(list(chains) or ["-"])).orderby(entry.chain).orderby(entry.number)


def grouped(rows: Iterable[frappe._dict]) -> dict[str, list[Entry]]:
	"""Chain → its entries, from the rows of :func:`entry_query`."""
	found: dict[str, list[Entry]] = defaultdict(list)
	for row in rows:
		values = {name: plain(row[name]) for name in NAMES} | {"number": row.number}
		found[row.chain].append(Entry(**values))
	return found


def exports(document_type: str, document: str) -> list[frappe._dict]:
	"""Packs made of a document, each once, the newest first. One query."""
	filters = {"kind": EXPORTED, "document_type": document_type, "document": document}
	order = "at desc, name asc"
	rows = frappe.get_all("Custody Entry", filters, ["at", "user", "note"], order_by=order)
	return list({row.note: row for row in rows}.values())


def views(urls: Iterable[str]) -> list[frappe._dict]:
	"""Who opened these files, from the server's own log of private files: file, user, time; the newest first. Two queries."""
	named = {"file_url": ("in", list(urls) or ["-"]), "is_folder": 0}
	known = {row.name: row.file_url for row in frappe.get_all("File", named, ["name", "file_url"])}
	filters = {"export_from": "File", "reference_document": ("in", list(known) or ["-"])}
	wanted = ["reference_document", "user", "creation as at"]
	rows = frappe.get_all("Access Log", filters, wanted, order_by="creation desc", limit=MOST_VIEWS)
	return [frappe._dict(row, file=known[row.reference_document]) for row in rows]


def _since(doctype: str) -> datetime | None:
	entry = DocType("Custody Entry")
	query = frappe.qb.from_(entry).select(Max(entry.recorded_at)).where(entry.document_type == doctype)
	newest = query.run()[0][0]
	return get_datetime(newest) - OVERLAP if newest else None


def _records(doctype: str):
	"""Records of tickets with what is sealed of them."""
	row = DocType(doctype)
	names = {"name", "project", "creation", "recorded_at", SOURCES[doctype][1], *SEALED[doctype]}
	query = frappe.qb.from_(row).select(*(row[name] for name in sorted(names)), _chain(doctype).as_("chain"))
	return query.where(Coalesce(row.ticket, "") != "")


def _chain(doctype: str):
	"""The ticket a record was kept for first: merging moves evidence, not its place in the chain."""
	row = DocType(doctype)
	return row.ticket if doctype == "Ticket Event" else Coalesce(row.came_from, row.ticket)


def _record(doctype: str, row) -> Record:
	return Record(
		row.chain,
		row.project,
		doctype,
		row.name,
		row.creation,
		plain(row.recorded_at or row.creation),
		plain(row[SOURCES[doctype][1]]),
		content(doctype, row, row.chain),
	)
