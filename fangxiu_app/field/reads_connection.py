"""Whether somebody's phone, or desk, had a connection at a time (docs/adr/0180)."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.query_builder.functions import Min
from pypika.terms import Interval

#: In the shared cache, for each user: the times of what they did at the desk. An entry of the phone counts for a day.
DESK = "fx_desk_acts"
KEPT = timedelta(hours=25)


def key_of(user: str) -> bytes:
	"""Where the shared cache holds what ``user`` did at the desk."""
	return frappe.cache.make_key(f"{DESK}:{user}")


def keep(user: str, at: datetime) -> None:
	"""Remember that ``user`` did something at the desk; once a minute is enough. Lost with the cache, where the rest below still tells."""
	key, minute = key_of(user), int(at.timestamp()) // 60 * 60
	frappe.cache.zadd(key, {str(minute): at.timestamp()}, nx=True)
	frappe.cache.zremrangebyscore(key, 0, (at - KEPT).timestamp())
	frappe.cache.expire(key, KEPT)


def _at_desk(user: str, after: datetime, before: datetime) -> datetime | None:
	found = frappe.cache.zrangebyscore(key_of(user), after.timestamp(), before.timestamp(), 0, 1, withscores=True)
	return datetime.fromtimestamp(found[0][1]).replace(microsecond=0) if found else None


def heard(user: str, after: datetime, before: datetime, fresh_minutes: int) -> datetime | None:
	"""The first thing of ``user`` between two moments that arrived as it happened: an entry of the phone, an action on a ticket, or
	whatever else they saved at the desk.

	``fresh_minutes``: what arrives that soon after it happened had a connection. Two queries at most.
	"""
	if after >= before:
		return None
	entry, event = frappe.qb.DocType("Phone Entry"), frappe.qb.DocType("Ticket Event")
	soon = Interval(minutes=fresh_minutes)
	sent = frappe.qb.from_(entry).select(Min(entry.received_at)).where((entry.user == user) & entry.received_at[after:before])
	sent = sent.where(entry.happened_at.isnull() | (entry.received_at <= entry.happened_at + soon))
	done = frappe.qb.from_(event).select(Min(event.recorded_at)).where((event.user == user) & (event.modified >= after))
	done = done.where(event.recorded_at[after:before] & (event.recorded_at <= event.at + soon))
	told = [*(query.run()[0][0] for query in (sent, done)), _at_desk(user, after, before)]
	return min(filter(None, told), default=None)
