import frappe
from frappe.utils import getdate

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import (
	rules_batch_days,
	service_batch_changes,
	service_batch_rows,
	service_deliveries,
)
from fangxiu_app.reports import service_stage_reports

#: Days of rows by which milestones are fulfilled (R21, R33-R35).
PROVING = {"staff": ("from_date", "to_date"), "needs": ("planned_on", "done_on")}


def _days(row, fields: tuple[str, ...]) -> tuple:
	return tuple(getdate(row.get(field)) if row.get(field) else None for field in fields)


class DeliveryBatch(ProjectDocument):
	"""A concentrated delivery (集中交付批次): D and C, from which all its milestones are counted (R20-R50)."""

	def validate(self):
		self.check_project_scope()
		self.check_days()
		self.check_move()
		self.check_leaving()
		service_batch_rows.check_buildings(self)
		self.check_late_days()
		self.set_title()
		self.set_template()

	def after_insert(self):
		service_deliveries.make(self)
		service_stage_reports.schedule_projects([self.project])

	def on_update(self):
		gone = self.flags.fx_gone
		if self.has_moved():
			service_deliveries.move(self, self.move_reason)
		rows = self.flags.fx_rows
		if gone or rows:
			service_batch_changes.note_leaving(self, gone, rows)
		if gone or rows or self.has_moved():
			self.db_set("move_reason", None, update_modified=False)

	def check_days(self):
		"""C is not before D; nobody is stationed backwards."""
		if self.completion_date and getdate(self.completion_date) < getdate(self.delivery_date):
			frappe.throw(
				_(
					"Completion C ({0}) lies before the first day of delivery D ({1}). Correct one of the two dates."
				).format(self.completion_date, self.delivery_date),
				title=_("Completion Before Delivery"),
			)
		for row in self.staff:
			if row.to_date and getdate(row.to_date) < getdate(row.from_date):
				frappe.throw(
					_("Row {0}: the end lies before the beginning. Correct one of the two dates.").format(
						row.idx
					)
				)

	def check_late_days(self):
		"""What fulfils a milestone is entered in time; what was forgotten is entered by the repair manager."""
		before = self.get_doc_before_save()
		if not before or roles.MANAGER in frappe.get_roles():
			return
		for table, fields in PROVING.items():
			known = {row.name: _days(row, fields) for row in before.get(table)}
			rows = [(row.name or "", row.idx, _days(row, fields)) for row in self.get(table)]
			late = rules_batch_days.late_days(known, rows, getdate())
			if late:
				frappe.throw(
					_("{0}, row {1}: the day is more than a week ago. Ask the repair manager to enter it: it decides whether a milestone was in time.").format(
						frappe.bold(_(self.meta.get_label(table))), "、".join(map(str, late))
					),
					title=_("Entered Late"),
				)

	def check_move(self):
		if not self.has_moved():
			return
		service_batch_changes.check_move(self.get_doc_before_save(), self)
		if not (self.move_reason or "").strip():
			frappe.throw(
				_(
					"D or C has moved: write down the reason. It is kept with the old due dates of all open milestones."
				),
				title=_("Reason Missing"),
			)

	def check_leaving(self):
		"""Buildings, agreements and rows that milestones count leave for a reason, buildings only while nothing of them is delivered."""
		before = self.get_doc_before_save()
		self.flags.fx_gone = service_batch_changes.leaving(before, self) if before else {}
		service_batch_changes.check_leaving(before, self, self.flags.fx_gone)
		self.flags.fx_rows = service_batch_rows.taken(before, self) if before else []

	def has_moved(self) -> bool:
		before = self.get_doc_before_save()
		return bool(before) and any(
			str(self.get(name) or "") != str(before.get(name) or "")
			for name in ("delivery_date", "completion_date")
		)

	def set_title(self):
		project_name = frappe.get_cached_value("Project", self.project, "project_name")
		self.title = f"{project_name} {self.batch_name}"

	def set_template(self):
		"""The default template, unless one was chosen."""
		self.template = self.template or frappe.db.get_value("Milestone Template", {"is_default": 1})
		if not self.template:
			frappe.throw(
				_("There is no default milestone template. Choose a template, or mark one as default.")
			)
