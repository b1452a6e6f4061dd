"""``python -m tests.mutation RESULTS [module …]`` in a copy made by ``./fx mutants``: all rules, or the modules named."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import sys
from datetime import date
from pathlib import Path

from . import page
from .making import Mutant, plant, rules
from .nearby import near
from .playing import play

#: Left by ``fxcli.appcopy`` in the copies it makes.
MARKER = Path(".fx-copy")
TESTS = ("tests/unit", "--ignore-glob=tests/unit/test_fx_*")


def short(path: Path) -> str:
	"""A module as the page names it: its path inside the app."""
	return str(Path(*path.with_suffix("").parts[1:]))


def main() -> int:
	"""Play, keep the results, write the page. Returns 0, or 1 when the tests fail by themselves."""
	parser = argparse.ArgumentParser(prog="mutation")
	parser.add_argument("results", type=Path)
	parser.add_argument("modules", nargs="*")
	parser.add_argument("--processes", type=int, default=2)
	asked = parser.parse_args()
	if not MARKER.exists():
		parser.error("this would overwrite the rules: run ./fx mutants, which makes a copy")
	chosen = [path for path in rules() if wanted(path, asked.modules)]
	tests = near(chosen) if asked.modules else TESTS
	planted = {short(path): plant(path) for path in chosen}
	if not chosen:
		parser.error(f"no such rules: {' '.join(asked.modules)}")
	made = {mutant.name: (module, mutant) for module, mutants in planted.items() for mutant in mutants}
	fates: dict[str, str] = {}
	broken = play(
		(one for _, one in made.values()),
		asked.processes,
		lambda one, fate: keep(one, fate, fates, len(made)),
		tests,
	)
	if broken:
		print("\nfails without any fault: " + ", ".join(broken))
		return 1
	before = json.loads(asked.results.read_text()) if asked.modules and asked.results.exists() else {}
	results = before | {
		module: {
			"day": date.today().isoformat(),
			"mutants": {one.name: described(one, fates[one.name]) for one in mutants},
		}
		for module, mutants in planted.items()
	}
	asked.results.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
	page.PAGE.write_text(
		page.text(results, f"mutmut {importlib.metadata.version('mutmut')}"), encoding="utf-8"
	)
	show({module: results[module] for module in planted})
	return 0


def wanted(path: Path, modules: list[str]) -> bool:
	"""Whether a file is asked for: by its name, or by a part of its path."""
	return not modules or any(f"/{name}." in f"/{path}" or f"/{name}/" in f"/{path}" for name in modules)


def described(mutant: Mutant, fate: str) -> dict[str, str]:
	"""As it is kept."""
	return {"function": mutant.function, "before": mutant.before, "after": mutant.after, "fate": fate}


def keep(mutant: Mutant, fate: str, fates: dict[str, str], total: int) -> None:
	"""Note a fate, and how far the run is."""
	fates[mutant.name] = fate
	if len(fates) % 100 == 0 or len(fates) == total:
		print(f"\r{len(fates)}/{total}", end="", flush=True)


def show(results: dict[str, dict]) -> None:
	"""The survivors that nobody has explained, then the score of each module."""
	known = page.reasons()
	for module, one in results.items():
		for found in page.survivors(one):
			if found not in known:
				print(f"\n{module} {found[0]}\n\t- {found[1]}\n\t+ {found[2]}", end="")
	print()
	for module, one in results.items():
		fates = page.Counter(each["fate"] for each in one["mutants"].values())
		left = sum(fates[fate] for fate in page.LEFT)
		print(f"{module}: {fates.total()} mutants, {left} left, {page.score(fates):.1f} %")


if __name__ == "__main__":
	sys.exit(main())
