"""``python -m tests.mutation RESULTS [module …]`` in a copy made by ``./fx mutants``: all rules, or the modules named."""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path

from . import page
from .asking import asked, parser
from .making import Mutant, plant, rules
from .nearby import near
from .playing import play

TESTS = ("tests/unit", "--ignore=tests/unit/command")


def short(path: Path) -> str:
	"""A module as the page names it: its path inside the app."""
	return str(Path(*path.with_suffix("").parts[1:]))


def main() -> int:
	"""Play, keep the results, write the page. Returns 0, or 1 when the tests fail by themselves."""
	found = asked()
	chosen = [path for path in rules() if wanted(path, found.modules)]
	tests = near(chosen) if found.modules else TESTS
	if not chosen:
		parser().error(f"no such rules: {' '.join(found.modules)}")
	planted = {short(path): plant(path) for path in chosen}
	known = [short(path) for path in rules()]
	run = Run(planted, found.results, [] if not found.modules else known)
	broken = play(run.mutants(), found.processes, run.keep, tests)
	if broken:
		print("\nfails without any fault: " + ", ".join(broken))
		return 1
	tool = f"mutmut {importlib.metadata.version('mutmut')}"
	page.PAGE.write_text(page.text(run.results, tool, known), encoding="utf-8")
	for module in planted:
		print(counted(module, run.results[module]))
	return 0


class Run:
	"""What is known of the mutants of ``planted``; each module's fates are written to ``path`` as soon as all are known.

	What ``path`` says of the modules ``kept`` from earlier runs stays.
	"""

	def __init__(self, planted: dict[str, list[Mutant]], path: Path, kept: Collection[str]) -> None:
		self.planted, self.path = planted, path
		self.fates: dict[str, str] = {}
		self.results: dict[str, dict] = {}
		if path.exists():
			before = json.loads(path.read_text(encoding="utf-8"))
			self.results = {module: found for module, found in before.items() if module in kept}
		self.left = {module: {one.name for one in mutants} for module, mutants in planted.items()}
		self.module = {one.name: module for module, mutants in planted.items() for one in mutants}
		for module in [name for name, mutants in planted.items() if not mutants]:
			self._finish(module)

	def mutants(self) -> list[Mutant]:
		"""All of them, module by module."""
		return [one for mutants in self.planted.values() for one in mutants]

	def keep(self, mutant: Mutant, fate: str) -> None:
		"""Note what became of one."""
		self.fates[mutant.name] = fate
		module = self.module[mutant.name]
		self.left[module].discard(mutant.name)
		if not self.left[module]:
			self._finish(module)

	def _finish(self, module: str) -> None:
		mutants = {one.name: described(one, self.fates[one.name]) for one in self.planted[module]}
		self.results[module] = {"day": date.today().isoformat(), "mutants": mutants}
		self.path.write_text(json.dumps(self.results, indent=1, ensure_ascii=False), encoding="utf-8")
		show(module, self.results[module])
		print(f"{counted(module, self.results[module])}; {len(self.fates)} of {len(self.module)} tried", flush=True)


def wanted(path: Path, modules: list[str]) -> bool:
	"""Whether a file is asked for: by its room, or by its own name with or without ``rules_``."""
	return not modules or bool({*path.parts, path.stem, path.stem.removeprefix("rules_")} & set(modules))


def described(mutant: Mutant, fate: str) -> dict[str, str]:
	"""As it is kept."""
	return {"function": mutant.function, "before": mutant.before, "after": mutant.after, "fate": fate}


def show(module: str, found: dict) -> None:
	"""The survivors that nobody has explained."""
	known = page.reasons()
	for one in page.survivors(found):
		if one not in known:
			print(f"{module} {one[0]}\n\t- {one[1]}\n\t+ {one[2]}")


def counted(module: str, found: dict) -> str:
	"""The score of a module."""
	counts = page.counts(found)
	return f"{module}: {counts.total()} mutants, {sum(counts[fate] for fate in page.LEFT)} left, {page.score(counts):.1f} %"


if __name__ == "__main__":
	sys.exit(main())
