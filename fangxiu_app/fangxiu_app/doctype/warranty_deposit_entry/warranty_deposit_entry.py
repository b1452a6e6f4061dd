from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.ledger import locks
from fangxiu_app.money.deposits import service_account_moves, service_deposit_entries, service_freeing


class WarrantyDepositEntry(ProjectDocument):
	"""An amount that goes into a warranty deposit, or is taken back from it (R18); makes one Journal Entry."""

	@property
	def locked_fields(self):
		"""What actions write; since when an amount is held, a move between accounts alone carries on."""
		return ("journal_entry", *service_freeing.LOCKED, *(() if self.flags.fx_document else ("held_since",)))

	def onload(self):
		self.set_onload("seen", service_freeing.seen(self))

	def before_insert(self):
		service_deposit_entries.lock(self)

	def before_validate(self):
		service_deposit_entries.lock(self)
		service_deposit_entries.fill(self)

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		service_deposit_entries.check(self)
		service_freeing.check(self)

	def after_insert(self):
		if self.kind == "Taken Back":
			service_freeing.tell(self)

	def on_trash(self):
		service_freeing.let_go(self)

	def before_submit(self):
		service_freeing.check_submit(self)

	def on_submit(self):
		self.db_set("journal_entry", service_deposit_entries.post(self))

	def before_cancel(self):
		service_deposit_entries.lock(self)
		service_deposit_entries.check_cancel(self)
		service_freeing.check_cancel(self)

	def on_cancel(self):
		service_deposit_entries.unpost(self)

	def ask_freeing(self, reason: str) -> None:
		"""Why this posted entry is to be cancelled."""
		service_freeing.ask(self, reason)

	def sign_freeing(self, seen: str | None = None) -> None:
		"""The second signature under it, as it was shown with the digest ``seen``."""
		service_freeing.sign(self, seen)

	def lock_deposits(self, agreements) -> None:
		"""Before many entries are posted at once: all their deposits, in the order of their names."""
		locks.lock_agreements(agreements)

	def prepare_moves(self, account: str) -> list[str]:
		"""Draft the moves of all deposits away from ``account``, which stands under trade payables."""
		return service_account_moves.prepare(account)

	def post_moves(self, account: str) -> int:
		"""Post the drafted moves away from ``account``; agreements and settings follow."""
		return service_account_moves.post(account)
