"""Real-time updates of comments and messages on open forms: a text that contains a number is announced, not sent.

Frappe sends the whole text to everybody who has the document open (15.56.1, ``docinfo_update``), also to users who read its
telephones covered. Here the form asks for such a text, and each reader gets it by his roles.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.comment.comment import Comment
from frappe.core.doctype.communication.communication import Communication
from frappe.desk.notifications import extract_mentions

from fangxiu_app.core.access import personal
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.access.methods import OURS
from fangxiu_app.core.framework import rendering

#: Says to an open form that its comments and messages are to be read anew.
EVENT = "fx_docinfo"


class ToldApart:
	"""A comment or message whose text is sent only to users who may read its numbers."""

	def notify_change(self, action: str) -> None:
		"""Frappe's update for open forms; for a text with a number only that there is a new one."""
		if not personal.holds_number(self):
			return super().notify_change(action)
		about = {"doctype": self.reference_doctype, "name": self.reference_name}
		frappe.publish_realtime(
			EVENT, about, doctype=self.reference_doctype, docname=self.reference_name, after_commit=True
		)


class OwnComment(ToldApart, Comment):
	def before_insert(self):
		"""Who is named in a comment is told what stands in it, and of which document: only whoever may open that.

		Frappe tells them of comments of every type, also of those it makes itself of a task. What people without a role of ours write
		about documents that are no project's stays Frappe's.
		"""
		named = set(extract_mentions(self.content or "")) if self.reference_doctype and self.reference_name else set()
		ours = named and (self.reference_doctype in PROJECT_DOCTYPES or not OURS.isdisjoint(frappe.get_roles()))
		for user in sorted(named) if ours else ():
			if not frappe.has_permission(self.reference_doctype, "read", self.reference_name, user=user):
				frappe.throw(
					_("{0} may not open this document and is not told of it. Take the name out of the comment.").format(
						frappe.bold(frappe.utils.escape_html(frappe.utils.get_fullname(user)))
					),
					frappe.PermissionError,
				)


class OwnCommunication(ToldApart, Communication):
	def mail_attachments(self, print_format=None, print_html=None, print_language=None):
		"""Frappe's list; a print that a request brings along as HTML loads no address outside of this site's own files."""
		own = rendering.own_only(print_html) if print_html else None
		return super().mail_attachments(print_format, own, print_language)
