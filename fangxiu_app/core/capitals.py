"""Amounts in the capital numerals of Chinese vouchers (大写金额), by the rules of 《支付结算办法》."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
#: What stands before the amount; a currency that is not here is named by its code.
PREFIXES = {"CNY": "人民币", "USD": "美元", "EUR": "欧元", "HKD": "港币", "GBP": "英镑", "JPY": "日元"}
#: Amounts from here on are rounded to seventeen digits, which have no name in these numerals.
LIMIT = Decimal(10) ** 16 - Decimal("0.005")


def in_capitals(amount: Decimal | float | int | str | None, currency: str = "CNY") -> str:
	"""``amount`` in its main unit, rounded half up to the cent, for example 人民币壹万陆仟肆佰零玖元零贰分.

	Follows 《支付结算办法》 annex 1: 整 after 元 and after 角, never after 分; zeros between digits are read once; a zero in
	the place of 角 is read before 分. Negative amounts begin with 负. Raises ValueError where the amount is no number
	or has, rounded, more than sixteen digits before the point.
	"""
	value = Decimal(str(amount or 0))
	if not value.is_finite() or abs(value) >= LIMIT:
		raise ValueError(f"no amount in capitals: {amount}")
	cents = int(abs(value).quantize(Decimal("0.01"), ROUND_HALF_UP) * 100)
	whole, (tenth, hundredth) = cents // 100, divmod(cents % 100, 10)
	sign = "负" if value < 0 and cents else ""
	return f"{PREFIXES.get(currency, currency)}{sign}{_whole(whole, tenth + hundredth)}{_part(whole, tenth, hundredth)}"


def _whole(number: int, part: int) -> str:
	if not number:
		return "" if part else "零元"
	words = ""
	for group in range(len(GROUPS) - 1, -1, -1):
		four = number // 10 ** (4 * group) % 10_000
		if four:
			# a zero at the end of the group before it is read too: 107,000 is 壹拾万零柒仟
			zero = four < 1000 or not number // 10 ** (4 * group + 4) % 10
			words += ("零" if words and zero else "") + _four(four) + _group(group, number)
	return words + "元"


def _group(group: int, number: int) -> str:
	"""万亿 is said once as 亿 where hundreds of millions follow it: 壹万贰仟亿 is 壹万 and then 贰仟亿."""
	return "万" if group == 3 and number // 10**8 % 10_000 else GROUPS[group]


def _four(number: int) -> str:
	words, zero = "", False
	for place in range(3, -1, -1):
		digit = number // 10**place % 10
		if not digit:
			zero = bool(words)
			continue
		words += ("零" if zero else "") + DIGITS[digit] + PLACES[place]
		zero = False
	return words


def _part(whole: int, tenth: int, hundredth: int) -> str:
	if not tenth and not hundredth:
		return "整"
	words = DIGITS[tenth] + "角" if tenth else "零" if whole else ""
	return words + (DIGITS[hundredth] + "分" if hundredth else "整")
