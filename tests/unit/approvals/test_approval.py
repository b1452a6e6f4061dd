"""Approval in steps: distinct people, the right order, over one and the same content, whatever is tried."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.approvals import rules_approval
from fangxiu_app.approvals.rules_approval import APPROVED, CANCELLED, REQUESTED, SENT_BACK, Entry, Rule
from fangxiu_app.core.refusal import Violation

ROLES = ("Manager", "Cost", "Finance")
PEOPLE = ("author", "an", "bo", "chen", "deng")
RULE = Rule("r", ROLES)


def codes(violations) -> list[str]:
	return [found.code for found in violations]


class Book:
	"""A document with its log, moved the way the service moves it: an entry is appended only when nothing refuses it."""

	def __init__(self):
		self.log: list[Entry] = []
		self.content = "1"
		self.submitted = False
		self.signed: list[tuple[str, str, str]] = []

	@property
	def state(self):
		return rules_approval.progress(self.log)

	def request(self, user: str) -> None:
		if not rules_approval.check_request(self.state, int(self.submitted), RULE, Decimal(1)):
			self.log.append(Entry(REQUESTED, user, self.content, ROLES))
			self.signed = []

	def approve(self, user: str, roles: tuple[str, ...]) -> None:
		state = self.state
		if not rules_approval.check_approve(state, user, roles, {"author": "approval_author"}, self.content):
			self.signed.append((state.role, user, self.content))
			self.log.append(Entry(APPROVED, user, self.content))
			if not rules_approval.check_submit(self.state, self.content):
				self.submitted = True

	def send_back(self, user: str, roles: tuple[str, ...], reason: str) -> None:
		if not self.submitted and not rules_approval.check_send_back(self.state, user, roles, reason):
			self.log.append(Entry(SENT_BACK, user))
			self.signed = []


people = st.sampled_from(PEOPLE)
held = st.lists(st.sampled_from(ROLES), max_size=3).map(tuple)
moves = st.one_of(
	st.tuples(st.just("request"), people),
	st.tuples(st.just("approve"), people, held),
	st.tuples(st.just("send_back"), people, held, st.sampled_from(["", " ", "why"])),
	st.tuples(st.just("tamper"), st.sampled_from(["1", "2"])),
)


@given(st.lists(moves, max_size=40))
def test_whatever_is_tried_only_distinct_people_in_order_over_one_content_bring_it_through(tried):
	book = Book()
	for move, *arguments in tried:
		if move == "tamper":
			book.content = arguments[0]
		else:
			getattr(book, move)(*arguments)
		if book.submitted:
			break
	state = book.state
	assert list(state.signed) == [user for _role, user, _content in book.signed]
	assert [role for role, _user, _content in book.signed] == list(ROLES[: len(book.signed)])
	everybody = [state.requested_by, *state.signed]
	assert len(set(everybody)) == len(everybody)
	assert "author" not in state.signed
	assert len({content for _role, _user, content in book.signed}) <= 1
	assert book.submitted == (state.complete and len(book.signed) == len(ROLES))


def test_the_straight_way():
	book = Book()
	book.request("author")
	for user, role in (("an", "Manager"), ("bo", "Cost"), ("chen", "Finance")):
		assert book.state.role == role
		book.approve(user, (role,))
	assert book.submitted


@pytest.mark.parametrize(
	("user", "roles", "content", "says"),
	[
		("bo", ("Cost",), "1", ["approval_role"]),
		("author", ("Manager",), "1", ["approval_author"]),
		("an", ("Manager",), "2", ["approval_changed"]),
		("eng", ("Manager",), "1", ["approval_engineer"]),
	],
)
def test_refusals_of_the_first_signature(user, roles, content, says):
	state = rules_approval.progress([Entry(REQUESTED, "author", "1", ROLES)])
	assert codes(rules_approval.check_approve(state, user, roles, {"eng": "approval_engineer"}, content)) == says


def test_nobody_signs_twice():
	state = rules_approval.progress([Entry(REQUESTED, "author", "1", ROLES), Entry(APPROVED, "an", "1")])
	assert codes(rules_approval.check_approve(state, "an", ROLES, {}, "1")) == ["approval_twice"]


def test_a_round_that_was_sent_back_leaves_no_signature():
	log = [Entry(REQUESTED, "author", "1", ROLES), Entry(APPROVED, "an", "1"), Entry(SENT_BACK, "bo")]
	assert rules_approval.progress(log) == rules_approval.Progress()
	again = rules_approval.progress([*log, Entry(REQUESTED, "author", "2", ROLES)])
	assert (again.signed, again.role) == ((), "Manager")
	assert not rules_approval.check_approve(again, "an", ("Manager",), {}, "2")


def test_a_cancelled_document_has_no_round():
	assert not rules_approval.progress([Entry(REQUESTED, "a", "1", ROLES), Entry(CANCELLED, "b")]).running


def test_the_asker_may_withdraw_and_nobody_sends_back_without_a_reason():
	state = rules_approval.progress([Entry(REQUESTED, "author", "1", ROLES)])
	assert not rules_approval.check_send_back(state, "author", (), "mistake")
	assert codes(rules_approval.check_send_back(state, "bo", ("Cost",), "")) == ["approval_role", "approval_reason"]


def test_nothing_takes_effect_before_its_last_step_or_over_other_content():
	state = rules_approval.progress([Entry(REQUESTED, "author", "1", ("Manager",))])
	assert codes(rules_approval.check_submit(state, "1")) == ["approval_steps_open"]
	done = rules_approval.progress([Entry(REQUESTED, "author", "1", ("Manager",)), Entry(APPROVED, "an", "1")])
	assert rules_approval.check_submit(done, "1") == []
	assert codes(rules_approval.check_submit(done, "2")) == ["approval_changed"]


def test_requests():
	none, running = rules_approval.Progress(), rules_approval.progress([Entry(REQUESTED, "a", "1", ROLES)])
	amount = Decimal(5)
	assert codes(rules_approval.check_request(none, 1, RULE, amount)) == ["approval_final"]
	assert codes(rules_approval.check_request(running, 0, RULE, amount)) == ["approval_running"]
	assert codes(rules_approval.check_request(none, 0, None, amount)) == ["approval_no_rule"]
	assert codes(rules_approval.check_request(none, 0, Rule("empty", ()), amount)) == ["approval_no_rule"]


money = st.decimals(min_value=0, max_value=100_000, places=2)


@given(st.lists(money, min_size=1, max_size=5, unique=True), money)
def test_bands_that_touch_cover_every_amount_once(ends, amount):
	edges = [Decimal(0), *sorted(end for end in ends if end), Decimal(0)]
	rules = [Rule(str(number), ROLES, low, high) for number, (low, high) in enumerate(pairwise(edges))]
	covering = [rule for rule in rules if rule.covers(amount)]
	assert len(covering) == 1
	assert rules_approval.choose(rules, amount) == covering[0]
	assert not any(a.overlaps(b) for a in rules for b in rules if a is not b)


@given(money, money, money, money, money)
def test_overlap_means_a_common_amount(a, b, c, d, amount):
	one, two = Rule("1", ROLES, min(a, b), max(a, b)), Rule("2", ROLES, min(c, d), max(c, d))
	if one.covers(amount) and two.covers(amount) and amount:
		assert one.overlaps(two)


def test_the_digest_depends_on_content_not_on_order():
	assert rules_approval.digest({"a": "1", "b": ["x"]}) == rules_approval.digest({"b": ["x"], "a": "1"})
	assert rules_approval.digest({"a": "1"}) != rules_approval.digest({"a": "2"})


def test_a_round_with_a_signature_too_many_is_complete_and_no_fault():
	"""Logs from before signatures at once were told apart hold more lines than the round has steps."""
	asked = Entry(rules_approval.REQUESTED, "a", "1", ("Manager",))
	state = rules_approval.progress([asked, *[Entry(rules_approval.APPROVED, "b", "1")] * 3])
	assert state.complete and state.role == ""
	assert codes(rules_approval.check_approve(state, "c", ["Manager"], {}, "1")) == ["approval_complete"]


@given(st.none() | st.text(max_size=3), st.text(max_size=3))
def test_what_was_not_shown_is_not_signed(seen, now):
	told = [] if seen is None or seen == now else [Violation("not_as_shown")]
	assert rules_approval.was_shown(seen, now) == told
