"""Base of every document that belongs to a project."""

from __future__ import annotations

from functools import cache

import frappe
from frappe import _
from frappe.model.document import Document

from fangxiu_app.core import table_rows
from fangxiu_app.core.access import incoming, realtime_rooms, stored
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.access.incoming import NUMBERS
from fangxiu_app.core.access.links import prime
from fangxiu_app.core.access.scope import allowed_projects, check_project
from fangxiu_app.core.access.typed_document import TypedDocument


class ForeignProjectError(frappe.ValidationError):
	"""A link points to a document of another project."""


class LockedFieldError(frappe.ValidationError):
	"""A field that only an action may change was changed directly."""


#: Named after their project, so that a name never comes to stand in another one: one look per request is enough.
NAMED_BY_PROJECT = ("Unit Archive", "Estate Building")


@cache
def _names_of(cls: type) -> frozenset[str]:
	"""Names that the classes of this app define on a document, which requests must not set."""
	return frozenset(name for base in cls.__mro__ if base not in Document.__mro__ for name in vars(base))


def _project_of(doctype: str, name: str) -> str | None:
	return frappe.db.get_value(doctype, name, "project", cache=doctype in NAMED_BY_PROJECT)


class ProjectDocument(TypedDocument):
	"""Checks that the user may work in the project, and that all its links stay inside that project."""

	#: Fields that only the app's own actions write. Anything else is refused: form, REST, import and bulk edit alike.
	locked_fields: tuple[str, ...] = ()
	#: Fields that stay as the document was made with: what was recorded, by whom and when, and what it was made from.
	fixed_fields: tuple[str, ...] = ()

	def notify_update(self):
		"""Announce the change to the open form, and to lists of this project only."""
		super().notify_update()
		if not frappe.flags.in_patch:
			realtime_rooms.tell_lists(self)

	def load_from_db(self):
		"""Read the document, and note its project: rights are judged on it, whatever is set afterwards."""
		self._load()
		stored.remember(self)
		return self

	def db_insert(self, *args, **kwargs):
		super().db_insert(*args, **kwargs)
		stored.remember(self)

	def check_if_latest(self):
		"""Frappe's check; what is cancelled is what is stored: Frappe checks nothing else before it writes all that was sent."""
		super().check_if_latest()
		if self._action == "cancel":
			stored.keep_on_cancel(self)

	def _load(self):
		"""Frappe's reading; with the document's row locked, lock that row alone.

		Frappe then locks the rows of its tables too, and with them the gaps to the neighbours' rows: two people on two
		documents stop one another when each adds a row. Whoever changes rows holds the document's own lock, so a picture
		that shows the document as it stands shows its rows too. Only an older picture is read again with locks.
		"""
		tables = self.meta.get_table_fields() if self.flags.for_update and not self.meta.issingle else ()
		if not tables:
			return super().load_from_db()
		self.flags.fx_row_only = True
		try:
			super().load_from_db()
		finally:
			self.flags.fx_row_only = False
		self._table_fieldnames = {df.fieldname for df in tables}
		pictures = {df.fieldname: self._picture(df) for df in tables}
		if any(seen != self.modified for seen, _rows in pictures.values()):
			return super().load_from_db()
		for fieldname, (_seen, rows) in pictures.items():
			self.set(fieldname, rows)
		return self

	def _get_table_fields(self):
		return [] if self.flags.fx_row_only else super()._get_table_fields()

	def _picture(self, df) -> tuple:
		"""The document's time of last change as this transaction reads it, and the rows of a table, without locks."""
		parent, row = frappe.qb.DocType(self.doctype), frappe.qb.DocType(df.options)
		mine = (row.parent == parent.name) & (row.parenttype == self.doctype)
		query = frappe.qb.from_(parent).left_join(row).on(mine & (row.parentfield == df.fieldname))
		query = query.select(parent.modified.as_("fx_seen"), row.star).where(parent.name == self.name)
		found = query.orderby(row.idx).run(as_dict=True)
		seen = {each.pop("fx_seen") for each in found}
		return seen.pop() if seen else None, [each for each in found if each.name]

	def update_child_table(self, fieldname, df=None):
		"""Write the rows of a table; those that are gone are deleted by their names, not searched for with locks."""
		before = self.get_doc_before_save()
		if before is None or self.flags.ignore_children_type:
			return super().update_child_table(fieldname, df)
		df = df or self.meta.get_field(fieldname)
		rows = self.get(df.fieldname)
		kept = {row.name for row in rows}
		for row in before.get(df.fieldname) or ():
			if row.name not in kept:
				frappe.db.delete(df.options, {"name": row.name})
		for row in rows:
			row.db_update()

	def set(self, key, value, as_value=False):
		"""Set a field; names that are no fields are ignored.

		Frappe sets every key of a request's body, so ``locked_fields`` in it would open all locks. Raises BadValueError where a table
		gets something else than a list of rows.
		"""
		if key in _names_of(type(self)):
			return
		if key in self._table_fieldnames:
			incoming.check_rows(self.meta.get_field(key), value)
		super().set(key, value, as_value)

	def update(self, d):
		"""Set several fields, with the same limits: version 16 of the framework no longer calls :meth:`set` for each."""
		rules = _names_of(type(self))
		for key in set(d) & set(self._table_fieldnames):
			incoming.check_rows(self.meta.get_field(key), d[key])
		return super().update({key: value for key, value in d.items() if key not in rules})

	def check_permission(self, permtype="read", permlevel=None):
		"""Frappe's check, with an answer that says what to do instead of a bare "not permitted"."""
		said = len(frappe.local.message_log)
		if not self.has_permission(permtype):
			del frappe.local.message_log[said:]
			frappe.throw(self.refusal(permtype), frappe.PermissionError, title=_("Not Allowed"))

	def has_permission(self, permtype="read", **options) -> bool:
		"""Frappe asks a document for the right to delete only when it is being deleted: the answer says what to do."""
		said = len(frappe.local.message_log)
		allowed = super().has_permission(permtype, **options)
		if permtype == "delete" and not allowed:
			del frappe.local.message_log[said:]
			frappe.throw(self.refusal(permtype), frappe.PermissionError, title=_("Not Allowed"))
		return allowed

	def refusal(self, permtype: str) -> str:
		"""Why the session's user may not do this, and the way out; nothing about a document of another project."""
		document = (frappe.bold(_(self.doctype)), self.name or "")
		if permtype == "delete":
			return _(
				"{0} {1} stays on record: nobody with your roles deletes it. Correct it, or withdraw or cancel it by the actions on its form."
			).format(*document)
		if permtype == "create" and not self.get("project"):
			return _("Choose the project first: {0} without one belongs to nobody.").format(document[0])
		rights = {
			"read": _("open"),
			"write": _("change"),
			"create": _("create"),
			"submit": _("submit"),
			"cancel": _("cancel"),
			"print": _("print"),
		}
		return _(
			"You may not {0} {1} {2}: your roles do not give this right, or the project is not yours. Ask a colleague who has it, or the administrator for the role or the project."
		).format(rights.get(permtype, permtype), *document)

	def _validate_links(self):
		"""Every value of its field's kind, before any rule looks at it; then Frappe's check of links, read together."""
		if self.docstatus != 2:
			incoming.convert(self)
			table_rows.number(self)
			table_rows.check_order(self.get_doc_before_save(), self, LockedFieldError)
		self._fx_projects = prime(self) if not self.flags.ignore_links else {}
		super()._validate_links()

	def check_project_scope(self) -> None:
		"""Raise PermissionError for a foreign project, ForeignProjectError for a link out of the project."""
		if not self.flags.ignore_permissions:
			check_project(self.project, self.doctype)
		self.check_people()
		for df, owner, row in self._project_links():
			value = owner.get(df.fieldname)
			if value and self._project_of(df.options, value) != self.project:
				frappe.throw(
					_("{0}{1} {2} belongs to another project. Choose one of project {3}.").format(
						row, _(df.label, context=df.parent), frappe.bold(value), frappe.bold(self.project)
					),
					ForeignProjectError,
					title=_("Another Project"),
				)

	def check_people(self) -> None:
		"""Check that users chosen in a document have a right to its project.

		Fields filled in by actions name the user who acted, and are not checked.
		"""
		if self.flags.fx_action:
			return
		before = self.get_doc_before_save()
		for df in self.meta.get("fields", {"fieldtype": "Link", "options": "User", "read_only": 0}):
			user = self.get(df.fieldname)
			if not user or (before and before.get(df.fieldname) == user) or user == frappe.session.user:
				continue
			projects = allowed_projects(user)
			seen = projects is None or self.project in projects
			if not seen or not frappe.db.get_value("User", user, "enabled"):
				frappe.throw(
					_(
						"{0}: {1} may not open project {2}. Choose somebody with a right to it, or ask the administrator for one."
					).format(
						_(df.label, context=df.parent),
						frappe.bold(frappe.utils.get_fullname(user)),
						frappe.bold(frappe.get_cached_value("Project", self.project, "project_name")),
					),
					ForeignProjectError,
					title=_("Another Project"),
				)

	def check_locked_fields(self) -> None:
		"""Raise LockedFieldError when a locked field differs from the stored (or, for a new document, the default) value."""
		if self.flags.fx_action:
			return
		before = self.get_doc_before_save()
		for fieldname in self.locked_fields:
			df = self.meta.get_field(fieldname)
			old = before.get(fieldname) if before else df.default
			if self._differs(df, old, self.get(fieldname)):
				frappe.throw(
					_(
						"{0} cannot be changed directly. Use the actions on the form of {1}: they record who did what and when."
					).format(frappe.bold(_(df.label, context=df.parent)), frappe.bold(_(self.doctype))),
					LockedFieldError,
					title=_("Changed by Actions Only"),
				)

		self._check_fixed_fields(before)

	def _check_fixed_fields(self, before) -> None:
		for df in map(self.meta.get_field, (*self.fixed_fields, "amended_from") if before else ()):
			if df and self._differs(df, before.get(df.fieldname), self.get(df.fieldname)):
				frappe.throw(
					_("{0} of {1} {2} stays as it was recorded. Write what was otherwise in a comment, or make a new one.").format(
						frappe.bold(_(df.label, context=df.parent)), _(self.doctype), frappe.bold(self.name)
					),
					LockedFieldError,
					title=_("Stays on Record"),
				)

	def stored(self, ptype: str = "read"):
		"""The document as the database has it, its row locked, after the right ``ptype`` on it was checked.

		Frappe calls a form's method on what the browser sent: fields, project and state in it may be anything.
		"""
		doc = frappe.get_doc(self.doctype, self.name, for_update=True)
		doc.flags.fx_locked = True
		doc.check_permission(ptype)
		return doc

	def write_by_action(self, ignore_permissions: bool = False) -> None:
		"""Insert or save with the locked fields open: for the app's own actions, which have checked who may do what."""
		self.flags.fx_action = True
		try:
			self.save(ignore_permissions=ignore_permissions)
		finally:
			self.flags.fx_action = False

	def _project_of(self, doctype: str, name: str) -> str | None:
		"""Project of a linked document: as read with the links of this very save, else from the database."""
		read = getattr(self, "_fx_projects", {})
		if (doctype, name) in read:
			return read[doctype, name]
		return _project_of(doctype, name)

	def _project_links(self):
		"""(field, row or document, row label) of every changed or new link to a project document."""
		before = self.get_doc_before_save()
		for df in self.meta.get_link_fields():
			if df.options in PROJECT_DOCTYPES and (
				not before or before.get(df.fieldname) != self.get(df.fieldname)
			):
				yield df, self, ""
		for table in self.meta.get_table_fields():
			links = [
				df
				for df in frappe.get_meta(table.options).get_link_fields()
				if df.options in PROJECT_DOCTYPES
			]
			for child in self.get(table.fieldname) if links else ():
				for df in links:
					yield df, child, _("Row {0}:").format(child.idx) + " "

	@staticmethod
	def _differs(df, old, new) -> bool:
		if df.fieldtype in ("Datetime", "Date"):
			parse = frappe.utils.get_datetime if df.fieldtype == "Datetime" else frappe.utils.getdate
			try:
				return (parse(old) if old else None) != (parse(new) if new else None)
			except ValueError:  # no date at all, so not the stored one
				return True
		if df.fieldtype in NUMBERS:
			return frappe.utils.flt(old) != frappe.utils.flt(new)
		if df.fieldtype in frappe.model.table_fields:
			return table_rows.differ(df, old, new, ProjectDocument._differs)
		return (old or "") != (new or "")
