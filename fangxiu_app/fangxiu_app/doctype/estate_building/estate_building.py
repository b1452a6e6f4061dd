import frappe

from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.estate import rules_place
from fangxiu_app.estate.rules_unit_code import normalise


class EstateBuilding(ProjectDocument):
	"""A block of the estate: its lot names the contractor, its lot engineer takes the reports (R78)."""

	def before_naming(self):
		self.building_no = normalise(self.building_no or "")

	def validate(self):
		self.check_project_scope()
		project_name = frappe.db.get_value("Project", self.project, "project_name")
		self.title = f"{project_name} {rules_place.building(self.building_no)}"
		if self.is_new():
			self.check_double()

	def check_double(self):
		"""A building stands once in its project, also when the project has got another ID since and names would differ."""
		same = {"project": self.project, "building_no": self.building_no}
		# the database also takes for equal what people tell apart, 𠮷 and 吉 with certain collations
		if self.building_no in frappe.get_all("Estate Building", same, pluck="building_no"):
			frappe.throw(
				_("Building {0} of project {1} exists already. Open that one, or correct the number.").format(
					frappe.bold(frappe.utils.escape_html(self.building_no)), frappe.bold(self.project)
				),
				frappe.DuplicateEntryError,
				title=_("Building Exists"),
			)
