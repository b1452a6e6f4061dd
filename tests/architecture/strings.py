"""Every text a user can see, with the place it comes from; by hand: ``python3 -m tests.architecture.strings --missing``.

Texts are collected from the DocTypes' and other records' JSON, from ``_()`` in Python and templates, from ``__()`` in
JavaScript, from the ticket table and the roles. Frappe looks each of them up in ``translations/zh.csv``.
"""

from __future__ import annotations

import ast
import csv
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain

from fangxiu_app.archive import rules_unit_sections
from fangxiu_app.contractors.breach import rules_chronology
from fangxiu_app.core.access.roles import ROLES
from fangxiu_app.delivery import rules_milestones
from fangxiu_app.figures import rules_figures, rules_kpi
from fangxiu_app.money.releases import rules_release
from fangxiu_app.parts import rules_spare_parts
from fangxiu_app.reports import rules_forms, rules_stage_reports
from fangxiu_app.tickets.life import rules_ticket

from . import repo
from .repo import PACKAGE, Problem, Source, dotted

ZH = f"{PACKAGE}/translations/zh.csv"
#: Keys of standard records that the desk shows, by kind of record.
RECORD_KEYS = {
	"report": ("report_name",),
	"print_format": ("name",),
	"workspace": ("label", "title"),
	"number_card": ("label",),
	"dashboard_chart": ("chart_name",),
	"notification": ("subject", "message"),
	"page": ("title",),
	"web_form": ("title", "introduction_text", "success_message"),
}
#: The same inside a workspace's rows.
ROW_KEYS = ("label", "description", "format")
ROW_TABLES = ("links", "shortcuts", "charts", "number_cards", "quick_lists", "columns", "web_form_fields")
PYTHON_NAMES = ("_", "frappe._", "_lt")
MESSAGES = ("frappe.throw", "frappe.msgprint")
#: A call of the translate function up to its first argument's first character.
CALL = re.compile(r"(?<![\w.])_{1,2}\(\s*")
QUOTED = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\])*)\1""", re.DOTALL)
#: A label, title or message of a dialog given as a bare literal.
UNTRANSLATED = re.compile(
	r"""(?:\b(?:label|title|description|placeholder|primary_action_label|message)\s*:|"""
	r"""frappe\.(?:msgprint|throw|confirm|show_alert)\()\s*["'`](?!<)[^"'`]*[A-Za-z\u4e00-\u9fff]{2}"""
)
#: The context behind a literal: ``null, "Repair Ticket")`` in scripts, ``context="Repair Ticket")`` in templates.
CONTEXT = re.compile(r''',\s*(?:null,\s*|context=)["']([^"']+)["']\s*\)''')
#: The context of what this app means by a word, and how modules, templates and scripts say that they look words up with it.
OURS = "Fangxiu"
OWN_IMPORT = "from fangxiu_app.core.wording import _"
OWN_SCRIPTS = ("{%- set _ = own_words -%}", 'import { __ } from "./wording";', "my_day/text", "./text")
#: Headings that Frappe 15.56.1 looks up without the name of the document (form/tab.js, form/grid.js).
BARE_HEADINGS = ("Tab Break", "Table")
ESCAPE = re.compile(r"\\(.)")
CJK = re.compile(r"[\u4e00-\u9fff]")
LETTER = re.compile(r"[A-Za-z]")

Found = tuple[str, str]


@cache
def collect() -> dict[str, str]:
	"""Text → the first place it was seen. What has no letter, numbers and dashes, needs no translation."""
	found: dict[str, str] = {}
	for text, where in sources():
		if text and LETTER.search(text):
			found.setdefault(text, where)
	return found


def sources() -> Iterator[Found]:
	"""(text, place) of everything, repeated and empty texts included."""
	return chain(documents(), custom_fields(), records(), python(), scripts(), tables())


def only_chinese(text: str) -> bool:
	"""Chinese without an English word: shown as it stands in every language."""
	return bool(CJK.search(text)) and not re.search(r"[A-Za-z]{2}", text)


def documents() -> Iterator[Found]:
	"""Names, labels, descriptions and choices of the DocTypes."""
	for path in repo.doctype_files():
		data = repo.load(path)
		yield from ((text, path) for text in document_texts(data))


def document_texts(data: dict) -> Iterator[str]:
	"""Texts of one DocType, as Frappe's own extractor takes them."""
	yield from (data["name"], data["module"], data.get("description") or "")
	for field in data.get("fields", ()):
		yield from (field.get("label") or "", field.get("description") or "")
		if field["fieldtype"] == "Select":
			yield from (field.get("options") or "").split("\n")
		elif field["fieldtype"] == "HTML":
			yield field.get("options") or ""
	yield from (row.get("group") or "" for row in data.get("links", ()))
	yield from (row.get("label") or "" for row in data.get("actions", ()))
	yield from (row.get("title") or "" for row in data.get("states", ()))


def custom_fields() -> Iterator[Found]:
	"""Labels, descriptions and choices of our fields on ERPNext's documents: dict entries, or the helper's arguments."""
	path = f"{PACKAGE}/setup/custom_fields.py"
	for source in repo.python(path):
		for node in ast.walk(source.tree):
			if isinstance(node, ast.Dict):
				pairs = zip(node.keys, node.values, strict=True)
				texts = [
					v for k, v in pairs if getattr(k, "value", None) in ("label", "description", "options")
				]
			elif isinstance(node, ast.Call) and dotted(node.func) == "_link":
				texts = node.args[1:2]
			else:
				continue
			for text in texts:
				if isinstance(text, ast.Constant):
					yield from ((part, path) for part in text.value.split("\n"))


def records() -> Iterator[Found]:
	"""Names and labels of the other standard records."""
	for kind, keys in RECORD_KEYS.items():
		for path in repo.records(kind):
			yield from ((text, path) for text in record_texts(repo.load(path), keys))


def record_texts(data: dict, keys: tuple[str, ...]) -> Iterator[str]:
	yield from (data.get(key) or "" for key in keys)
	for table in ROW_TABLES:
		yield from (row.get(key) or "" for row in data.get(table) or () for key in ROW_KEYS)
	yield from (
		strip_tags(text) for text in re.findall(r'"text":\s*"((?:\\.|[^"\\])*)"', data.get("content") or "")
	)


def python() -> Iterator[Found]:
	"""Literal texts of ``_()`` in the package."""
	for source in repo.python(f"{PACKAGE}/"):
		yield from ((text, f"{source.path}:{line}") for line, text in python_texts(source))


def python_texts(source: Source) -> Iterator[tuple[int, str]]:
	for call in _translate_calls(source):
		if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
			yield call.lineno, call.args[0].value


def python_problems(source: Source) -> list[Problem]:
	"""Texts built before they are translated, which no catalogue has, and messages that are not translated at all."""
	found = []
	for call in _translate_calls(source):
		first = call.args[0]
		formatted = isinstance(first, ast.Call) and getattr(first.func, "attr", "") == "format"
		if formatted or isinstance(first, ast.JoinedStr | ast.BinOp):
			found.append((call, "the text inside _() is built first: translate a literal, then format it"))
	for call in (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)):
		if dotted(call.func) in MESSAGES and any(map(_is_plain_text, (*call.args[:1], *_titles(call)))):
			found.append((call, "the message or its title is not translated: put it into _()"))
	return [Problem(f"{source.path}:{call.lineno}", text) for call, text in found]


def _is_plain_text(node: ast.AST) -> bool:
	if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
		node = node.func.value
	return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _titles(call: ast.Call) -> list[ast.AST]:
	return [key.value for key in call.keywords if key.arg in ("msg", "title")]


@cache
def _translate_calls(source: Source) -> list[ast.Call]:
	calls = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and node.args)
	return [call for call in calls if dotted(call.func) in PYTHON_NAMES]


def scripts() -> Iterator[Found]:
	"""Literal texts of ``__()`` in JavaScript and of ``_()`` in templates."""
	for path in script_files():
		yield from ((text, path) for text in script_texts(repo.read(path)))


def script_files() -> list[str]:
	return [
		path for path in repo.files() if path.startswith(f"{PACKAGE}/") and path.endswith((".js", ".html"))
	]


def script_texts(text: str) -> Iterator[str]:
	yield from (said for said, _contexts in script_calls(text))


def script_calls(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
	"""(text, its context if it names one) of every literal that is translated."""
	for call in CALL.finditer(text):
		quoted = QUOTED.match(text, call.end())
		if quoted:
			named = CONTEXT.match(text, quoted.end())
			said = ESCAPE.sub(lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), quoted[2])
			yield said, (named[1],) if named else ()


def script_problems(path: str, text: str) -> list[Problem]:
	"""Texts built inside ``__()``, and labels and messages of a dialog that are not translated at all."""
	places = []
	for call in CALL.finditer(text):
		quoted = QUOTED.match(text, call.end())
		if quoted and (
			(quoted[1] == "`" and "${" in quoted[2]) or text[quoted.end() :].lstrip().startswith("+")
		):
			places.append(
				(call.start(), "the text inside __() is built first: translate a literal, pass the values")
			)
	if path.endswith(".js"):
		places += [
			(found.start(), "the text is not translated: put it into __()")
			for found in UNTRANSLATED.finditer(text)
		]
	return [Problem(f"{path}:{text.count(chr(10), 0, at) + 1}", told) for at, told in places]


def tables() -> Iterator[Found]:
	"""Texts of the ticket table and the roles, translated where they are shown."""
	where = f"{PACKAGE}/tickets/life/rules_ticket.py"
	yield from ((row.label, where) for row in rules_ticket.TRANSITIONS)
	yield from ((status, where) for status in rules_ticket.STATUSES)
	yield from ((row.waiting_on, where) for row in rules_ticket.TRANSITIONS)
	yield from ((role, f"{PACKAGE}/core/access/roles.py") for role in ROLES)
	yield from (
		(risk, f"{PACKAGE}/parts/rules_spare_parts.py")
		for risk in (*rules_spare_parts.RISKS, *rules_spare_parts.UNIT_WORDS.values())
	)
	yield from ((state, f"{PACKAGE}/delivery/rules_milestones.py") for state in rules_milestones.STATES)
	yield from (
		(risk, f"{PACKAGE}/parts/rules_spare_parts.py")
		for risk in (*rules_spare_parts.RISKS, *rules_spare_parts.UNIT_WORDS.values())
	)
	yield from ((text, f"{PACKAGE}/figures/rules_kpi.py") for row in rules_kpi.KPIS for text in (row.title, row.words))
	yield (rules_kpi.PRACTICE, f"{PACKAGE}/figures/rules_kpi.py")
	yield from ((text, f"{PACKAGE}/contractors/breach/rules_chronology.py") for text in rules_chronology.CHAIN)
	yield from ((f"Joint Check: {code}", f"{PACKAGE}/money/releases/rules_release.py") for code in rules_release.KNOWN)
	yield from ((text, f"{PACKAGE}/figures/rules_figures.py") for text in rules_figures.texts())
	yield from ((text, f"{PACKAGE}/reports/rules_stage_reports.py") for text in rules_stage_reports.texts())
	yield from ((text, f"{PACKAGE}/reports/rules_forms.py") for text in rules_forms.texts())
	yield from ((text, f"{PACKAGE}/archive/rules_unit_sections.py") for text in rules_unit_sections.texts())


def strip_tags(text: str) -> str:
	return re.sub(r"<[^>]+>", "", text.replace('\\"', '"')).strip()


def catalogue() -> list[list[str]]:
	"""Rows of zh.csv; no file, no rows."""
	if ZH not in repo.files():
		return []
	return [row for row in csv.reader(repo.read(ZH).splitlines(keepends=True)) if row]


def missing() -> dict[str, str]:
	"""Texts without a row in zh.csv, and where each stands."""
	known = {row[0] for row in catalogue()}
	return {text: where for text, where in collect().items() if text not in known}


def untranslated_where_shown() -> list[Found]:
	"""Texts, and the places that show them, whose rows are all for other places. Frappe looks the texts of a DocType up with the
	DocType as their context, then without one; our own code those it shows with the context of this app (core/wording.py).
	"""
	known = {(row[0], row[2] if len(row) > 2 else "") for row in catalogue()}
	return sorted(
		{
			(text, place)
			for text, place, contexts in chain(_shown_by_documents(), _shown_by_code())
			if LETTER.search(text) and not known & {(text, context) for context in ("", *contexts)}
		}
	)


Shown = tuple[str, str, tuple[str, ...]]


def _shown_by_documents() -> Iterator[Shown]:
	"""(text, DocType, contexts) of all texts of DocTypes: Frappe looks headings of tables and tabs, and groups of links, up without one."""
	for data in map(repo.load, repo.doctype_files()):
		bare = {row.get("group") for row in data.get("links", ())} | {
			row.get("label") for row in data.get("fields", ()) if row["fieldtype"] in BARE_HEADINGS
		}
		yield from ((text, data["name"], () if text in bare else (data["name"],)) for text in document_texts(data))
	yield from ((text, place, ()) for text, place in records())


def _shown_by_code() -> Iterator[Shown]:
	"""(text, file, contexts) of the literals in our modules, templates and scripts, and of the tables they show."""
	for source in repo.python(f"{PACKAGE}/"):
		ours = (OURS,) if OWN_IMPORT in source.text else ()
		for call in _translate_calls(source):
			if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
				named = (key.value.value for key in call.keywords if key.arg == "context" and isinstance(key.value, ast.Constant))
				yield call.args[0].value, source.path, (*ours, *named)
	for path in script_files():
		text = repo.read(path)
		ours = (OURS,) if any(own in text for own in OWN_SCRIPTS) else ()
		yield from ((said, path, (*ours, *named)) for said, named in script_calls(text))
	yield from ((text, place, (OURS,)) for text, place in tables())


def main(arguments: list[str]) -> int:
	"""``--missing`` or ``--all``: texts as CSV on standard output."""
	if arguments not in (["--missing"], ["--all"]):
		print("usage: python3 -m tests.architecture.strings --missing | --all", file=sys.stderr)
		return 2
	out = csv.writer(sys.stdout, lineterminator="\n")
	out.writerows((missing() if arguments == ["--missing"] else collect()).items())
	return 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
