"""The least a warranty lasts by law, part by part: no term of a project or of a contractor lies below it (R83). Pure.

The contractor's terms run from completion acceptance (建设工程质量管理条例 Art. 40, 民用建筑节能条例 Art. 23), the owner's least from
handover (商品住宅实行住宅质量保证书和住宅使用说明书制度的规定 1998 Art. 5). What is promised to the owner is neither below that nor below
what the law makes the contractor promise (商品房销售管理办法 Art. 33; docs/adr/0175).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.time.duration import DESIGN_LIFE_YEARS, Term

#: Days of the longest month, so that a term in days is never taken for longer than it is.
LONGEST_MONTH = 31
ART_40 = "《建设工程质量管理条例》第四十条"
ART_23 = "《民用建筑节能条例》第二十三条"
ART_5 = "《商品住宅实行住宅质量保证书和住宅使用说明书制度的规定》第五条"


@dataclass(frozen=True, slots=True)
class Least:
	"""The contractor's least term, and the least that an owner has from handover, where a rule names one."""

	contractor: Term | None = None
	from_handover: Term | None = None
	source: str = ART_40

	def owner(self) -> tuple[Term | None, str]:
		"""The least that may be promised to the owner, the longer of the two, and the rule that names it."""
		if self.contractor and (not self.from_handover or months(self.contractor) >= months(self.from_handover)):
			return self.contractor, self.source
		return self.from_handover, ART_5


#: Warranty item as shipped → what the law says of it. Items of a project's own are not bounded by name.
LEAST: Mapping[str, Least] = {
	"地基基础与主体结构": Least(Term(0, "Design Life")),
	"保温工程": Least(Term(5, "Year"), source=ART_23),
	"屋面防水": Least(Term(5, "Year"), Term(3, "Year")),
	"有防水要求的卫生间、房间和外墙面防渗漏": Least(Term(5, "Year"), Term(1, "Year")),
	"地下室防水": Least(None, Term(1, "Year")),
	"供热系统": Least(Term(2, "Season"), Term(1, "Season")),
	"供冷系统": Least(Term(2, "Season"), Term(1, "Season")),
	"电气管线": Least(Term(2, "Year")),
	"给排水管道": Least(Term(2, "Year"), Term(1, "Year")),
	"设备安装": Least(Term(2, "Year")),
	"装修工程": Least(Term(2, "Year")),
	"墙面、顶棚抹灰层": Least(Term(2, "Year"), Term(1, "Year")),
	"地面空鼓开裂、起砂": Least(Term(2, "Year"), Term(1, "Year")),
	"门窗及五金": Least(None, Term(1, "Year")),
	"卫生洁具": Least(None, Term(1, "Year")),
	"灯具、电器开关": Least(None, Term(6, "Month")),
	"管道堵塞": Least(None, Term(2, "Month")),
}


def months(term: Term) -> float:
	"""A term in months; a season comes once a year, a design life without its years is the usual one."""
	if term.unit == "Day":
		return term.amount / LONGEST_MONTH
	if term.unit == "Month":
		return term.amount
	if term.unit == "Design Life":
		return 12 * (term.amount or DESIGN_LIFE_YEARS)
	return 12 * term.amount


def below(
	item: str, contractor: Term | None, least: Term | None, with_least: bool = True, owner: Term | None = None
) -> list[Violation]:
	"""What of these terms lies below the law: the contractor's, the ``owner``'s and the item's own ``least``, both from handover.

	``with_least`` is False where a list of a project has no such column; an ``owner`` of None is not looked at. Each side is judged
	by itself, whatever the other says.
	"""
	law = LEAST.get(item, Least())
	owners, named = law.owner()
	sides: Iterable[tuple[str, Term | None, Term | None, str]] = (
		("contractor", contractor, law.contractor, law.source),
		("owner", owner, owners if owner else None, named),
		("minimum", least, law.from_handover if with_least else None, ART_5),
	)
	return [
		Violation("warranty_below_law", (item, Field("Warranty Item", f"{side}_amount"), *_said(bound), source))
		for side, given, bound, source in sides
		if bound and (given is None or months(given) < months(bound))
	]


def _said(bound: Term) -> tuple[int, str]:
	"""A bound as amount and unit; a design life by its usual years."""
	return (DESIGN_LIFE_YEARS, "Year") if bound.unit == "Design Life" else (bound.amount, bound.unit)
