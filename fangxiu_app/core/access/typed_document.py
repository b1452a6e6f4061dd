"""Checks on what is typed into any document: phone numbers must be diallable, texts fit their space in print, days lie within reach."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from fangxiu_app.core import entered_days, phone

#: Characters of a free text whose field sets no length of its own: a page of print.
LIMITS = {"Data": 140, "Small Text": 2000, "Text": 10000}
#: Texts the app composes from records: as long as what they tell of.
COMPOSED = frozenset(
	(
		("Access Link", "questions"),
		("Approval Log", "steps"),
		("Clock Escalation", "told"),
		("Outbox Message", "error"),
		("Outbox Message", "text"),
		("Unit Archive", "search_text"),
		("Unit Transfer", "open_items"),
	)
)


class InvalidPhoneError(frappe.ValidationError):
	"""A phone number nobody can dial."""


class TypedDocument(Document):
	"""Checks every newly typed text, phone number and day in a document and its rows, and writes phones in one format.

	Stored values are left alone until somebody changes them.
	"""

	def _validate(self):
		self.check_typed()
		entered_days.check(self)
		super()._validate()

	def check_typed(self) -> None:
		"""Raise InvalidPhoneError or CharacterLengthExceededError, naming row and field; rewrite phone numbers."""
		before = self.get_doc_before_save()
		for doc in (self, *self.get_all_children()):
			old = entered_days.stored(before, doc) if before else None
			for df in doc.meta.fields:
				value = doc.get(df.fieldname)
				if isinstance(value, str) and value and not (old and old.get(df.fieldname) == value):
					_check(doc, df, value)


def is_phone_field(df) -> bool:
	"""Whether a field holds a number to dial: by its name, so that a new field cannot be forgotten."""
	return df.fieldtype == "Data" and df.fieldname.endswith(("phone", "mobile", "fax"))


def _check(doc, df, value: str) -> None:
	row = _("Row {0}:").format(doc.idx) + " " if doc.get("parentfield") else ""
	most = df.fieldtype in LIMITS and (df.length or LIMITS[df.fieldtype])
	if most and len(value) > most and (doc.doctype, df.fieldname) not in COMPOSED:
		frappe.throw(
			_("{0}{1} has {2} characters; {3} fit. Shorten it, or attach the long text as a file.").format(
				row, frappe.bold(_(df.label, context=df.parent)), len(value), most
			),
			frappe.CharacterLengthExceededError,
			title=_("Text Too Long"),
		)
	if is_phone_field(df):
		number = phone.written(value)
		if number is None:
			frappe.throw(
				_(
					"{0}{1}: {2} is no phone number. Enter the 11 digits of a mobile, a landline with its area code (转 before an extension), or a 400 or 800 number."
				).format(row, frappe.bold(_(df.label, context=df.parent)), escape_html(value[:40])),
				InvalidPhoneError,
				title=_("Phone Number"),
			)
		doc.set(df.fieldname, number)
