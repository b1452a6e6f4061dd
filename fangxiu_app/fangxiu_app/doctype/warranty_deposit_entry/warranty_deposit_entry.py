from fangxiu_app.access.project_document import ProjectDocument
from fangxiu_app.finance import account_moves, entries, freeing, locks


class WarrantyDepositEntry(ProjectDocument):
	"""An amount that goes into a warranty deposit, or is taken back from it (R18); makes one Journal Entry."""

	locked_fields = ("journal_entry", *freeing.LOCKED)

	def before_insert(self):
		entries.lock(self)

	def before_validate(self):
		entries.lock(self)
		entries.fill(self)

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		entries.check(self)
		freeing.check(self)

	def after_insert(self):
		if self.kind == "Taken Back":
			freeing.tell(self)

	def on_trash(self):
		freeing.let_go(self)

	def before_submit(self):
		freeing.check_submit(self)

	def on_submit(self):
		self.db_set("journal_entry", entries.post(self))

	def before_cancel(self):
		entries.lock(self)
		entries.check_cancel(self)
		freeing.check_cancel(self)

	def on_cancel(self):
		entries.unpost(self)

	def ask_freeing(self, reason: str) -> None:
		"""Why this posted entry is to be cancelled."""
		freeing.ask(self, reason)

	def sign_freeing(self) -> None:
		"""The second signature under it."""
		freeing.sign(self)

	def lock_deposits(self, agreements) -> None:
		"""Before many entries are posted at once: all their deposits, in the order of their names."""
		locks.lock_agreements(agreements)

	def prepare_moves(self, account: str) -> list[str]:
		"""Draft the moves of all deposits away from ``account``, which stands under trade payables."""
		return account_moves.prepare(account)

	def post_moves(self, account: str) -> int:
		"""Post the drafted moves away from ``account``; agreements and settings follow."""
		return account_moves.post(account)
