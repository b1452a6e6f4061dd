"""The chain of hashes over a ticket's evidence and log: each entry contains the digest of the one before it (R109).

What an entry's digest is, and what is wrong with a chain, the stand-alone checker of a pack says: there is one definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from fangxiu_app.core.sealing import digest, plain
from fangxiu_app.evidence.pack_checker import chain_faults, entry_digest

KEPT, LOGGED, EXPORTED = "Evidence Kept", "Ticket Event", "Pack Exported"
#: What of a record is sealed. The ticket of evidence may change by merging: where it was kept first is sealed. Who recorded it
#: stands in the entry, because a person's account may be renamed.
SEALED = {
	"Evidence Item": "kind stage moment caption taken_at recorded_at sha256 original_sha256".split(),
	"Ticket Event": "action from_status to_status at recorded_at back_entry_reason details".split(),
}
#: Free texts, sealed by their digest: a pack then proves them without showing names and numbers to who may not see them.
TEXTS = frozenset(("caption", "back_entry_reason", "details"))


@dataclass(frozen=True, slots=True)
class Entry:
	"""One entry of a chain. ``content_sha256`` is that of the record it is about, empty where it is about an act."""

	number: int
	kind: str
	document_type: str
	document: str
	content_sha256: str
	at: str
	user: str
	note: str = ""
	previous: str = ""
	digest: str = ""


@dataclass(frozen=True, slots=True)
class Head:
	"""Where a chain ends: number and digest of its last entry."""

	number: int = 0
	digest: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
	"""What is to be put on a chain: kind, document, what it contains, when and by whom it was recorded."""

	kind: str
	document_type: str
	document: str
	at: str
	user: str
	content_sha256: str = ""
	note: str = ""


def content(doctype: str, record: Mapping[str, object], origin: str = "") -> dict[str, str]:
	"""What is sealed of a record, as plain texts; ``origin`` is the ticket evidence was kept for first."""
	values = {name: plain(record.get(name)) for name in SEALED[doctype]}
	facts = {name: digest(value) if value and name in TEXTS else value for name, value in values.items()}
	return {"name": plain(record.get("name")), "origin": origin, **facts}


def extend(chain: str, head: Head, facts: Iterable[Fact]) -> list[Entry]:
	"""The entries that put ``facts`` on the chain behind ``head``, in this order."""
	entries = []
	for fact in facts:
		values = asdict(fact) | {"number": head.number + 1, "previous": head.digest}
		values["digest"] = entry_digest(chain, values)
		entries.append(Entry(**values))
		head = Head(values["number"], values["digest"])
	return entries


def faults(
	chain: str, entries: Iterable[Entry], records: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, object]]:
	"""What is wrong: (code, number of the entry or the record). ``records``: "DocType name" → its content now."""
	return chain_faults(chain, [asdict(entry) for entry in entries], records)


def content_digest(facts: Mapping[str, str]) -> str:
	"""SHA-256 of what is sealed of a record."""
	return digest(dict(facts))
