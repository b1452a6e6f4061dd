"""Generates docs/milestones.md: every milestone of the shipped template with its rule, its proof, and where its button leads."""

from __future__ import annotations

import ast
import csv
import sys
from collections.abc import Iterator

from fangxiu_app.delivery.rules_milestone_leads import LEADS
from fangxiu_app.delivery.rules_milestones import MARKER, WINDOWS

from . import repo

PAGE = "docs/milestones.md"
TEMPLATE = "fixtures/masters/milestones.csv"
WORDS = "fangxiu_app/delivery/service_milestones.py"
HEAD = """# Milestones of a delivery

Generated from the shipped template, the texts and the leads of the code: `python3 -m tests.architecture.milestones --write`.
D is the first day of the contractual delivery, C the day it is completed. 制度: the clause names the day; 推定: it names none, or counts
from something else. A milestone is fulfilled by records alone
([0051](adr/0051-milestones-from-records.md)) or by a documented proof with its file; what is missing is named on the board,
and its button leads to the record ([0091](adr/0091-milestones-name-what-is-missing.md)).

| Clause | Milestone | Department | Due | Source of the day | Fulfilled by | Button leads to |
|---|---|---|---|---|---|---|
"""


def rows() -> Iterator[dict[str, str]]:
	"""Lines of the template by header."""
	return csv.DictReader(repo.read(TEMPLATE).splitlines())


def wants() -> dict[str, str]:
	"""Kind of proof → what fulfils it, from the texts of the board."""
	tree = ast.parse(repo.read(WORDS))
	function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "wants")
	table = next(node for node in ast.walk(function) if isinstance(node, ast.Dict))
	return {
		key.value: call.args[0].value for key, call in zip(table.keys, table.values, strict=True)
	}


def proofs() -> dict[str, str]:
	"""The template's Chinese word → kind of proof."""
	tree = ast.parse(repo.read("fangxiu_app/importing/words.py"))
	for node in tree.body:
		if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "PROOFS":
			return ast.literal_eval(node.value)
	raise LookupError("PROOFS")


def render() -> str:
	kinds, texts = proofs(), wants()
	lines = [_line(row, kinds[row["凭证"]], texts) for row in rows() if row.get("代码")]
	return HEAD + "\n".join(lines) + "\n"


def _line(row: dict[str, str], proof: str, texts: dict[str, str]) -> str:
	unit = {"天": "d", "周": "w", "月": "m"}[row["单位"]]
	offset = int(float(row["偏移"]))
	due = row["起算"] + (f"{offset:+d} {unit}" if offset else "")
	if proof in WINDOWS:
		due += ", not before the month in front of it"
	number = f" ({int(float(row['数量']))})" if row.get("数量") and proof == "Trainings" else ""
	lead = LEADS.get(proof)
	target = "–" if proof == MARKER else f"{lead.doctype} ({lead.how})" if lead else "the milestone itself"
	text = "beginning or end of a stage" if proof == MARKER else texts[proof] + number
	return f"| {row['条款']} | {row['节点']} | {row['责任部门']} | {due} | {row['来源']} | {text} | {target} |"


def main(arguments: list[str]) -> int:
	if arguments != ["--write"]:
		print("usage: python3 -m tests.architecture.milestones --write", file=sys.stderr)
		return 2
	(repo.ROOT / PAGE).write_text(render(), encoding="utf-8")
	return 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
