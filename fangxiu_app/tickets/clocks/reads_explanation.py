"""Explains how a clock was computed: what started it, when its time runs, what did not count, and what follows."""

from __future__ import annotations

from datetime import datetime

from frappe.utils import format_datetime, get_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.time.calendar import working_time
from fangxiu_app.core.time.spans import length
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.clocks import rules_clocks as engine

MOMENT = "yyyy-MM-dd HH:mm"


def clock(ticket, row, holds: list, now: datetime) -> list[str]:
	"""Sentences about one Ticket Clock: start fact, limit and hours, holds, due time, where it stands at ``now``.

	``holds`` are rows of Ticket Hold of this ticket. No query: limits and calendars are cached masters.
	"""
	started = get_datetime(row.started_at)
	rule = reads_clocks.rule_of(row, ticket)
	waits = [engine.Hold(hold.starts_at, hold.until, hold.ended_at, hold.holder) for hold in holds]
	waits = reads_clocks.holds_for(row.code, waits)
	lines = [_("Started {0}: {1}.").format(_moment(started), _(row.basis or "–")), _limit(row, rule)]
	stopped = get_datetime(row.stopped_at) if row.stopped_at else None
	lines += _waits(rule, started, stopped or now, waits)
	if row.due_at:
		lines.append(_("So it is due {0}.").format(_moment(row.due_at)))
	if row.state == "Void":
		return [*lines, _("It no longer counts: the ticket went another way before it was due.")]
	reading = engine.read(rule, started, stopped, waits, now)
	if row.entered_at:
		lines.append(_("It was written down {0}, later than it happened.").format(_moment(row.entered_at)))
	return [*lines, _standing(row, reading, stopped)]


def _limit(row, rule: engine.ClockRule) -> str:
	hours = _(row.calendar) if row.calendar else _("around the clock")
	if row.code == "Punctuality" and rule.agreed_due:
		return _("The engineer is on site {0} minutes before the appointment (R90).").format(
			settings.load().punctual_minutes
		)
	if rule.agreed_due:
		return _("The limit is the agreed date itself: {0}.").format(_moment(rule.agreed_due))
	return _("The limit is {0}, counted in: {1}.").format(length(row.limit_minutes or 0), hours)


def _waits(rule: engine.ClockRule, started: datetime, until: datetime, waits: list[engine.Hold]) -> list[str]:
	lines = []
	for hold in sorted(waits, key=lambda hold: hold.start):
		first, last = max(hold.start, started), min(hold.end, until) if hold.end else until
		lost = int(working_time(rule.calendar, first, last).total_seconds() // 60)
		if lost:
			text = _("{0} to {1} waited for {2}: {3} do not count.")
			lines.append(text.format(_moment(hold.start), _moment(hold.end), _(hold.holder), length(lost)))
	return lines


def _standing(row, reading: engine.ClockReading, stopped: datetime | None) -> str:
	used, over = length(reading.elapsed_seconds // 60), length(reading.overdue_seconds // 60)
	if reading.due_at is None:
		return _("Used so far: {0}.").format(used)
	if stopped:
		if row.state == "Met":
			return _("Stopped {0}, in time: {1} were used.").format(_moment(stopped), used)
		if row.due_at and stopped <= get_datetime(row.due_at):
			return _(
				"Stopped {0} by its entry, but the limit had run out before that was written down: it stays late (another person who leads can enter it as kept)."
			).format(_moment(stopped))
		return _("Stopped {0}, too late by {1}.").format(_moment(stopped), over)
	if reading.state == "Overdue":
		return _("Overdue by {0} of counted time.").format(over)
	return _("Used so far: {0}; left: {1}.").format(used, length(reading.remaining_seconds // 60))


def _moment(value) -> str:
	return format_datetime(value, MOMENT) if value else "–"
