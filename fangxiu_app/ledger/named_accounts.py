"""Accounts that Fangxiu Settings name stay what they were chosen as: the guards and the vouchers of this app find them by the settings."""

from __future__ import annotations

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import reads_company_accounts as reads
from fangxiu_app.ledger import service_company_accounts
from fangxiu_app.ledger.refusing import refuse

#: What makes an account unfit for what it was chosen for; another name or number is followed by the settings.
KEPT = ("account_type", "root_type", "is_group", "disabled", "company", "account_currency")


def check_change(account) -> None:
	"""Account that is saved again: none of these changes while the settings name it. No query. Raises DepositError."""
	before = account.get_doc_before_save()
	changed = [one for one in KEPT if before and (before.get(one) or "") != (account.get(one) or "")]
	if changed and (field := _field_of(account.name)):
		label = service_company_accounts.label_of(field)
		refuse([Violation("account_named", (account.name, label, "、".join(_(account.meta.get_label(one)) for one in changed)))])


def check_merge(old: str, new: str) -> None:
	"""Account merged into another: neither of the two is named by the settings. Raises DepositError."""
	for name in (old, new):
		if field := _field_of(name):
			refuse([Violation("merge_of_named", (name, service_company_accounts.label_of(field)))])


def _field_of(account: str) -> str | None:
	return next((field for field in reads.FIELDS if account in reads.named(field)), None)
