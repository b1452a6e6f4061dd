"""How a journal may book what repairs and compensations cost (R18, R110)."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.money.outgoing import rules_cost_entry as rules


def rows(*found: tuple[str, int]) -> list[rules.Row]:
	return [rules.Row(account, Decimal(amount)) for account, amount in found]


def test_what_is_debited_and_credited_in_the_end():
	entry = rows(("cost", 601), ("bank", -601), ("cost", -1), ("fees", 1))
	assert (rules.charged(entry), rules.given(entry)) == (["cost", "fees"], ["bank"])
	assert rules.charged(rows(("cost", 5), ("cost", -5))) == [], "what only moves"
	owed = [rules.Row("creditors", Decimal(-6), "A"), rules.Row("creditors", Decimal(6), "B")]
	assert (rules.charged(owed), rules.given(owed)) == (["creditors"], ["creditors"]), "one firm's is not another's"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-9, 9)), max_size=8))
def test_no_account_is_both(found):
	entry = rows(*found)
	assert not {*rules.charged(entry)} & {*rules.given(entry)}
	assert {*rules.charged(entry), *rules.given(entry)} == {a for a in "abc" if sum(n for b, n in found if b == a)}
