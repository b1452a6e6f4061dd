"""Import of deposits that are held already (R18)."""

import frappe

from fangxiu_app.core.access import incoming
from fangxiu_app.core.wording import _
from fangxiu_app.importing import source
from fangxiu_app.money.deposits.import_deposits import import_deposits


@frappe.whitelist(methods=["POST"])
def deposits(
	file_url: str,
	dry_run: bool = True,
	sheets: str | list | None = None,
	left_out: str | list | None = None,
) -> dict:
	"""Check the uploaded list of deposits held already and, unless ``dry_run``, bring them forward. Returns the report."""
	frappe.has_permission("Warranty Deposit Entry", "submit", throw=True)
	return import_deposits(*source.load(file_url), dry_run, _names(sheets), _names(left_out) or [])


def _names(given: str | list | None) -> list[str] | None:
	"""A list of names as a form sends it, None for none. Raises BadValueError for anything else."""
	return incoming.names(given, _("Sheets and columns")) or None
