from fangxiu_app.access.project_document import ProjectDocument
from fangxiu_app.finance import entries


class WarrantyDepositEntry(ProjectDocument):
	"""An amount that goes into a warranty deposit, or is taken back from it (R18); makes one Journal Entry."""

	locked_fields = ("journal_entry",)

	def before_insert(self):
		entries.lock(self)

	def before_validate(self):
		entries.lock(self)
		entries.fill(self)

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		entries.check(self)

	def on_submit(self):
		self.db_set("journal_entry", entries.post(self))

	def before_cancel(self):
		entries.lock(self)
		entries.check_cancel(self)

	def on_cancel(self):
		entries.unpost(self)
