"""Dotted paths and asset names in hooks, patches, scripts and records lead somewhere. Nothing of Frappe is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from . import endpoints, repo
from .repo import PACKAGE, Problem, functions

#: ``package.module.function`` and nothing else in the text.
DOTTED = re.compile(rf"^{PACKAGE}(\.\w+)+$")
#: The same inside a script or a record.
MENTION = re.compile(rf"""["'`]({PACKAGE}(?:\.\w+){{2,}})["'`]""")
#: The desk's helpers (public/js/fangxiu/util.js) take the path below the package only.
HELPER = re.compile(r"""\b(read|write)\(\s*["'`](\w+(?:\.\w+)+)["'`]""")
VERBS = {"read": "GET", "write": "POST"}
ASSETS = ("app_include_js", "app_include_css", "web_include_js", "web_include_css")
SCRIPTS = ("doctype_js", "doctype_list_js", "page_js")
BUNDLES = {"js": (".js", ".ts"), "css": (".css", ".scss", ".less")}


def hooks() -> dict[str, object]:
	"""Public names of hooks.py. It imports nothing but constants, so it can be run as it is."""
	source = repo.read(f"{PACKAGE}/hooks.py")
	values: dict[str, object] = {"__name__": f"{PACKAGE}.hooks"}
	exec(compile(source, f"{PACKAGE}/hooks.py", "exec"), values)
	return {name: value for name, value in values.items() if not name.startswith("_")}


def texts(value: object) -> Iterator[str]:
	"""Every text in a hook's value, however deep. Keys of ``override_whitelisted_methods`` are Frappe's own paths."""
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		for item in value.values():
			yield from texts(item)
	elif isinstance(value, list | tuple | set):
		for item in value:
			yield from texts(item)


def hook_problems(values: dict[str, object]) -> list[Problem]:
	"""Paths to functions that are not there, and files that are not there."""
	found = []
	for name, value in values.items():
		for text in texts(value):
			if DOTTED.match(text) and not resolves(text):
				found.append(Problem(f"hooks.{name}", f"{text} is no function of the app"))
			if name in ASSETS and not asset_exists(text):
				found.append(Problem(f"hooks.{name}", f"{text} is no bundle in {PACKAGE}/public"))
			if name in SCRIPTS and f"{PACKAGE}/{text}" not in repo.files():
				found.append(Problem(f"hooks.{name}", f"{text} is no file of the app"))
	return found


def resolves(path: str) -> bool:
	"""Whether ``path`` names a function, class or name at the top of a module, or a method of a class there."""
	parts = path.split(".")
	for cut in range(len(parts) - 1, 0, -1):
		module = "/".join(parts[:cut])
		file = next((f for f in (f"{module}.py", f"{module}/__init__.py") if f in repo.files()), None)
		if file:
			return ".".join(parts[cut:]) in _names(file)
	return False


def _names(file: str) -> set[str]:
	tree = ast.parse(repo.read(file))
	names = {name for name, _ in functions(tree)} | {n.name for n in tree.body if isinstance(n, ast.ClassDef)}
	assigned = (node for node in tree.body if isinstance(node, ast.Assign))
	return names | {t.id for node in assigned for t in node.targets if isinstance(t, ast.Name)}


def asset_exists(name: str) -> bool:
	"""``x.bundle.js`` may stand anywhere below public/; anything else by its path under /assets."""
	if ".bundle." not in name:
		return name.replace(f"/assets/{PACKAGE}/", f"{PACKAGE}/public/") in repo.files()
	stem, _, kind = name.rpartition(".")
	wanted = tuple(f"/{stem}{suffix}" for suffix in BUNDLES[kind])
	return any(path.startswith(f"{PACKAGE}/public/") and path.endswith(wanted) for path in repo.files())


def patch_problems(text: str) -> list[Problem]:
	"""Entries of patches.txt: a module of ours with a function ``execute``; sections as Frappe names them."""
	lines = [line.split("#")[0].strip() for line in text.splitlines()]
	entries = [line for line in lines if line and not line.startswith("[")]
	found = [
		Problem("patches.txt", f"{e} has no execute()")
		for e in entries
		if not resolves(f"{e.split()[0]}.execute")
	]
	sections = [line for line in lines if line.startswith("[")]
	if sections != ["[pre_model_sync]", "[post_model_sync]"]:
		found.append(Problem("patches.txt", f"sections are {sections}"))
	return found


def mention_problems(path: str, text: str, known: dict[str, set[str]]) -> list[Problem]:
	"""Methods that a script or a record calls: each is a whitelisted function of ours that takes this kind of call."""
	mentioned = sorted(set(MENTION.findall(text)))
	found = [f"{name} is no whitelisted function" for name in mentioned if name not in known]
	for verb, short in sorted(set(HELPER.findall(text))) if path.endswith(".js") else ():
		name = f"{PACKAGE}.{short}"
		if VERBS[verb] not in known.get(name, ()):
			found.append(f"{verb}({short!r}) needs a whitelisted function {name} that takes {VERBS[verb]}")
	return [Problem(path, text) for text in found]


def whitelisted() -> dict[str, set[str]]:
	"""Dotted path of every endpoint → the HTTP methods it takes."""
	found = {}
	for source in repo.python(f"{PACKAGE}/"):
		for name, _, decorator in endpoints.endpoints(source):
			methods = (node.value for node in ast.walk(decorator) if isinstance(node, ast.Constant))
			found[f"{source.module}.{name}"] = {text for text in methods if isinstance(text, str)}
	return found


#: Endpoints that no screen calls yet: dotted path → why, and where they will be.
UNREACHED: dict[str, str] = {}
#: A call whose last part is chosen by the script: ``letters.${action}``.
TEMPLATE = re.compile(rf"""`(?:/api/method/)?(?:{PACKAGE}\.)?(\w+(?:\.\w+)*)\.\$\{{""")
WORD = re.compile(r"""["'`](\w+)["'`]|\b(\w+):|data-call="(\w+)\"""")


def reached(texts: dict[str, str]) -> set[str]:
	"""Endpoints that a script, page or record calls, by dotted path; ``texts``: file → its text.

	A call names its endpoint in full, by the desk's helpers (``ticket.act``), or by a template whose last part is a word
	of a script. A method of a document (``frm.call("notify")``) counts by its last word.
	"""
	known, found = whitelisted(), set()
	words = {word for text in texts.values() for match in WORD.findall(text) for word in match if word}
	templates = {module for text in texts.values() for module in TEMPLATE.findall(text)}
	quoted = {text for source in texts.values() for text in re.findall(r"""["'`]([\w./ ]+)""", source)}
	for path in known:
		module, _, name = path.removeprefix(f"{PACKAGE}.").rpartition(".")
		chosen = (module in templates or ".doctype." in path) and name in words
		owner = path.rpartition(".")[0]
		full = any(
			path in source or (owner in source and f"}}.{name}`" in source) for source in texts.values()
		)
		if full or f"{module}.{name}" in quoted or chosen:
			found.add(path)
	return found
