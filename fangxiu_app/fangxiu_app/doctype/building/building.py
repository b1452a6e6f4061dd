import frappe

from fangxiu_app.access.project_document import ProjectDocument
from fangxiu_app.domain.unit_code import normalise


class Building(ProjectDocument):
	"""A block of the estate: its lot names the contractor, its lot engineer takes the reports (R78)."""

	def before_naming(self):
		self.building_no = normalise(self.building_no or "")

	def validate(self):
		self.check_project_scope()
		project_name = frappe.db.get_value("Project", self.project, "project_name")
		self.title = f"{project_name} {self.building_no}"
