import frappe
from frappe import _
from frappe.model.document import Document

from fangxiu_app.repair.clocks import minutes


class ServiceCalendar(Document):
	"""Hours in which time limits run: several windows a day, holidays and make-up workdays (调休)."""

	def validate(self):
		if self.always_on:
			return
		if not self.windows:
			frappe.throw(_("Enter at least one window, or mark the calendar as running around the clock."))
		self.check_windows()
		self.check_exceptions()

	def check_windows(self):
		taken: dict[str, list] = {}
		for row in self.windows:
			start, end = minutes(row.start_time), minutes(row.end_time)
			if end <= start:
				frappe.throw(
					_("Row {0}: the window ends before it begins. A night shift is two rows.").format(row.idx)
				)
			for idx, other_start, other_end in taken.get(row.weekday, []):
				if start < other_end and other_start < end:
					frappe.throw(
						_("Row {0} overlaps row {1} on the same weekday. Correct one of the two.").format(
							row.idx, idx
						)
					)
			taken.setdefault(row.weekday, []).append((row.idx, start, end))

	def check_exceptions(self):
		seen = {}
		for row in self.exceptions:
			if str(row.date) in seen:
				frappe.throw(
					_("Row {0}: {1} stands in row {2} already. Keep one row per date.").format(
						row.idx, row.date, seen[str(row.date)]
					)
				)
			seen[str(row.date)] = row.idx
			if row.kind == "Workday" and not row.like_weekday:
				frappe.throw(
					_("Row {0}: a make-up workday needs the weekday whose hours it has.").format(row.idx)
				)
