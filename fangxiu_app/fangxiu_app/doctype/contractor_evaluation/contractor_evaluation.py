from frappe.utils import getdate

from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.quality import service_evaluations


class ContractorEvaluation(ProjectDocument):
	"""施工单位月度评价 (R112): figures of the month, scores by people, vetoes; confirmed by the manager."""

	locked_fields = "state total grade suspends collected_at confirmed_by confirmed_at reopen_reason".split()
	fixed_fields = ("slot",)

	def before_insert(self):
		for field in self.locked_fields:
			self.set(field, self.meta.get_field(field).default)
		self.month = getdate(self.month).replace(day=1)
		self.slot = service_evaluations.slot(self)
		service_evaluations.check_single(self)
		service_evaluations.fill(self, self.flags.fx_figures)

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action or self.is_new():
			return
		self.check_locked_fields()
		service_evaluations.check_untouched(self)
