"""Notifications: queued inside the caller's transaction, sent by the scheduler.

A service calls :func:`tell` where the thing happens; a rollback takes the message along. :func:`send_due` delivers what is due,
for all rows at once, catches up after downtime and retries failures later. Two senders at once share the work: rows another
one holds are skipped. Each recipient gets one message per key and channel: the key makes the row's name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import frappe
from frappe.utils import now_datetime
from pypika.terms import Case

from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.row_locks import by_key, claim
from fangxiu_app.core.time.calendar import next_opening
from fangxiu_app.core.time.reads_calendars import load_calendar
from fangxiu_app.messaging import channels

#: Rows of one round: bounds memory and the time locks are held.
BATCH = 500
#: (channel, messages of one transaction): bells before anything that waits for a gateway, and of what cannot be taken back
#: one at a time, so that a kill repeats at most the one in flight.
ROUNDS = ((channels.DESK_BELL, BATCH), (channels.EMAIL, BATCH), (channels.GROUP_ROBOT, BATCH), (channels.SMS, 1))
#: Minutes until the next try, by tries so far; after the last one the message has failed.
BACK_OFF = (1, 5, 15, 60, 240)
#: Stands in a stored text for the address that only the recipient is to learn; it is put in when the message is sent (adr/0168).
ADDRESS = "〔链接〕"
COLUMNS = (
	"name owner modified_by creation modified project subject text recipient_kind recipient recipient_name state channel"
	" urgent not_before next_try_at reference_doctype reference_name dedupe_key attachment"
).split()
READ = (
	"project subject text recipient_kind recipient channel tries reference_doctype reference_name dedupe_key attachment"
).split()


@dataclass(frozen=True, slots=True)
class Recipient:
	"""Who gets the message: a User, everybody with a Role who may see the project, or an Address (phone or e-mail)."""

	kind: str
	value: str
	name: str = ""


def user(name: str) -> Recipient:
	return Recipient("User", name)


def role(name: str) -> Recipient:
	return Recipient("Role", name)


def address(value: str, name: str = "") -> Recipient:
	"""A phone number or e-mail address of somebody without an account; ``name`` is only shown."""
	return Recipient("Address", value.strip(), name)


@dataclass(frozen=True, slots=True)
class Message:
	"""What to tell whom. See :func:`tell` for the meaning of each field."""

	subject: str
	project: str
	to: tuple[Recipient, ...]
	text: str = ""
	reference: tuple[str, str] | None = None
	key: str = ""
	urgent: bool = False
	not_before: datetime | None = None
	channel: str = ""
	#: Whether the group robot hears it too; None: if it is urgent.
	group: bool | None = None
	attachment: str = ""


def tell(
	subject: str,
	*,
	project: str,
	to: Iterable[Recipient],
	text: str = "",
	about=None,
	key: str = "",
	urgent: bool = False,
	not_before: datetime | None = None,
	channel: str = "",
	attachment: str = "",
	now: datetime | None = None,
) -> list[str]:
	"""Queue a message inside the current transaction; returns the names of its Outbox Messages.

	``about`` is the document it leads to, or ``(doctype, name)``. ``key`` names the occasion, for example ``"RT-2026-00012 handed
	over"``: a second call with the same key sends nothing; without a key every call sends again. An ``urgent`` message is sent at
	once, also at night and also to the group robot if there is one; others wait for the message hours. ``channel`` is chosen by the
	recipient unless named. ``attachment`` is the address of a stored file, or several with a line for each; only e-mails carry
	them. Costs one statement.
	"""
	reference = (about.doctype, about.name) if hasattr(about, "doctype") else about
	message = Message(
		subject, project, tuple(to), text, reference, key, urgent, not_before, channel, attachment=attachment
	)
	return tell_many([message], now)


def tell_many(messages: Iterable[Message], now: datetime | None = None) -> list[str]:
	"""As :func:`tell` for many messages: one statement for all of them."""
	now = (now or now_datetime()).replace(microsecond=0)
	messages = list(messages)
	office = _office_time(now) if any(not message.urgent for message in messages) else now
	robot = frappe.get_cached_doc("Fangxiu Settings").robot_enabled
	rows = [row for message in messages for row in _rows(message, now, office, robot)]
	if rows:
		frappe.db.bulk_insert("Outbox Message", COLUMNS, rows, ignore_duplicates=True)
	if any(message.urgent for message in messages):
		_send_soon()
	return [row[0] for row in rows]


def send_due(now: datetime | None = None, channel: str | None = None, most: int = BATCH) -> int:
	"""Deliver up to ``most`` messages (of one channel) due at ``now``; returns how many were tried. Commits are the caller's."""
	now = (now or now_datetime()).replace(microsecond=0)
	by_channel = defaultdict(list)
	for row in _claim(now, channel, most):
		by_channel[row.channel].append(row)
	for channel, rows in by_channel.items():
		_settle(rows, _deliver(channel, rows, now), now)
	return sum(map(len, by_channel.values()))


def cancel_about(doctype: str, name: str) -> None:
	"""Cancel queued messages about a document that are no longer true."""
	filters = {"reference_doctype": doctype, "reference_name": name, "state": "Queued"}
	names = frappe.get_all("Outbox Message", filters, pluck="name")
	if names:
		box = by_key("Outbox Message")
		frappe.qb.update(box).set(box.state, "Cancelled").set(box.next_try_at, None).where(
			box.name.isin(names) & (box.state == "Queued")
		).run()


def let_go(doctype: str, name: str) -> None:
	"""A draft that was announced is deleted: queued messages are cancelled, sent ones lose their link, which would block it."""
	cancel_about(doctype, name)
	filters = {"reference_doctype": doctype, "reference_name": name}
	names = frappe.get_all("Outbox Message", filters, pluck="name")
	if names:
		box = by_key("Outbox Message")
		query = frappe.qb.update(box).set(box.reference_doctype, None).set(box.reference_name, None)
		query.where(box.name.isin(names)).run()


def cancel(message: ProjectDocument) -> None:
	"""Take one queued message back."""
	if message.state == "Queued":
		message.state, message.next_try_at = "Cancelled", None
		message.write_by_action(ignore_permissions=True)


def send_again(message: ProjectDocument) -> None:
	"""Queue a failed or cancelled message again, with all its tries."""
	if message.state in ("Failed", "Cancelled"):
		message.update(
			{"state": "Queued", "next_try_at": now_datetime().replace(microsecond=0), "tries": 0, "error": ""}
		)
		message.write_by_action(ignore_permissions=True)


def _rows(message: Message, now: datetime, office: datetime, robot) -> list[tuple]:
	due = max(message.not_before or now, now if message.urgent else office)
	targets = [(to, message.channel or channels.default_for(to.kind, to.value)) for to in message.to]
	if robot and (message.urgent if message.group is None else message.group):
		targets.append((Recipient("Address", channels.GROUP_ROBOT), channels.GROUP_ROBOT))
	user_name, rows = frappe.session.user, {}
	for to, channel in targets:
		name = _name(message.key, to, channel)
		what = (message.project, message.subject[:140], message.text, to.kind, to.value[:140], to.name[:140])
		state = ("Queued", channel, int(message.urgent), message.not_before, due)
		about = (*(message.reference or (None, None)), message.key[:140], message.attachment)
		rows[name] = (name, user_name, user_name, now, now, *what, *state, *about)
	return list(rows.values())


def _name(key: str, to: Recipient, channel: str) -> str:
	if not key:
		return frappe.generate_hash(length=20)
	return sha256("\n".join((key, to.kind, to.value, channel)).encode()).hexdigest()[:20]


def _office_time(now: datetime) -> datetime:
	hours = frappe.get_cached_doc("Fangxiu Settings").message_calendar
	return next_opening(load_calendar(hours), now) if hours else now


def waits_until(now: datetime | None = None) -> datetime | None:
	"""When a message that is not urgent leaves if it is told ``now``; None where that is at once."""
	now = (now or now_datetime()).replace(microsecond=0)
	opens = _office_time(now)
	return opens if opens > now else None


def _send_soon() -> None:
	"""Start sending at once instead of at the scheduler's next minute; without a queue the scheduler still sends."""
	frappe.enqueue(
		"fangxiu_app.tasks.send_outbox",
		queue="short",
		job_id="fx_send_outbox",
		deduplicate=True,
		enqueue_after_commit=True,
	)


def _claim(now: datetime, channel: str | None, most: int) -> list:
	"""Due rows, locked by their names alone: a lock on a range of times would keep others from queueing meanwhile."""
	box = frappe.qb.DocType("Outbox Message")
	query = frappe.qb.from_(box).select(box.name).where((box.next_try_at <= now) & (box.state == "Queued"))
	if channel:
		query = query.where(box.channel == channel)
	due = query.orderby(box.next_try_at).limit(most).run(pluck=True)
	rows = claim("Outbox Message", due, (*READ, "state", "next_try_at", "creation"))
	rows = [row for row in rows if row.state == "Queued" and row.next_try_at and row.next_try_at <= now]
	return sorted(rows, key=lambda row: (row.next_try_at, row.creation))


def _deliver(channel: str, rows: list, now: datetime) -> dict[str, str]:
	"""Messages that could not be sent, with the reason. A failing channel affects its own rows only."""
	frappe.db.savepoint("fx_outbox")
	try:
		_put_addresses(rows)
		return channels.REGISTRY[channel]().send(rows, now)
	except Exception as error:
		frappe.db.rollback(save_point="fx_outbox")
		frappe.log_error(f"Outbox: {channel}")
		# what libraries say quotes addresses with their secrets: the log has it, for the administrator
		why = str(error)[:500] if isinstance(error, frappe.ValidationError) else ""
		return dict.fromkeys((row.name for row in rows), why or type(error).__name__)


def _put_addresses(rows: list) -> None:
	"""The addresses that stored texts leave out: by DocType from the hook of its room, a query for each."""
	asked = frappe.get_hooks("fangxiu_message_addresses", {}, app_name="fangxiu_app")
	waiting = [row for row in rows if ADDRESS in (row.text or "") and row.reference_doctype in asked]
	for doctype in {row.reference_doctype for row in waiting}:
		of_doctype = [row for row in waiting if row.reference_doctype == doctype]
		found = frappe.get_attr(asked[doctype][-1])([row.reference_name for row in of_doctype])
		for row in of_doctype:
			row.text = row.text.replace(ADDRESS, found[row.reference_name])


def _settle(rows: list, errors: dict[str, str], now: datetime) -> None:
	box = by_key("Outbox Message")
	sent = [row.name for row in rows if row.name not in errors]
	if sent:
		query = frappe.qb.update(box).set(box.state, "Sent").set(box.sent_at, now).set(box.next_try_at, None)
		query.set(box.tries, box.tries + 1).set(box.error, "").where(box.name.isin(sent)).run()
	failed = [row for row in rows if row.name in errors]
	if not failed:
		return
	state, later, error = Case(), Case(), Case()
	for row in failed:
		over = row.tries >= len(BACK_OFF)
		state = state.when(box.name == row.name, "Failed" if over else "Queued")
		wait = None if over else now + timedelta(minutes=BACK_OFF[row.tries])
		later = later.when(box.name == row.name, wait)
		error = error.when(box.name == row.name, errors[row.name])
	query = frappe.qb.update(box).set(box.state, state).set(box.next_try_at, later).set(box.error, error)
	query.set(box.tries, box.tries + 1).where(box.name.isin([row.name for row in failed])).run()
