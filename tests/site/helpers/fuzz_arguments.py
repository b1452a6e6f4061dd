"""Every whitelisted method of every app, and what a stranger would send to each: the other project's documents, own ones, rubbish."""

from __future__ import annotations

import inspect
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import frappe

from tests.site.helpers import endpoints

APPS = ("frappe", "erpnext", "fangxiu_app")
#: Not imported: written for other frameworks' test runs and old versions.
APART = ("/patches/", "/tests/", "/test_")
#: What the caller may know: names. The rest of the vouchers is told by what they are of.
SUBJECTS = ("Repair Ticket", "Unit Archive", "Warranty Agreement", "Contractor Deduction", "Third Party Order", "Purchase Invoice")
WRONG = ("", None, "abc", -1, 10**30, True, [1, None], {"a": {"b": [1]}}, "[1, null]", '{"a": [1]}', "{", "a\0b", "\ud800", "2026-02-30", "x" * 300)
DOCTYPES = "doctype dt document_type doc_type reference_doctype ref_doctype ref_type voucher_type link_doctype parenttype from_doctype target_doctype based_on reference_type source_doctype dimension_doctype".split()
NAMES = "docname dn name doc_name reference_name ref_name ref_docname voucher_no source_name parent link_name document_name value root doc_names against_voucher purchase_order invoice".split()
LISTS = "names docnames items_list source_names name_list vouchers doc_list names_list".split()
FILES = "file_url file image_url fid file_name filename".split()
PEOPLE = ("user", "email", "assign_to", "owner")
DAYS = {"from_date": "2020-01-01", "to_date": "2040-01-01", "start_date": "2020-01-01", "end_date": "2040-01-01"}
#: Values of parameters that name no document.
USUAL = {
	**DAYS,
	"party_type": "Supplier",
	"txt": "",
	"searchfield": "name",
	**dict.fromkeys(("start", "limit_start"), 0),
	**dict.fromkeys(("page_len", "page_length", "limit"), 500),
	"fields": '["*"]',
	**dict.fromkeys(("fieldname", "field"), "name"),
	**dict.fromkeys(("as_dict", "ignore_permissions"), 1),  # what a request may ask for, and must not be given
	"status": "Closed",
	**dict.fromkeys(("posting_date", "date"), "2026-01-01"),
	"values": "{}",
	"file_format_type": "CSV",
}


@dataclass(frozen=True)
class Method:
	"""A whitelisted function and how it is called; ``doctype`` for methods of documents."""

	path: str
	function: object
	doctype: str = ""

	@property
	def verb(self) -> str:
		allowed = frappe.allowed_http_methods_for_whitelisted_func[self.function]
		return "POST" if "POST" in allowed else allowed[0]


def modules() -> list[str]:
	"""Every module that whitelists something, in a fixed order."""
	found = []
	for app in APPS:
		root = Path(find_spec(app).origin).parent
		for file in sorted(root.rglob("*.py")):
			if not any(part in str(file) for part in APART) and "whitelist" in file.read_text(errors="ignore"):
				parts = file.relative_to(root.parent).with_suffix("").parts
				found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
	return found


def methods(some: list[str]) -> list[Method]:
	"""All that are defined in these modules, which are imported, in a fixed order."""
	for module in some:
		import_module(module)
	classes = {name.replace(" ", "").replace("-", ""): name for name in frappe.get_all("DocType", {"istable": 0}, pluck="name")}
	found = []
	for function in frappe.whitelisted:
		if function.__module__ not in some:
			continue
		owner = function.__qualname__.rpartition(".")[0]
		if not owner:
			found.append(Method(f"{function.__module__}.{function.__name__}", function))
		elif owner in classes:
			found.append(Method(function.__name__, function, classes[owner]))
	return sorted(found, key=lambda each: (each.doctype, each.path))


@dataclass
class Filler:
	"""Fills a signature from the documents of one project."""

	names: dict[str, str]
	file_url: str
	user: str
	commons: dict[str, str]

	def calls(self, method: Method, subjects=SUBJECTS) -> Iterator[dict]:
		"""The bodies of the calls, one for each subject where the method can be asked about several kinds of document."""
		given = inspect.signature(method.function).parameters
		several = set(given) & {*DOCTYPES, "args", "doc", "docs", "filters"} or any(
			one.kind is one.VAR_KEYWORD for one in given.values()
		)
		known = [one for one in subjects if one in self.names]
		own = self._of_module(method)
		for subject in known if several else [own or known[0]]:
			yield self._body(method, {name: self.value(method, name, one, subject) for name, one in given.items() if name != "self"}, subject)

	def _body(self, method: Method, arguments: dict, subject: str) -> dict:
		arguments = {name: value for name, value in arguments.items() if value is not inspect.Parameter.empty}
		kinds = {one.kind for one in inspect.signature(method.function).parameters.values()}
		if inspect.Parameter.VAR_KEYWORD in kinds:
			arguments |= self._everything(subject) | arguments
		if not method.doctype:
			return arguments
		call = {"method": method.path, "args": json.dumps(arguments, default=str)}
		name = self.names.get(method.doctype)
		if name:
			return {**call, "dt": method.doctype, "dn": name}
		return {**call, "docs": json.dumps({"doctype": method.doctype, **self._links(method.doctype)}, default=str)}

	def _links(self, doctype: str) -> dict:
		links = frappe.get_meta(doctype).get("fields", {"fieldtype": "Link"})
		known = {**self.commons, **self.names}
		return {df.fieldname: known[df.options] for df in links if df.options in known}

	def _of_module(self, method: Method) -> str:
		parts = method.function.__module__.split(".")
		scrubbed = parts[parts.index("doctype") + 1] if "doctype" in parts else ""
		return next((one for one in self.names if frappe.scrub(one) == scrubbed), "")

	def _everything(self, subject: str) -> dict:
		name = self.names[subject]
		known = {frappe.scrub(doctype): value for doctype, value in {**self.names, **self.commons}.items()}
		return {
			**known,
			"doctype": subject,
			"name": name,
			"docname": name,
			"dt": subject,
			"dn": name,
			"reference_doctype": subject,
			"reference_name": name,
			"party_type": "Supplier",
			"party": self.commons["Supplier"],
			"account": self.commons["Account"],
			"fields": ["*"],
			"filters": {},
		}

	def value(self, method: Method, name: str, parameter, subject: str):
		"""What is sent for one parameter; nothing for what is neither known nor asked for."""
		module = method.function.__module__.rpartition(".")[2]
		ours = method.function.__module__.startswith("fangxiu_app.")
		doctype = (endpoints.OTHERS.get((module, name)) or endpoints.DOCUMENTS.get(name)) if ours else None
		if doctype:
			return self.names.get(doctype) or self.commons.get(doctype, "x")
		if ours and name in endpoints.VALUES:
			return endpoints.value(f"{module}.{method.path}", name, "x")
		found = self._known(method, name, subject)
		if found is not None:
			return found
		if parameter.default is inspect.Parameter.empty and parameter.kind is not parameter.VAR_KEYWORD:
			number = any(kind in str(parameter.annotation) for kind in ("int", "float", "bool"))
			return 1 if number or "qty" in name or "amount" in name else "2026-01-01"
		return parameter.empty

	def _known(self, method: Method, name: str, subject: str):
		document = self._of_module(method) or subject
		several = "doctype" in inspect.signature(method.function).parameters
		both = {**self.names, **self.commons}
		one = json.dumps({"doctype": subject, "name": self.names[subject], "docname": self.names[subject], "remark": "x"})
		told = {
			**USUAL,
			**dict.fromkeys(DOCTYPES, subject),
			**dict.fromkeys(NAMES, self.names[subject if several else document]),
			**dict.fromkeys(LISTS, json.dumps([self.names[subject]])),
			**dict.fromkeys(FILES, self.file_url),
			**dict.fromkeys(PEOPLE, self.user),
			"party": both["Supplier"],
			"text": self.names[subject][:6],
			"filters": self._filters(subject),
			"doc": one,
			"docs": f"[{one}]",
			"args": json.dumps(self._everything(subject)),
			"report_name": both["Report"],
			"report": both["Report"],
		}
		return told.get(name, {frappe.scrub(doctype): value for doctype, value in both.items()}.get(name))

	def _filters(self, subject: str):
		"""As the desk sends them: in a body as an object or a list, in an address as text."""
		name = self.names[subject]
		ways = ({"name": name}, json.dumps([[subject, "name", "=", name]]), [["name", "=", name]])
		return ways[SUBJECTS.index(subject) % 3 if subject in SUBJECTS else 0]


def rubbish(body: dict, dice: random.Random) -> dict:
	"""The same call with something of another kind in each argument but one, and now and then one left out."""
	if "args" in body and "method" in body:
		inner = rubbish(json.loads(body["args"]), dice)
		return {**body, "args": json.dumps(inner)}
	kept = dice.choice([*body, None]) if body else None
	sent = {name: value if name == kept else dice.choice(WRONG) for name, value in body.items()}
	if sent and not dice.randrange(4):
		sent.pop(dice.choice(list(sent)))
	return sent
