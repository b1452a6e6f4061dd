"""Writes the custody log: what was recorded is put on its ticket's chain, and each pack that leaves the house (R109)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import astuple
from datetime import datetime

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.row_locks import claim
from fangxiu_app.core.sealing import plain
from fangxiu_app.evidence import reads_custody
from fangxiu_app.evidence.pack_checker import REMOVED
from fangxiu_app.evidence.reads_custody import Record
from fangxiu_app.evidence.rules_custody_chain import EXPORTED, Entry, Fact, Head, extend

#: Records put on chains in one round.
BATCH = 1000
COLUMNS = [
	"name",
	"creation",
	"modified",
	"owner",
	"project",
	"ticket",
	"chain",
	"recorded_at",
	*reads_custody.NAMES,
]


def seal(tickets: Iterable[str] | None = None) -> int:
	"""Put records that are on no chain yet on their ticket's; returns how many.

	Without ``tickets`` a round over everything new, which leaves out tickets that somebody holds; they follow in the next.
	With ``tickets`` it waits for them, and takes up whatever they have.
	"""
	waiting: dict[str, list[Record]] = defaultdict(list)
	for record in reads_custody.unsealed(BATCH, tickets):
		waiting[record.chain].append(record)
	free = {row.name for row in claim("Repair Ticket", waiting, wait=tickets is not None)}
	standing = _standing(free)
	rows = []
	for chain in sorted(free):
		known = {(one.document_type, one.document) for one in standing.get(chain, ())}
		new = [one for one in waiting[chain] if (one.doctype, one.name) not in known]
		made = extend(chain, _head(standing.get(chain)), [one.fact() for one in new])
		rows += [
			_row(chain, chain, one.project, entry, one.created) for one, entry in zip(new, made, strict=True)
		]
	_insert(rows)
	return len(rows)


def log_export(doc, tickets: Iterable[str], manifest_sha256: str) -> None:
	"""An evidence pack of ``doc`` left the house: on the chain of each of its tickets, or on one of its own."""
	now = now_datetime().replace(microsecond=0)
	of = sorted(tickets)
	chains = of or [doc.name]
	claim("Repair Ticket", of, wait=True)
	standing = _standing(chains)
	fact = Fact(EXPORTED, doc.doctype, doc.name, plain(now), frappe.session.user, note=manifest_sha256)
	rows = []
	for chain in chains:
		(entry,) = extend(chain, _head(standing.get(chain)), [fact])
		rows.append(_row(chain, chain if of else None, doc.project, entry, now))
	_insert(rows)


def log_removal(item, chain: str) -> None:
	"""An Evidence Item was deleted: the note is the SHA-256 of its original."""
	now = now_datetime().replace(microsecond=0)
	claim("Repair Ticket", [chain], wait=True)
	standing = _standing([chain])
	fact = Fact(REMOVED, item.doctype, item.name, plain(now), frappe.session.user, note=item.sha256 or "")
	(entry,) = extend(chain, _head(standing.get(chain)), [fact])
	_insert([_row(chain, chain, item.project, entry, now)])


def _standing(chains: Collection[str]) -> dict[str, list[Entry]]:
	"""The chains as of the newest commit, whatever this transaction has read before; their tickets are locked."""
	if not chains:
		return {}
	return reads_custody.grouped(reads_custody.entry_query(chains).for_update().run(as_dict=True))


def _head(entries: list[Entry] | None) -> Head:
	return Head(entries[-1].number, entries[-1].digest) if entries else Head()


def _row(chain: str, ticket: str | None, project: str, entry: Entry, recorded: datetime) -> tuple:
	now = now_datetime()
	name = f"{chain}-{entry.number:05d}"
	return (name, now, now, frappe.session.user, project, ticket, chain, recorded, *astuple(entry))


def _insert(rows: list[tuple]) -> None:
	if rows:
		frappe.db.bulk_insert("Custody Entry", COLUMNS, rows)
