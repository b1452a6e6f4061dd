"""What a voucher pays on account (R16, R18)."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.ledger.rules_exchange import order_room
from fangxiu_app.money.payments.rules_on_account import (
	BILL,
	ORDER,
	Part,
	grown,
	on_account,
	taken_off,
)

A, B = ("A", "CNY"), ("B", "CNY")


def part(amount: int, kind: str = "", name: str = "", supplier: str = "A", currency: str = "CNY") -> Part:
	return Part(supplier, currency, Decimal(amount), kind, name)


def paid(*parts: Part, room: dict | None = None, money_leaves: bool = False) -> dict:
	found = on_account(parts, {key: Decimal(value) for key, value in (room or {}).items()}, money_leaves)
	return {key: amount for key, amount in found.items() if amount}


def test_what_names_nothing_is_on_account_and_nets():
	assert paid(part(100), part(-30), part(5, supplier="B")) == {A: 70, B: 5}
	assert paid(part(100), part(-100)) == {}
	assert paid(part(100), part(-100, currency="USD")) == {A: 100, ("A", "USD"): -100}
	assert paid(part(100, "Journal Entry", "J")) == {A: 100}


def test_a_credit_takes_nothing_off_where_money_leaves():
	assert paid(part(100), part(-100), money_leaves=True) == {A: 100}
	assert paid(part(-100), money_leaves=True) == {}
	half = Part("A", "CNY", Decimal("0.50"))
	assert paid(half, part(-100), money_leaves=True) == {A: half.amount}
	assert on_account([part(100), part(-30)], {}) == {A: 70}, "unless it is said, none leaves"


def test_bills_and_orders_take_what_they_owe():
	room = {part(0, BILL, "P"): 50, part(0, ORDER, "O"): 20}
	assert paid(part(50, BILL, "P"), part(20, ORDER, "O"), room=room) == {}
	assert paid(part(30, BILL, "P"), part(31, BILL, "P"), part(-1, BILL, "P"), part(21, ORDER, "O"), room=room) == {A: 11}
	assert paid(part(50, BILL, "P", supplier="B"), room=room) == {B: 50}, "not another supplier's bill"
	assert paid(part(50, BILL, "P", currency="USD"), room=room) == {("A", "USD"): 50}
	assert paid(part(-50, BILL, "P"), part(10), room=room) == {A: 10}, "what is put upon a bill takes nothing off"
	assert paid(part(5, BILL, "R"), room={part(0, BILL, "R"): -10}) == {A: 5}


def test_only_what_grows_is_refused():
	assert grown({A: Decimal(100)}, {}) == ["A"]
	assert grown({A: Decimal(100), B: Decimal(-1)}, {A: Decimal(100)}) == []
	assert grown({A: Decimal(100)}, {A: Decimal(101)}) == []
	assert grown({B: Decimal(2), A: Decimal(1)}, {A: Decimal(-5), B: Decimal(1)}) == ["A", "B"]


def test_what_is_put_upon_a_bill_gives_nothing_back():
	assert taken_off(map(Decimal, (-20, 700, -5, 0))) == 25
	assert taken_off([Decimal(700)]) == taken_off([]) == 0
	assert taken_off([Decimal("0.50"), Decimal(-2)]) == 2


@given(st.lists(st.tuples(st.integers(-100, 100), st.booleans()), max_size=6), st.integers(-50, 150))
def test_never_less_than_what_nobody_billed(rows, owes):
	"""However it is divided, the voucher's whole debit less what the bill owes is on account; where money leaves, no less."""
	parts = [part(amount, BILL if billed else "", "P" if billed else "") for amount, billed in rows]
	room = {part(0, BILL, "P"): owes}
	found = paid(*parts, room=room).get(A, Decimal(0))
	assert found >= sum((one.amount for one in parts), Decimal(0)) - max(0, owes)
	assert paid(*parts, room=room, money_leaves=True).get(A, Decimal(0)) >= max(Decimal(0), found)


def test_an_order_is_paid_in_advance_in_one_currency():
	"""In its own or the company's; beside what is paid in one, nothing in another."""
	totals = {"USD": Decimal(100), "CNY": Decimal(700)}

	def left(paid: int, paid_in: str, currency: str) -> int:
		return int(order_room(totals, Decimal(paid), paid_in, currency))

	assert (left(0, "CNY", "USD"), left(0, "USD", "CNY"), left(0, "CNY", "EUR")) == (100, 700, 0)
	assert (left(60, "USD", "USD"), left(60, "USD", "CNY"), left(600, "CNY", "USD")) == (40, 0, 0)
