"""The cost of each step: clicks, keys, requests, bytes, time; written as a table and a JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

COLUMNS = ("clicks", "keys", "requests", "kib", "seconds")


@dataclass
class Cost:
	"""One step of one person. ``clicks_allowed`` and ``requests_allowed`` are its budget; no time has one."""

	person: str
	chapter: str
	sentence: str
	clicks_allowed: int
	requests_allowed: int
	clicks: int = 0
	keys: int = 0
	requests: int = 0
	bytes: int = 0
	seconds: float = 0.0
	#: Methods and pages asked for, in their order: what to look at when the budget is exceeded.
	asked: list[str] = field(default_factory=list)

	@property
	def kib(self) -> int:
		return round(self.bytes / 1024)

	def excess(self) -> list[str]:
		"""What went over the budget, in words."""
		over = []
		if self.clicks > self.clicks_allowed:
			over.append(f"{self.clicks} clicks, {self.clicks_allowed} allowed")
		if self.requests > self.requests_allowed:
			asked = " ".join(self.asked)
			over.append(f"{self.requests} requests, {self.requests_allowed} allowed: {asked}")
		return over


class Ledger:
	"""All steps of a run."""

	def __init__(self) -> None:
		self.costs: list[Cost] = []

	def write(self, folder: Path) -> Path:
		"""``walks.json`` and ``walks.txt`` in ``folder``; returns the path of the latter."""
		folder.mkdir(parents=True, exist_ok=True)
		rows = [asdict(cost) for cost in self.costs]
		(folder / "walks.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
		table = folder / "walks.txt"
		table.write_text("\n".join(self.lines()) + "\n", encoding="utf-8")
		return table

	def lines(self) -> list[str]:
		"""One line per step, below the head of its chapter; at the end the sum of each person."""
		lines, head = [], None
		for cost in self.costs:
			if head != (cost.person, cost.chapter):
				head = (cost.person, cost.chapter)
				lines += ["", f"{cost.person} · {cost.chapter}", "  ".join(f"{name:>8}" for name in COLUMNS)]
			lines.append(_figures(cost) + f"  {cost.sentence}")
		for person in dict.fromkeys(cost.person for cost in self.costs):
			mine = [cost for cost in self.costs if cost.person == person]
			lines += ["", f"{person} · Σ {len(mine)}", _figures(_sum(mine))]
		return lines


def _figures(cost: Cost) -> str:
	return "  ".join(
		f"{getattr(cost, name):8.1f}" if name == "seconds" else f"{getattr(cost, name):8}" for name in COLUMNS
	)


def _sum(costs: list[Cost]) -> Cost:
	total = Cost("", "", "", 0, 0)
	for cost in costs:
		for name in ("clicks", "keys", "requests", "bytes", "seconds"):
			setattr(total, name, getattr(total, name) + getattr(cost, name))
	return total
