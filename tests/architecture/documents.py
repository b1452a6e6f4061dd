"""Rules of the DocTypes' JSON: project scope, rights, labels, indexes, form of the file."""

from __future__ import annotations

import ast
import json
from pathlib import PurePosixPath

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import CHILD_PARENTS, MASTERS, PROJECT_DOCTYPES

from . import allowed
from .repo import PACKAGE, Problem, Source, scrub

MODULE = "Fangxiu App"
#: MariaDB: 64 characters for a table name, three of them are Frappe's ``tab``.
LONGEST_NAME = 61
ADMINS = frozenset((roles.ADMINISTRATOR, "System Manager"))
KNOWN_ROLES = frozenset((*roles.ROLES, roles.FINANCE, roles.FINANCE_CLERK, "System Manager"))
UNLABELLED = ("Section Break", "Column Break", "Tab Break", "HTML")


def problems(path: str, data: dict) -> list[Problem]:
	"""Everything wrong with one DocType by itself."""
	checks = (_identity, _project, _rights, _labels, _options, _indexes, _said_once)
	return [Problem(path, text) for check in checks for text in check(path, data)]


def _said_once(_path: str, data: dict) -> list[str]:
	"""A link to a supplier shows its name: the column with the name is for lists and prints, not a second field of the form."""
	links = {
		field["fieldname"]
		for field in data["fields"]
		if field["fieldtype"] == "Link" and field.get("options") == "Supplier"
	}
	twice = [
		field["fieldname"]
		for field in data["fields"]
		if field["fieldname"].removesuffix("_name") in links - {field["fieldname"]}
		and field.get("read_only")
		and field.get("depends_on") != "eval:false"
	]
	return [] if data.get("istable") else [f"{name} says again what the link shows: depends_on eval:false" for name in twice]


def form_problems(path: str, text: str) -> list[Problem]:
	"""The file is written as Frappe writes it: one space of indent, sorted keys, a line end, no second ``field_order``."""
	data = json.loads(text)
	found = [] if list(data) == sorted(data) else ["keys are not sorted"]
	ascii_too = (json.dumps(data, indent=1, ensure_ascii=ascii) for ascii in (False, True))
	if text.rstrip("\n") not in ascii_too:
		found.append("not indented by one space per level, as Frappe exports it")
	if not text.endswith("\n"):
		found.append("no line end at the end of the file")
	names = [field["fieldname"] for field in data.get("fields", ()) if "fieldname" in field]
	found += [f"field {name} stands twice" for name in sorted({n for n in names if names.count(n) > 1})]
	if "field_order" in data and data["field_order"] != names:
		found.append("field_order differs from the fields")
	return [Problem(path, text) for text in found]


def controller_problems(data: dict, source: Source | None) -> list[Problem]:
	"""The controller exists, has the class Frappe looks for, and a project document derives from ProjectDocument."""
	where = f"DocType {data['name']}"
	if source is None:
		return [Problem(where, "has no controller file")]
	wanted = data["name"].replace(" ", "").replace("-", "")
	classes = {node.name: node for node in source.tree.body if isinstance(node, ast.ClassDef)}
	if wanted not in classes:
		return [Problem(source.path, f"has no class {wanted}")]
	bases = {getattr(base, "id", "") for base in classes[wanted].bases}
	if data["name"] in PROJECT_DOCTYPES and "ProjectDocument" not in bases:
		return [
			Problem(
				source.path,
				f"class {wanted} does not derive from ProjectDocument: nothing checks its project",
			)
		]
	return []


def list_problems(doctypes: dict[str, dict]) -> list[Problem]:
	"""The three lists of ``core.access.doctypes`` name every DocType once, and children belong to a table of their parent."""
	listed = [*PROJECT_DOCTYPES, *CHILD_PARENTS, *MASTERS]
	found = [
		Problem("core/access/doctypes.py", f"{name} is listed twice")
		for name in {n for n in listed if listed.count(n) > 1}
	]
	found += [
		Problem("core/access/doctypes.py", f"{name} is not a DocType of the app")
		for name in set(listed) - set(doctypes)
	]
	found += [
		Problem("core/access/doctypes.py", f"{name} is in none of the lists: who may see it?")
		for name in set(doctypes) - set(listed)
	]
	for child, parent in CHILD_PARENTS.items():
		tables = {
			f.get("options")
			for f in doctypes.get(parent, {}).get("fields", ())
			if f["fieldtype"].startswith("Table")
		}
		if child not in tables:
			found.append(Problem("core/access/doctypes.py", f"{child} is no table of {parent}"))
	for name in (name for name, data in doctypes.items() if name in PROJECT_DOCTYPES and data.get("istable")):
		found.append(
			Problem("core/access/doctypes.py", f"{name} is a child table: name its parent in CHILD_PARENTS")
		)
	return found


def fields(data: dict, *fieldtypes: str) -> list[dict]:
	return [field for field in data.get("fields", ()) if field["fieldtype"] in fieldtypes]


def _identity(path: str, data: dict) -> list[str]:
	found = [] if data.get("module") == MODULE else [f"module is {data.get('module')!r}, not {MODULE!r}"]
	folder = PurePosixPath(path)
	if folder.stem != scrub(data["name"]) or folder.parent.name != scrub(data["name"]):
		found.append(f"folder and file are not named {scrub(data['name'])}")
	if len(data["name"]) > LONGEST_NAME:
		found.append(f"name is longer than {LONGEST_NAME} characters")
	if data.get("custom"):
		found.append("is marked custom: it would live in the database only")
	return found


def _project(path: str, data: dict) -> list[str]:
	if data["name"] not in PROJECT_DOCTYPES:
		return []
	field = next((f for f in data["fields"] if f["fieldname"] == "project"), None)
	if not field or (field["fieldtype"], field.get("options")) != ("Link", "Project"):
		return ["has no field project linked to Project"]
	return [
		f"project is not {flag}" for flag in ("reqd", "set_only_once", "search_index") if not field.get(flag)
	]


def _rights(path: str, data: dict) -> list[str]:
	rows = data.get("permissions", [])
	found = [f"role {row['role']} is unknown" for row in rows if row["role"] not in KNOWN_ROLES]
	found += [
		f"{row['role']} may share: that would pass the project scope"
		for row in rows
		if row.get("share") and row["role"] not in ADMINS
	]
	found += [
		f"{row['role']} may delete: records are kept"
		for row in rows
		if row.get("delete") and row["role"] not in ADMINS
	]
	found += [f"{row['role']} may set user permissions" for row in rows if row.get("set_user_permissions")]
	if data.get("istable"):
		return [*found, "a child table has rights of its own"] if rows else found
	return found if rows else [*found, "nobody has rights on it"]


def _labels(path: str, data: dict) -> list[str]:
	named = (field for field in data.get("fields", ()) if field["fieldtype"] not in UNLABELLED)
	return [
		f"field {field['fieldname']} has no label"
		for field in named
		if not (field.get("label") or "").strip()
	]


def _options(path: str, data: dict) -> list[str]:
	found = [
		f"field {f['fieldname']} links to nothing"
		for f in fields(data, "Link", "Table")
		if not f.get("options")
	]
	for field in fields(data, "Select"):
		options = (field.get("options") or "").split("\n")
		if len(options) != len(set(options)):
			found.append(f"field {field['fieldname']} has an option twice")
		if field.get("default") and field["default"] not in options:
			found.append(f"field {field['fieldname']} has a default that is no option")
	return found


def _indexes(path: str, data: dict) -> list[str]:
	if data["name"] not in (*PROJECT_DOCTYPES, *CHILD_PARENTS):
		return []
	return [
		f"link {field['fieldname']} to {field['options']} has no search_index (or a reason in allowed.UNINDEXED)"
		for field in fields(data, "Link")
		if field.get("options") in PROJECT_DOCTYPES
		and not (field.get("search_index") or field.get("unique"))
		and (data["name"], field["fieldname"]) not in allowed.UNINDEXED
	]


def record_problems(path: str, data: dict) -> list[Problem]:
	"""Standard records other than DocTypes: module, folder and roles."""
	found = [] if data.get("module") == MODULE else [f"module is {data.get('module')!r}, not {MODULE!r}"]
	stem = PurePosixPath(path).stem
	if scrub(data.get("name", "")) != stem or PurePosixPath(path).parent.name != stem:
		found.append(f"folder and file are not named {scrub(data.get('name', ''))}")
	found += [
		f"role {row.get('role')} is unknown"
		for row in data.get("roles", ())
		if row.get("role") not in KNOWN_ROLES
	]
	return [Problem(path, text) for text in found]


def controller_path(name: str) -> str:
	return f"{PACKAGE}/{PACKAGE}/doctype/{scrub(name)}/{scrub(name)}.py"
