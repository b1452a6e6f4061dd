from frappe.model.document import Document

from fangxiu_app.core.messages import refuse
from fangxiu_app.quality import rules_warning_rules, service_warning_rules

#: Changing one of these changes what counts: the next run looks at everything within the days again.
COUNTS = ("enabled", "least", "days", "share", "false_alarms", "higher")


class WarningRule(Document):
	"""预警规则: from which number on the records propose a risk warning, how high, and to whom (R5, R113)."""

	def validate(self):
		refuse(rules_warning_rules.check(self.kind, service_warning_rules.numbers(self)))
		before = self.get_doc_before_save()
		if before is None or any(before.get(field) != self.get(field) for field in COUNTS):
			self.looked_until = None
		else:
			self.looked_until = before.looked_until
