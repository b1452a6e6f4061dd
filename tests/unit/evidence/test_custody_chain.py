"""The chain of hashes of a ticket: any entry that is changed, taken out or put in later is found."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.sealing import digest
from fangxiu_app.evidence import pack_checker
from fangxiu_app.evidence.rules_custody_chain import (
	EXPORTED,
	KEPT,
	LOGGED,
	Entry,
	Fact,
	Head,
	content,
	content_digest,
	extend,
	faults,
)

CHAIN = "RT-1"


def sealed(number: int) -> dict[str, str]:
	return content(
		"Evidence Item",
		{"name": f"EV-{number}", "sha256": f"{number:064d}", "caption": f"第{number}张"},
		CHAIN,
	)


def whole(length: int) -> tuple[list[Entry], dict[str, dict[str, str]]]:
	records = {f"Evidence Item EV-{number}": sealed(number) for number in range(1, length + 1)}
	facts = [
		Fact(
			KEPT, "Evidence Item", f"EV-{number}", "2026-03-01 09:00:00", "li", content_digest(sealed(number))
		)
		for number in range(1, length + 1)
	]
	return extend(CHAIN, Head(), facts), records


@pytest.mark.clause("R109")
@given(st.integers(1, 9), st.integers(0, 9))
def test_a_chain_that_grows_in_steps_is_the_same_and_whole(length, cut):
	entries, records = whole(length)
	assert faults(CHAIN, entries, records) == []
	facts = [Fact(**{one.name: getattr(entry, one.name) for one in fields(Fact)}) for entry in entries]
	first = extend(CHAIN, Head(), facts[:cut])
	head = Head(first[-1].number, first[-1].digest) if first else Head()
	assert [*first, *extend(CHAIN, head, facts[cut:])] == entries


@pytest.mark.clause("R109")
@given(st.data())
def test_a_changed_entry_is_named(data):
	entries, records = whole(6)
	place = data.draw(st.integers(0, 5))
	field = data.draw(st.sampled_from(["kind", "at", "user", "note", "previous", "digest"]))
	entries[place] = replace(entries[place], **{field: "another"})
	assert ("entry_changed", place + 1) in faults(CHAIN, entries, records)


@pytest.mark.clause("R109")
@given(st.integers(0, 4))
def test_an_entry_that_was_taken_out_or_put_in_is_named(place):
	entries, records = whole(6)
	without = entries[:place] + entries[place + 1 :]
	found = faults(CHAIN, without, records)
	assert ("entry_missing", place + 1) in found
	assert ("record_unknown", f"Evidence Item EV-{place + 1}") in found
	more = extend(
		CHAIN, Head(place, entries[place].previous), [Fact(LOGGED, "Ticket Event", "E", "2026-03-01", "x")]
	)
	assert faults(CHAIN, [*entries, *more], records) == [
		("entry_twice", place + 1),
		("entry_broken", place + 2),
	]


@pytest.mark.clause("R109")
@given(st.integers(0, 4))
def test_an_entry_rewritten_with_a_digest_of_its_own_breaks_the_next(place):
	entries, records = whole(6)
	values = {one.name: getattr(entries[place], one.name) for one in fields(Entry)} | {"user": "wang"}
	entries[place] = Entry(**(values | {"digest": pack_checker.entry_digest(CHAIN, values)}))
	assert faults(CHAIN, entries, records) == [("entry_broken", place + 2)]


@pytest.mark.clause("R109")
def test_a_record_that_was_changed_removed_or_never_recorded_is_named():
	entries, records = whole(3)
	changed = records | {"Evidence Item EV-2": sealed(2) | {"sha256": "f" * 64}}
	assert faults(CHAIN, entries, changed) == [("record_changed", "Evidence Item EV-2")]
	gone = {name: facts for name, facts in records.items() if name != "Evidence Item EV-3"}
	assert faults(CHAIN, entries, gone) == [("record_removed", "Evidence Item EV-3")]
	assert faults(CHAIN, entries, records | {"Evidence Item EV-4": sealed(4)}) == [
		("record_unknown", "Evidence Item EV-4")
	]


def test_an_entry_belongs_to_its_chain_and_an_export_needs_no_record():
	entries, records = whole(2)
	assert ("entry_changed", 1) in faults("RT-2", entries, records)
	head = Head(2, entries[-1].digest)
	export = extend(
		CHAIN, head, [Fact(EXPORTED, "Compensation", "CP-1", "2026-03-02 10:00:00", "li", note="a" * 64)]
	)
	assert faults(CHAIN, [*entries, *export], records) == []


def test_free_texts_are_sealed_without_being_told():
	facts = content("Evidence Item", {"name": "EV-1", "caption": "业主 13800001111"}, CHAIN)
	assert facts["caption"] == digest("业主 13800001111")
	assert content("Evidence Item", {"name": "EV-1"}, CHAIN)["caption"] == ""
	assert pack_checker.digest(facts) == content_digest(facts) == digest(facts)


@pytest.mark.clause("R109")
def test_what_is_sealed_of_a_record_names_it_and_where_it_was_kept_first():
	event = {"name": "TE-1", "action": "close", "at": "2026-03-01 09:00:00", "details": "", "owner": "li"}
	sealed_event = {"action": "close", "from_status": "", "to_status": "", "at": "2026-03-01 09:00:00", "recorded_at": ""}
	texts = {"back_entry_reason": "", "details": ""}
	assert content("Ticket Event", event, CHAIN) == {"name": "TE-1", "origin": CHAIN, **sealed_event, **texts}
	assert content("Ticket Event", event)["origin"] == ""
	assert content_digest(content("Ticket Event", event | {"name": "TE-2"})) != content_digest(content("Ticket Event", event))


@pytest.mark.clause("R109")
def test_evidence_that_was_deleted_with_an_entry_of_its_own_is_no_fault():
	entries, records = whole(3)
	del records["Evidence Item EV-2"]
	assert faults(CHAIN, entries, records) == [("record_removed", "Evidence Item EV-2")]
	fact = Fact(pack_checker.REMOVED, "Evidence Item", "EV-2", "2030-01-01 09:00:00", "wang", note="2" * 64)
	last = entries[-1]
	told = [*entries, *extend(CHAIN, Head(last.number, last.digest), [fact])]
	assert faults(CHAIN, told, records) == []
	del records["Evidence Item EV-3"]
	assert faults(CHAIN, told, records) == [("record_removed", "Evidence Item EV-3")]
	forged = [*entries, replace(told[-1], document="EV-3")]
	assert ("entry_changed", 4) in faults(CHAIN, forged, records)
