"""Rules for walks: they do only what a person can see and click; no values set by script, no server calls, no switched user."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .repo import Problem, Source, dotted, functions

FOLDER = "tests/walks/"
#: Methods of Playwright that reach past eyes and hands → (file, function) that may use them all the same.
REACH: dict[str, frozenset[tuple[str, str]]] = {
	"goto": frozenset(("person.py", f"Person.{each}") for each in ("arrive", "follow", "go_home", "wake", "close")),
	"evaluate": frozenset({("eyes.py", "visible_texts")}),
	"evaluate_handle": frozenset({("eyes.py", "meant")}),
	"set_files": frozenset({("person.py", "Person.choose_file")}),
	"new_cdp_session": frozenset({("person.py", "Person._lifecycle")}),  # a tab in the background, nothing else
	**dict.fromkeys(
		"fill clear check uncheck set_checked evaluate_all eval_on_selector eval_on_selector_all"
		" dispatch_event set_input_files set_content add_init_script add_script_tag add_style_tag expose_function"
		" expose_binding route unroute add_cookies storage_state set_extra_http_headers reload".split(),
		frozenset(),
	),
}
#: What a viewer shows cannot be read from its window: there the same address is read once more.
READS_A_FILE = ("person.py", "Person.opens")
#: Modules of the walks themselves; a test knows people only.
OF_A_TEST = ("__future__", "tests.walks", "pathlib", "re", "pytest")
#: What happens without a person: the hour that passes, the message that arrives.
WORLD = "world.py"
ELSEWHERE = ("frappe", "fangxiu_app", "requests", "urllib.request", "http.client", "tests.site", "tests.e2e")


def problems(source: Source) -> list[Problem]:
	"""Everything in one file of the walks that a person could not do."""
	name = source.path.removeprefix(FOLDER)
	return [*_reaches(source, name), *_imports(source, name), *_pages(source, name)]


def _reaches(source: Source, name: str) -> Iterator[Problem]:
	allowed = {
		(call, node)
		for function, node in functions(source.tree)
		for call, places in REACH.items()
		if (name, function) in places
	}
	excused = {id(each) for call, node in allowed for each in ast.walk(node) if _called(each) == call}
	file = [node for function, node in functions(source.tree) if (name, function) == READS_A_FILE]
	excused |= {id(each) for node in file for each in ast.walk(node)}
	for node in ast.walk(source.tree):
		call = _called(node)
		if call in REACH and id(node) not in excused:
			yield Problem(f"{source.path}:{node.lineno}", f".{call}(): a person has eyes and hands only")
		if (
			isinstance(node, ast.Attribute)
			and node.attr == "request"
			and dotted(node).endswith("context.request")
			and id(node) not in excused
		):
			yield Problem(
				f"{source.path}:{node.lineno}", "context.request: a person does not call the server"
			)


def _called(node: ast.AST) -> str | None:
	return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None


def _imports(source: Source, name: str) -> Iterator[Problem]:
	for node in ast.walk(source.tree):
		for module in _modules(node):
			test = name.startswith("test_")
			if test and not _below(module, OF_A_TEST):
				yield Problem(f"{source.path}:{node.lineno}", f"imports {module}: a walk knows people only")
			elif name != WORLD and _below(module, ELSEWHERE):
				yield Problem(
					f"{source.path}:{node.lineno}",
					f"imports {module}: only {WORLD} may look behind the screen",
				)


def _modules(node: ast.AST) -> list[str]:
	if isinstance(node, ast.Import):
		return [each.name for each in node.names]
	return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _below(module: str, names: tuple[str, ...]) -> bool:
	return any(module == each or module.startswith(f"{each}.") for each in names)


def _pages(source: Source, name: str) -> Iterator[Problem]:
	"""A test that takes a person's page into its own hands leaves the vocabulary."""
	if not name.startswith("test_"):
		return
	for node in ast.walk(source.tree):
		if isinstance(node, ast.Attribute) and node.attr in ("page", "finder", "traffic", "context"):
			yield Problem(f"{source.path}:{node.lineno}", f".{node.attr}: use the person's own words")


def guide_problems(
	pages, texts: dict[str, str], shown: dict[str, str], pictures: dict[str, int], limits
) -> list[Problem]:
	"""What is wrong with the guides. ``texts`` and ``shown``: file name → text in docs and in the app; ``pictures``: file
	name → bytes; ``limits``: bytes of one picture, pictures of one page, bytes of all."""
	from tests.walks.pages import PICTURES, sections

	largest, most, all_bytes = limits
	found = [
		Problem(name, "is no page of tests/walks/pages.py")
		for name in texts.keys() - {f"{key}.md" for key in pages}
	]
	used: set[str] = set()
	for key, page in pages.items():
		text = texts.get(f"{key}.md", "")
		if tuple(sections(text)) != page.chapters:
			found.append(
				Problem(f"docs/guides/{key}.md", f"has not the chapters {page.chapters}: run ./fx guides")
			)
		if shown.get(f"{key}.md") != text.replace(PICTURES, ""):
			found.append(Problem(f"public/guides/{key}.md", "differs from docs/guides: run ./fx guides"))
		own = set(re.findall(r"/([\w-]+\.jpg)\)", text))
		used |= own
		if len(own) > most:
			found.append(Problem(f"docs/guides/{key}.md", f"has {len(own)} pictures, more than {most}"))
	found += [Problem(name, "is shown but does not exist") for name in sorted(used - pictures.keys())]
	found += [Problem(name, "is shown nowhere") for name in sorted(pictures.keys() - used)]
	found += [
		Problem(name, f"has {size} bytes, more than {largest}")
		for name, size in pictures.items()
		if size > largest
	]
	if sum(pictures.values()) > all_bytes:
		found.append(
			Problem(
				"public/guides", f"holds {sum(pictures.values())} bytes of pictures, more than {all_bytes}"
			)
		)
	return found
