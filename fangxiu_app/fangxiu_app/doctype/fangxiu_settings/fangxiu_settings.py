import re
from datetime import date

import frappe
from frappe.model.document import Document

from fangxiu_app.core import lawful_settings
from fangxiu_app.core.messages import refuse as refuse_settings
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_numbers
from fangxiu_app.ledger import service_company_accounts
from fangxiu_app.ledger.reads_company_accounts import FIELDS, companies, holder
from fangxiu_app.ledger.refusing import refuse


class FangxiuSettings(Document):
	"""The regulation's numbers; each field names its clause, inferred ones say so."""

	def before_validate(self):
		self.take_accounts_along()

	def validate(self):
		for fieldname in ("heating_start", "heating_end", "cooling_start", "cooling_end"):
			self.check_day(fieldname)
		service_letter_numbers.check_pattern(self)
		self.check_law()
		self.check_robot()
		self.check_accounts()

	def on_update(self):
		for company in companies(self):
			service_company_accounts.mark(holder(self, company).deposit_account)

	def take_accounts_along(self):
		"""Another first company takes its accounts along: those of the one before become a row, its own row is taken up."""
		before = self.get_doc_before_save()
		if not before or not before.company or before.company == self.company:
			return
		row = next((one for one in self.company_accounts if one.company == self.company), None)
		left = {name: self.get(name) for name in FIELDS if self.get(name) == before.get(name)}
		for name in left:
			self.set(name, row.get(name) if row else None)
		if row:
			self.remove(row)
		if any(left.values()) and before.company not in [one.company for one in self.company_accounts]:
			self.append("company_accounts", {"company": before.company, **left})

	def check_accounts(self):
		named = companies(self)
		found = [Violation("company_twice", (one,)) for one in sorted(set(named)) if named.count(one) > 1]
		for company in dict.fromkeys(named):
			own = holder(self, company)
			found += service_company_accounts.misfits(company, {name: own.get(name) for name in FIELDS})
		refuse(found)

	def propose_accounts(self, company: str) -> list[dict]:
		"""A line for each account of a company, see :func:`company_accounts.proposal`."""
		return service_company_accounts.proposal(company)

	def prepare_accounts(self, company: str, lines: list[dict]) -> list[str]:
		"""Take up or make them, see :func:`company_accounts.prepare`."""
		return service_company_accounts.prepare(company, lines)

	def check_law(self):
		"""Numbers that a law bounds are not set beyond it, by nobody."""
		refuse_settings(lawful_settings.violations({name: self.get(name) for name in lawful_settings.BOUNDS}))

	def check_robot(self):
		if not self.robot_enabled:
			return
		if not (self.get_password("robot_url", raise_exception=False) or "").startswith("https://"):
			frappe.throw(
				_(
					"Robot Address: paste the group robot's address, beginning with https://, or switch the robot off."
				)
			)

	def check_day(self, fieldname: str):
		value = self.get(fieldname) or ""
		try:
			if not re.fullmatch(r"\d\d-\d\d", value):
				raise ValueError(value)
			date.fromisoformat(f"2001-{value}")
		except ValueError:
			frappe.throw(
				_("{0}: enter a day of the year as MM-DD, for example 11-15.").format(
					_(self.meta.get_label(fieldname))
				)
			)
