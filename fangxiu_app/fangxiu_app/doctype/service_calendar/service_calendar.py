import frappe
from frappe.utils import format_date

from fangxiu_app.core.access.typed_document import TypedDocument
from fangxiu_app.core.time.calendar import validate
from fangxiu_app.core.time.reads_calendars import WEEKDAYS, calendar_of, parse_hours
from fangxiu_app.core.wording import _


class ServiceCalendar(TypedDocument):
	"""Hours in which time limits run: several windows a day, holidays and make-up workdays (调休)."""

	def validate(self):
		if self.always_on:
			return
		self.check_make_up_days()
		problems = validate(calendar_of(self))
		if problems:
			frappe.throw(
				"<br>".join(dict.fromkeys(map(self.describe, problems))), title=_("Calendar Not Sound")
			)

	def check_make_up_days(self):
		for row in self.exceptions:
			try:
				parse_hours(row.own_hours) if row.own_hours else None
			except ValueError:
				frappe.throw(
					_(
						"Row {0}: {1} is no time of day. Write 08:30-12:00, several windows separated by commas."
					).format(row.idx, frappe.bold(frappe.utils.escape_html(row.own_hours)))
				)
			if row.kind == "Workday" and not row.like_weekday and not row.own_hours:
				frappe.throw(
					_(
						"Row {0}: a make-up workday needs its own hours, or the weekday whose hours it has."
					).format(row.idx)
				)

	@staticmethod
	def describe(problem) -> str:
		"""A problem of the engine in words: where, and what to correct."""
		texts = {
			"window_range": _("{0}: a window lies outside the day. Enter times between 00:00 and 23:59:59."),
			"window_order": _(
				"{0}: a window ends before it begins. A night shift is two rows, one for each day."
			),
			"window_overlap": _("{0}: two windows overlap. Correct one of them."),
			"exception_repeated": _("{0} stands in the list twice. Keep one row per date."),
			"holiday_with_windows": _("{0}: a holiday has no hours. Clear them, or choose Workday."),
			"workday_closed": _(
				"{0}: the make-up workday has the hours of a closed weekday. Choose another weekday."
			),
			"never_opens": _(
				"The calendar never opens. Enter at least one window, or mark it as running around the clock."
			),
		}
		where = problem.params[0] if problem.params else ""
		return texts[problem.code].format(
			_(WEEKDAYS[where]) if isinstance(where, int) else format_date(where) if where else ""
		)
