"""Our script reports stay reports of the moment: Frappe's watcher makes one a background report for good."""

from __future__ import annotations

from frappe.core.doctype.report.report import Report

MODULE = "Fangxiu App"


class WatchedReport(Report):
	"""Frappe 15 starts a timer with every script report, which sets `prepared_report` after 15 seconds.

	A report that refuses its filters never stops that timer: one wrong period, and from then on everybody reads old
	figures behind a button. Reports of other apps keep the timer.
	"""

	def execute_script_report(self, filters):
		"""As Frappe does, without the timer for ours. Raises what the report raises."""
		if self.module != MODULE:
			return super().execute_script_report(filters)
		stored, self.prepared_report = self.prepared_report, 1  # Frappe asks only this before it starts the timer
		try:
			return super().execute_script_report(filters)
		finally:
			self.prepared_report = stored
