"""Channels of the outbox: each a small class whose ``send(rows, now)`` returns the rows that failed with their reasons.

A new channel is a class in ``REGISTRY`` and an option of the Outbox Message's field Channel. ``send`` gets all due rows
of the channel at once and works on them together.
"""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.core.doctype.sms_settings import sms_settings
from frappe.utils import escape_html, validate_email_address

from fangxiu_app.core.access.reads_people import emails_of, projects_by_user, users_by_role
from fangxiu_app.core.row_locks import by_key
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import rules_gateway_answer

DESK_BELL, EMAIL, SMS, GROUP_ROBOT = "Desk Bell", "E-mail", "SMS", "Group Robot"
#: Seconds a gateway may take to answer.
TIMEOUT = 5
#: Bytes of one robot message (WeCom refuses more than 2048).
ROBOT_BYTES = 2000
LOG_COLUMNS = "name for_user type document_type document_name subject email_content from_user owner creation modified".split()


def default_for(kind: str, value: str) -> str:
	"""The channel of a recipient for whom none was named."""
	if kind != "Address":
		return DESK_BELL
	return EMAIL if "@" in value else SMS


def audience(rows: list) -> dict[str, set[str]]:
	"""Row → enabled users it is meant for who may see its project. A constant number of queries."""
	by_role = users_by_role({row.recipient for row in rows if row.recipient_kind == "Role"})
	by_user = projects_by_user({row.recipient for row in rows if row.recipient_kind == "User"})
	found = {}
	for row in rows:
		people = by_role.get(row.recipient, {}) if row.recipient_kind == "Role" else by_user
		named = people if row.recipient_kind == "Role" else {row.recipient} & set(people)
		found[row.name] = {user for user in named if people[user] is None or row.project in people[user]}
	return found


class DeskBell:
	"""Frappe's own bell: Notification Log rows, one statement for all."""

	def send(self, rows: list, now: datetime) -> dict[str, str]:
		people = audience(rows)
		bells, told = [], set()
		for row in rows:
			for user in sorted(people[row.name]):
				occasion = (user, row.dedupe_key or row.name)
				if occasion not in told:
					told.add(occasion)
					bells.append(self._log(row, user, now))
		if bells:
			frappe.db.bulk_insert("Notification Log", LOG_COLUMNS, bells)
			self._ring({user for user, _occasion in told})
		return {row.name: nobody(row) for row in rows if not people[row.name]}

	@staticmethod
	def _log(row, user: str, now: datetime) -> tuple:
		# the desk shows both texts as HTML
		text = escape_html(row.text or "").replace("\n", "<br>")
		what = (row.reference_doctype, row.reference_name, escape_html(row.subject), text)
		name = frappe.generate_hash(length=10)
		return (name, user, "Alert", *what, "Administrator", "Administrator", now, now)

	@staticmethod
	def _ring(users: set[str]) -> None:
		settings = by_key("Notification Settings")
		frappe.qb.update(settings).set(settings.seen, 0).where(settings.name.isin(sorted(users))).run()
		for user in users:
			frappe.publish_realtime("notification", user=user, after_commit=True)


class Email:
	"""Frappe's e-mail queue, inside the same transaction; it has its own sender and its own tries."""

	def send(self, rows: list, now: datetime) -> dict[str, str]:
		people = audience(rows)
		addresses = emails_of({user for users in people.values() for user in users})
		errors = {}
		for row in rows:
			to = sorted(addresses[user] for user in people[row.name] if addresses.get(user))
			if row.recipient_kind == "Address" and validate_email_address(row.recipient):
				to = [row.recipient]
			if not to:
				errors[row.name] = nobody(row)
				continue
			frappe.sendmail(
				recipients=to,
				subject=row.subject,
				message=escape_html(row.text or row.subject).replace("\n", "<br>"),
				reference_doctype=row.reference_doctype,
				reference_name=row.reference_name,
				attachments=[{"file_url": url} for url in (row.attachment or "").splitlines()] or None,
			)
		return errors


class Sms:
	"""Frappe's SMS Settings; where no gateway is set, the message fails and says so."""

	def send(self, rows: list, now: datetime) -> dict[str, str]:
		if not frappe.db.get_single_value("SMS Settings", "sms_gateway_url"):
			why = _("No SMS gateway is set in SMS Settings. Set one, or phone the recipient.")
			return dict.fromkeys((row.name for row in rows), why)
		settings = frappe.get_cached_doc("SMS Settings")
		told = ((row.name, self._post(settings, row.recipient, row.text or row.subject)) for row in rows)
		return {name: why for name, why in told if why}

	@staticmethod
	def _post(settings, number: str, text: str) -> str:
		"""The gateway's reason for refusing; empty where it accepted. Frappe's sender has no timeout and takes every 200 as success."""
		headers, values = sms_settings.get_headers(settings), {}
		for each in settings.parameters:
			if not each.header:
				values[each.parameter] = each.value
		values |= {settings.message_parameter: text, settings.receiver_parameter: number}
		as_json = headers.get("Content-Type") == "application/json"
		place = "params" if not settings.use_post else "json" if as_json else "data"
		session = frappe.utils.get_request_session(max_retries=0)
		call = session.post if settings.use_post else session.get
		try:
			answer = call(settings.sms_gateway_url, headers=headers, timeout=TIMEOUT, **{place: values})
			answer.raise_for_status()
		except OSError as error:
			# the address holds the gateway's secrets: an error of the library would quote it
			return _("The SMS gateway did not answer: {0}.").format(type(error).__name__)
		said = rules_gateway_answer.refusal(answer.text)
		if said:
			return _("The SMS gateway refused: {0}.").format(said)
		sms_settings.create_sms_log({"message": text.encode(), "receiver_list": [number]}, [number])
		return ""


class GroupRobot:
	"""The webhook of a group chat: the texts of all due rows in as few messages as fit. Off unless set."""

	def send(self, rows: list, now: datetime) -> dict[str, str]:
		settings = frappe.get_cached_doc("Fangxiu Settings")
		if not settings.robot_enabled:
			why = _("The group robot is switched off in Fangxiu Settings.")
			return dict.fromkeys((row.name for row in rows), why)
		errors = {}
		for part in _parts(rows):
			text = "\n".join(row.subject for row in part)
			why = self._post(settings, text)
			errors.update(dict.fromkeys((row.name for row in part), why) if why else {})
		return errors

	@staticmethod
	def _post(settings, text: str) -> str:
		session = frappe.utils.get_request_session(max_retries=0)
		try:
			answer = session.post(
				settings.get_password("robot_url"), json=_body(settings, text), timeout=TIMEOUT
			)
			answer.raise_for_status()
			said = answer.json()
		except (OSError, ValueError) as error:
			# the address is a secret: an error of the library would quote it
			return _("The group robot did not answer: {0}.").format(type(error).__name__)
		code = said.get("errcode", said.get("code", 0))
		return _("The group robot refused: {0}.").format(str(said)[:300]) if code else ""


REGISTRY = {DESK_BELL: DeskBell, EMAIL: Email, SMS: Sms, GROUP_ROBOT: GroupRobot}


def nobody(row) -> str:
	"""Why a message has no recipient, and what to do."""
	if row.recipient_kind == "Role":
		return _(
			"Nobody with the role {0} may see project {1}. Give somebody the role and the project."
		).format(_(row.recipient), row.project)
	if row.recipient_kind == "User":
		return _("User {0} is disabled or may not see project {1}.").format(row.recipient, row.project)
	return _("{0} cannot be reached on this channel.").format(row.recipient)


def _parts(rows: list) -> list[list]:
	parts, size = [], ROBOT_BYTES + 1
	for row in rows:
		length = len(row.subject.encode()) + 1
		if size + length > ROBOT_BYTES:
			parts.append([])
			size = 0
		parts[-1].append(row)
		size += length
	return parts


def _body(settings, text: str) -> dict:
	if settings.robot_kind == "Feishu":
		return {"msg_type": "text", "content": {"text": text}}
	return {"msgtype": "text", "text": {"content": text}}
