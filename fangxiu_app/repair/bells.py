"""Frappe's own bell for everybody with a role who may see the project."""

from __future__ import annotations

import frappe

from fangxiu_app.queries.people import users_by_role


def ring(role: str, project: str, doctype: str, name: str, subject: str) -> list[str]:
	"""Put one line under the bell of each user with ``role`` in ``project``; returns the users."""
	people = users_by_role({role}).get(role, {})
	users = [user for user, projects in people.items() if projects is None or project in projects]
	for user in users:
		row = frappe.get_doc(
			{
				"doctype": "Notification Log",
				"for_user": user,
				"from_user": frappe.session.user,
				"type": "Alert",
				"document_type": doctype,
				"document_name": name,
				"subject": subject,
			}
		)
		# a bell is part of the action that was checked; nobody writes bells by hand
		row.insert(ignore_permissions=True)
	return users
