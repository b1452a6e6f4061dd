"""What must not be in the project: machine paths, unknown hosts, secrets, unfinished work, references to documents that are
not in it, tests that prove nothing."""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Collection
from pathlib import Path

from .repo import Problem, Source, dotted, functions

#: Hosts the project may name. Package mirrors and private registries are settings of the user, never ours.
HOSTS = frozenset(
	"github.com 127.0.0.1 localhost fangxiu.localhost fangxiu-test.localhost example.com fangxiu.example"
	" fsf.org gnu.org www.gnu.org keepachangelog.com semver.org www.conventionalcommits.org frappeframework.com"
	" docs.frappe.io frappe.io erpnext.com docs.astral.sh www.w3.org".split()
)
URL = re.compile(r"https?://([^\s/:${\"'`)>\]}|,]+)")
#: ``/home/li`` is nobody's: tests of default folders may name it.
PATTERNS = {
	"a path of one machine": re.compile(
		r"(?<![\w.$~}/-])/(?:root|work|Users|home/(?!li/)\w+)/(?=[\w.])|[A-Z]:\\\\Users"
	),
	"unfinished work": re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b"),
	"a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
	"a token": re.compile(
		r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|glpat-[\w-]{20}|xox[bap]-\w{10,}|sk-\w{32,})"
	),
	"a merge left over": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
}
#: "practice 2.1", "screens 7": a chapter of a document that no reader of the project has. Say what it says, with its source:
#: law and article, clause of the regulation (R12), ERPNext's behaviour, or "industry practice".
CHAPTER = re.compile(
	r"\b(?:practice|design|style|peers|requirements|screens|forms|wording),? (?:§ ?)?\d+(?:\.\d+)*\b|\[(?:INF|LAW|SEED)\b",
	re.IGNORECASE,
)
PAGE = re.compile(r"(?<![\w*{<%])[\w./-]*[\w-]+\.md\b")
DECISION = re.compile(r"\badr[/ ](\d{4})\b", re.IGNORECASE)
SECRET = re.compile(
	r"""(?i)\b\w*(?:password|passwd|secret|api_key|token)["']?\s*[:=]\s*["']([^"'{}<>$\s]{8,})["']"""
)
SKIPS = (
	"pytest.mark.skip",
	"pytest.mark.skipif",
	"pytest.mark.xfail",
	"pytest.skip",
	"pytest.xfail",
	"pytest.importorskip",
)
UNITTEST_SKIPS = ("skipTest", "skip", "skipIf", "skipUnless", "expectedFailure", "SkipTest")
#: The last three are a person of tests/walks looking at the screen.
ASSERTING = ("raises", "expect", "warns", "sees", "sees_not", "reads")
#: Parts of a workbook that run code or read from elsewhere.
ACTIVE = ("vbaProject", "externalLinks", "activeX", "embeddings", "connections.xml")


def text_problems(path: str, text: str) -> list[Problem]:
	"""Patterns and hosts that must not stand in a text file; the licence is the Free Software Foundation's own."""
	found = [(match.start(), told) for told, rule in PATTERNS.items() for match in rule.finditer(text)]
	found += [
		(m.start(), f"the unknown host {m[1]}")
		for m in URL.finditer(text)
		if m[1].lower() not in HOSTS and "." in m[1]
	]
	found += [(m.start(), "a secret") for m in SECRET.finditer(text) if _is_secret(m[1])]
	return [Problem(f"{path}:{text.count(chr(10), 0, at) + 1}", f"has {told}") for at, told in sorted(found)]


def reference_problems(path: str, text: str, files: Collection[str]) -> list[Problem]:
	"""Chapters, pages and decisions that are named in a text and are none of the project's ``files``."""
	names = {file.rsplit("/", 1)[-1] for file in files}
	decisions = {file.rsplit("/", 1)[-1][:4] for file in files if "/adr/" in file}
	found = [(m.start(), m[0]) for m in CHAPTER.finditer(text)]
	found += [(m.start(), m[0]) for m in PAGE.finditer(text) if m[0].rsplit("/", 1)[-1] not in names]
	found += [(m.start(), m[0]) for m in DECISION.finditer(text) if m[1] not in decisions]
	return [
		Problem(f"{path}:{text.count(chr(10), 0, at) + 1}", f"refers to {told}, which is not in the project")
		for at, told in sorted(found)
	]


def _is_secret(value: str) -> bool:
	"""Words are labels or field names; a secret mixes letters with digits."""
	return bool(re.search(r"\d", value) and re.search(r"[A-Za-z]", value))


def test_problems(source: Source) -> list[Problem]:
	"""Tests that are skipped, expected to fail, or assert nothing."""
	found = [
		Problem(f"{source.path}:{node.lineno}", f"{dotted(node)}: nothing is skipped or expected to fail")
		for node in ast.walk(source.tree)
		if isinstance(node, ast.Attribute) and _skips(dotted(node))
	]
	helpers = {name: node for name, node in functions(source.tree)}
	for name, node in helpers.items():
		if name.split(".")[-1].startswith("test") and source.path.split("/")[-1].startswith("test_"):
			if not _asserts(node, helpers, set()):
				found.append(Problem(f"{source.path}:{node.lineno} {name}", "asserts nothing"))
	found += [
		Problem(f"{source.path}:{node.lineno}", "asserts a constant, which cannot fail")
		for node in ast.walk(source.tree)
		if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant | ast.Tuple)
	]
	return found


test_problems.__test__ = False


def _skips(name: str) -> bool:
	head, _, last = name.rpartition(".")
	return name in SKIPS or (head in ("self", "unittest", "cls") and last in UNITTEST_SKIPS)


def _asserts(node: ast.AST, helpers: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
	for child in ast.walk(node):
		if isinstance(child, ast.Assert):
			return True
		if isinstance(child, ast.Call) and _call_asserts(child, helpers, seen):
			return True
	return False


def _call_asserts(call: ast.Call, helpers: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
	name = (dotted(call.func) or getattr(call.func, "attr", "")).split(".")[-1]
	if name in ASSERTING or name.startswith(("assert", "expect_", "refuses", "refused")):
		return True
	helper = next((h for path, h in helpers.items() if path.split(".")[-1] == name), None)
	if helper is None or name in seen:
		return False
	return _asserts(helper, helpers, seen | {name})


def workbook_problems(path: Path) -> list[Problem]:
	"""Spreadsheets hold values only: no macros, no formulas, no links to other files."""
	if path.suffix.lower() in (".xlsm", ".xls", ".xlsb"):
		return [Problem(path.name, "is a kind of workbook that can hold macros: keep .xlsx")]
	with zipfile.ZipFile(path) as book:
		names = book.namelist()
		active = [name for name in names if any(part in name for part in ACTIVE)]
		active += [
			f"a formula in {n}" for n in names if "worksheets/" in n and re.search(rb"<f[ >]", book.read(n))
		]
	return [Problem(path.name, f"holds {name}") for name in active]


def json_problems(path: str, text: str, data: object) -> list[Problem]:
	"""JSON is written one value per line."""
	return (
		[Problem(path, "stands on one line")]
		if isinstance(data, dict) and len(data) > 1 and text.count("\n") < 2
		else []
	)


def style_problems(path: str, text: str) -> list[Problem]:
	"""Blocks that a merge left open: the build of all assets stops at the first."""
	depth = 0
	for number, line in enumerate(text.splitlines(), 1):
		depth += line.count("{") - line.count("}")
		if not 0 <= depth <= 2:
			return [Problem(f"{path}:{number}", "a block is not closed, or closed twice")]
	return [Problem(path, "a block is not closed at the end")] if depth else []
