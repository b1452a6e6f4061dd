"""Base of documents that take effect by approval only: locks and refusals on the server (docs/adr/0045).

A controller derives from ``ApprovalGuard`` before ``ProjectDocument``, carries the fields of ``APPROVAL_FIELDS`` and calls
``check_approval()`` in ``validate``. Overridden ``before_insert``, ``before_submit`` and ``before_cancel`` call ``super()``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import frappe
from frappe.model import no_value_fields
from frappe.utils import cstr, flt

from fangxiu_app.approvals import reads_approval_log, rules_approval, service_approvals
from fangxiu_app.core.access import personal
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import describe, refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _

APPROVAL_FIELDS = ("approval_state", "approval_role", "approval_rule", "requested_by", "requested_at")
NUMBERS = ("Currency", "Float", "Int", "Check", "Percent")


class ApprovalGuard:
	"""Content is frozen from the request on; distinct people sign; only the last signature submits.

	``step_fields`` names, by role, fields that the role fills in while its signature is next ("table.field" for a row's);
	they join the frozen content with that signature. ``outside_content`` are fields written by the app itself. ``later_content``
	are fields that were signed where they were filled in, and that actions also fill in after the last signature. ``later_rows`` names,
	by table, the field that marks a row which an action added after the last signature: it stands beside what was signed.
	"""

	locked_fields = APPROVAL_FIELDS
	step_fields: ClassVar[dict[str, tuple[str, ...]]] = {}
	outside_content: ClassVar[tuple[str, ...]] = ()
	later_content: ClassVar[tuple[str, ...]] = ()
	later_rows: ClassVar[dict[str, str]] = {}

	def approval_amount(self) -> float:
		"""The amount that chooses the rule, in company currency."""
		raise NotImplementedError

	def approval_beside(self) -> dict[str, float]:
		"""Other documents about the same matter and party that are being approved, or were: number → amount in company currency.

		The sum of all of them chooses the rule, so that nothing is split to stay below a tier.
		"""
		return {}

	def approval_level(self) -> str:
		"""The level that chooses the rule beside the amount; empty for documents that have none."""
		return ""

	def round_begun(self) -> None:
		"""Called once approval has been asked for: other documents follow."""

	def round_ended(self, reason: str) -> None:
		"""Called once a round has ended without a decision: sent back, withdrawn or interrupted."""

	def approval_barred(self) -> dict[str, str]:
		"""Who must not sign, with the code of the reason: the author; documents add e.g. the ticket's engineer."""
		return {self.owner: "approval_author"}

	def lock_first(self) -> None:
		"""Take locks that come before the document's own row, so that no two actions wait for each other."""

	def check_ready(self) -> None:
		"""Refuse a request while something is missing; called once, before the round begins."""

	def lacks(self) -> list[str]:
		"""What :meth:`check_ready` would miss, in words, for the form before approval is requested."""
		return []

	def must_wait(self) -> bool:
		"""Whether only time is missing before approval can be requested: the form offers nothing until then."""
		return False

	def comes_later(self) -> bool:
		"""Whether an action of the document itself comes before approval can be requested: the form offers that one, and no request."""
		return False

	def check_step(self, role: str) -> None:
		"""Refuse the signature of ``role`` while what that role fills in is missing."""

	def approved_text(self) -> str:
		"""The author's notification with the last signature ({0} kind, {1} number), including the author's next step, if any."""
		return _("{0} {1} is approved.")

	def next_step(self) -> str:
		"""Who does what next with an approved document, for its form; empty where nothing waits or the form says it itself."""
		return ""

	def signed_rows(self, table: str) -> list:
		"""The rows of ``table`` that were signed: without those that an action added afterwards."""
		mark = self.later_rows.get(table)
		return [row for row in self.get(table) if not (mark and row.get(mark))]

	def signers_beside(self) -> tuple[str, ...]:
		"""Roles whose signature beside the steps is asked for and still missing: they may send it back as well."""
		return ()

	def can_be_cancelled(self) -> bool:
		"""Whether cancelling is offered at all: not where another action is the only way back."""
		return True

	def before_print(self, settings=None) -> None:
		"""The signatures, for the printed form."""
		service_approvals.check_intact(self.doctype, self.name)
		self.signatures = reads_approval_log.rows(self.doctype, self.name)

	def before_insert(self) -> None:
		"""A new document, also an amended one, begins its approval anew."""
		for field in APPROVAL_FIELDS:
			self.set(field, None)
		self.approval_state = rules_approval.DRAFT

	def before_submit(self) -> None:
		"""Checks every way to docstatus 1: form, REST, bulk action, import, server code."""
		if not self.flags.fx_approved:
			refuse([Violation("approval_submit")])
		refuse(rules_approval.check_submit(service_approvals.progress(self), self.approval_digest(())))

	def before_update_after_submit(self) -> None:
		"""Checks later steps: no action continues with a document that was changed without one."""
		self.check_locked_fields()
		service_approvals.check_intact(self.doctype, self.name)

	def before_cancel(self) -> None:
		if not self.flags.fx_cancelling:
			refuse([Violation("approval_cancel")])
		self.approval_state, self.approval_role = rules_approval.VOID, None

	def save_version(self) -> None:
		"""The last signature changes only the document's marks, and the Approval Log records it: no version is needed."""
		if not self.flags.fx_approved:
			super().save_version()

	def refusal(self, permtype: str) -> str:
		"""Nobody has the right to submit or cancel: the message names the action to use instead."""
		code = {"submit": "approval_submit", "cancel": "approval_cancel"}.get(permtype)
		return describe(Violation(code)) if code else super().refusal(permtype)

	def check_approval(self) -> None:
		"""For ``validate``: approval fields are written by actions, content is frozen while it is being approved."""
		self.check_locked_fields()
		before = self.get_doc_before_save()
		if self.flags.fx_action or not before or before.approval_state != rules_approval.IN_APPROVAL:
			return
		changed = self._changed(before)
		if changed:
			frappe.throw(
				_(
					"{0} is being approved and frozen: {1} cannot be changed. Send it back with a reason first; it is then approved anew."
				).format(frappe.bold(self.name), ", ".join(changed)),
				LockedFieldError,
				title=_("Frozen by Approval"),
			)

	def approval_digest(self, ahead: Iterable[str]) -> str:
		"""Digest of the content without what belongs to the roles still to sign."""
		skipped = {name for role in ahead for name in self.step_fields.get(role, ())}
		return rules_approval.digest(self._content(skipped))

	def is_sealed_by(self, seal: str) -> bool:
		"""Whether the document equals what ``seal`` was made over, or differs only in ``later_content`` that was empty then."""
		return seal == self.approval_seal() or bool(self.later_content and seal == self.approval_seal(self.later_content))

	def approval_seal(self, without: tuple[str, ...] = ()) -> str:
		"""Digest of the signed content, for all later steps: without what later steps write, and without empty values.

		So a field added by an upgrade breaks no seal. Fetched values, and telephones, which may have to be erased by law, are not
		part of it.
		"""
		content: dict[str, object] = {}
		for df in self.meta.fields:
			if df.fieldtype == "Table":
				content[df.fieldname] = [_sealed(row, self._sealed_fields(row.meta, f"{df.fieldname}.")) for row in self.signed_rows(df.fieldname)]
		content |= _sealed(self, [df for df in self._sealed_fields(self.meta) if df.fieldname not in without])
		return rules_approval.digest({name: value for name, value in content.items() if value})

	def _sealed_fields(self, meta, table: str = "") -> list:
		left_out = {*APPROVAL_FIELDS, *self.outside_content, "amended_from"}
		return [
			df
			for df in meta.fields
			if df.fieldtype not in no_value_fields
			and not (df.allow_on_submit or df.fetch_from or personal.is_telephone_field(df.fieldname))
			and f"{table}{df.fieldname}" not in left_out
		]

	def open_fields(self, role: str | None) -> set[str]:
		"""Fields the session's user may fill in now: those of the next signature, if it is theirs to give.

		Holding the role is not enough: an author who holds it as well would say what somebody else has to answer for.
		"""
		fields = set(self.step_fields.get(role, ())) if role in frappe.get_roles() else set()
		return fields if fields and service_approvals.may_sign(self) else set()

	def _changed(self, before) -> list[str]:
		"""Labels of frozen fields that differ, tables with the number of the row."""
		allowed = before.open_fields(before.approval_role)
		old, new = before._content(allowed), self._content(allowed)
		labels = []
		for name in sorted(old.keys() | new.keys()):
			if old.get(name) == new.get(name):
				continue
			label = _(self.meta.get_label(name))
			rows = isinstance(new.get(name), list)
			labels.append(f"{label} ({_rows_apart(old[name], new[name])})" if rows else label)
		return labels

	def _content(self, skipped: set[str]) -> dict[str, object]:
		"""All content of the document as text, without the approval's and the app's own fields."""
		left_out = {*APPROVAL_FIELDS, *self.outside_content, *skipped, "amended_from"}
		content: dict[str, object] = {}
		for df in self.meta.fields:
			if df.fieldname in left_out or (df.fieldtype in no_value_fields and df.fieldtype != "Table"):
				continue
			if df.fieldtype == "Table":
				content[df.fieldname] = _table(self, df, left_out)
			else:
				content[df.fieldname] = _plain(df, self.get(df.fieldname))
		return content


def _table(doc, df, left_out: set[str]) -> list[list[str]]:
	inner = [
		child
		for child in frappe.get_meta(df.options).fields
		if child.fieldtype not in no_value_fields and f"{df.fieldname}.{child.fieldname}" not in left_out
	]
	return [[_plain(child, row.get(child.fieldname)) for child in inner] for row in doc.get(df.fieldname)]


def _sealed(doc, fields: list) -> dict[str, str]:
	"""The values of ``fields``, without empty and zero ones."""
	plain = {df.fieldname: _plain(df, doc.get(df.fieldname)) for df in fields}
	return {name: value for name, value in plain.items() if value not in ("", "0.000000")}


def _plain(df, value: object) -> str:
	if df.fieldtype in NUMBERS:
		return f"{flt(value, 6):.6f}"
	if df.fieldtype in ("Date", "Datetime") and value:
		parse = frappe.utils.getdate if df.fieldtype == "Date" else frappe.utils.get_datetime
		return cstr(parse(value))
	return cstr(value)


def _rows_apart(old: list, new: list) -> str:
	"""Numbers of the rows that differ, in words."""
	count = max(len(old), len(new))
	apart = [n + 1 for n in range(count) if old[n : n + 1] != new[n : n + 1]]
	return _("row {0}").format(", ".join(map(str, apart)))
