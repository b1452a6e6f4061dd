"""docs/mutation.md: how many mutants of each module were noticed, and why the others need not be."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

#: What becomes of a mutant.
KILLED, SURVIVED, TIMEOUT, UNREACHED = "killed", "survived", "timeout", "no test"
#: Survivors that were looked at, with the reason why no test should kill them. A mutant is known by its lines, not by a number.
REASONS = Path("tests/mutation/reasons.csv")
PAGE = Path("docs/mutation.md")
LEFT = (SURVIVED, UNREACHED)
UNEXPLAINED = "**not explained yet**"
#: How mutmut changes a string, and how it is told here.
CHANGED = re.compile(r"""(["'])XX(.*?)XX\1""")
ANOTHER = " → another text"

HEAD = """# Mutation tests

How much of the rules the unit tests really hold: small faults are put into them one at a time (`>` becomes `>=`, `and` becomes
`or`, an argument is left out, a number is one more, a word is another), and the tests that reach the function have to fail.
Written by `./fx mutants`, which is a run for the night; `./fx mutants breach charges` shows the survivors of two modules.

- Faults: {tool}, in every file that `[tool.mutmut]` in `pyproject.toml` names. Properties and cached functions too. Each string
  is changed once, into another text. Left out: annotations, docstrings, what a `ValueError` says, and everything outside of
  functions: tables, enums, defaults of dataclasses. The table of the ticket is held by [states.md](states.md) instead.
- Tests: `tests/unit`, the ones that reach the function, shortest first, with generated examples that are always the same.
- Score: killed or stopped for taking too long, of all. A survivor is listed with the reason why no test should kill it.

"""


def counts(module: Mapping) -> Counter:
	"""How many mutants of a module met which fate."""
	return Counter(one["fate"] for one in module["mutants"].values())


def score(found: Counter) -> float:
	"""Percent noticed, of all mutants."""
	return 100 * (found[KILLED] + found[TIMEOUT]) / max(1, found.total())


def row(name: str, found: Counter, day: str) -> str:
	"""A line of the table."""
	numbers = " | ".join(str(found[fate]) for fate in (KILLED, TIMEOUT, SURVIVED, UNREACHED))
	return f"| {name} | {found.total()} | {numbers} | {score(found):.1f} % | {day} |"


def reasons(path: Path = REASONS) -> dict[tuple[str, str, str], str]:
	"""(function, line before, line after) → why it may live."""
	with path.open(encoding="utf-8", newline="") as file:
		return {(one["function"], one["before"], one["after"]): one["reason"] for one in csv.DictReader(file)}


def survivors(module: Mapping) -> Iterable[tuple[str, str, str]]:
	"""The mutants of a module that no test noticed, each once."""
	return dict.fromkeys(
		(one["function"], one["before"], told(one["before"], one["after"]))
		for one in module["mutants"].values()
		if one["fate"] in LEFT
	)


def told(before: str, after: str) -> str:
	"""The line after the fault; of a string that is another, the string alone, numbered where the line has it several times."""
	for found in CHANGED.finditer(after):
		string = f"{found[1]}{found[2]}{found[1]}"
		if before == after[: found.start()] + string + after[found.end() :]:
			count, number = before.count(string), before.count(string, 0, found.start()) + 1
			return string + (f" ({number} of {count})" if count > 1 else "") + ANOTHER
	return after


def item(survivor: tuple[str, str, str], reason: str) -> str:
	"""A line of the list of survivors."""
	function, before, after = survivor
	string = after.removesuffix(ANOTHER)
	fault = f": {code(string)}{ANOTHER}" if string != after else f" → {code(after)}"
	return f"- {code(function)}: {code(before)}{fault}: {reason}"


def code(text: str) -> str:
	"""As code in Markdown, on one line."""
	return f"`` {text} ``" if "`" in text else f"`{text}`"


def text(results: Mapping[str, Mapping], tool: str, modules: Iterable[str] = ()) -> str:
	"""The page. ``results``: module → its day and its mutants' fates; those of ``modules`` that have none are named."""
	known = reasons()
	table = {name: counts(module) for name, module in results.items()}
	everything: Counter = sum(table.values(), Counter())
	lines = [
		"| Module | Mutants | Killed | Timeout | Survived | No test | Score | Day |",
		"|---|---|---|---|---|---|---|---|",
	]
	lines.append(row("**all**", everything, max(module["day"] for module in results.values())))
	lines += [row(name, found, results[name]["day"]) for name, found in sorted(table.items()) if found]
	unknown = sorted(set(modules) - set(results))
	lines += ["", f"Not run yet: {', '.join(unknown)}."] if unknown else []
	lines += ["", "## Survivors", ""]
	for name, module in sorted(results.items()):
		left = list(survivors(module))
		if left:
			lines += [f"### {name}", ""]
			lines += [item(one, known.get(one, UNEXPLAINED)) for one in left]
			lines.append("")
	return HEAD.format(tool=tool) + "\n".join(lines).rstrip() + "\n"
