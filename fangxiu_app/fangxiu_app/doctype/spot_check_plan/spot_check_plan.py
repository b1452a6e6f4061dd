from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.quality import service_spot_checks


class SpotCheckPlan(ProjectDocument):
	"""抽查计划: the running repairs a month's spot checks look at, chosen by rule or by hand, and what was found (R103, R105)."""

	def validate(self):
		self.check_project_scope()
		service_spot_checks.prepare(self)
