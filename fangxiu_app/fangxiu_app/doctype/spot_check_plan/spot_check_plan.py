from fangxiu_app.access.project_document import ProjectDocument
from fangxiu_app.repair import spot_checks


class SpotCheckPlan(ProjectDocument):
	"""抽查计划: the running repairs a month's spot checks look at, chosen by rule or by hand, and what was found (R103, R105)."""

	def validate(self):
		self.check_project_scope()
		spot_checks.prepare(self)
