"""The company of every demo and test site: set-up wizard, accounts, defaults, language.

ERPNext names the accounts it creates in the language of the request, and its Chinese names are partly machine
made. The wizard and the company are therefore made in English; the accounts which the app posts to have Chinese
names of their own; users see the desk in Chinese.
"""

from contextlib import contextmanager

import frappe
from frappe.utils import getdate, nowdate

from fangxiu_app.ledger import reads_periods

COMPANY = "示例置业有限公司"
ABBR = "FX"
COUNTRY = "China"
CURRENCY = "CNY"
TIME_ZONE = "Asia/Shanghai"
LANGUAGE = "zh"
DATE_FORMAT = "yyyy-mm-dd"

# account name -> (parent account, account type); all of them leaf accounts in the company's currency
ACCOUNTS = {
	"其他应付款-质保金": ("Accounts Payable", "Payable"),
	"保修维修费": ("Indirect Expenses", "Expense Account"),
	"保修维修费追偿": ("Indirect Expenses", "Expense Account"),
	"业主赔付支出": ("Indirect Expenses", "Expense Account"),
	"质保金利息支出": ("Indirect Expenses", "Expense Account"),
	"施工单位扣款加收收入": ("Indirect Income", "Income Account"),
	"施工单位违约金收入": ("Indirect Income", "Income Account"),
}

# Company field -> account name: explicit, because ERPNext leaves some of them empty or picks by account type
DEFAULT_ACCOUNTS = {
	"default_receivable_account": "Debtors",
	"default_payable_account": "Creditors",
	"default_cash_account": "Cash",
	"default_bank_account": "Bank Account",
	"default_expense_account": "Cost of Goods Sold",
	"default_income_account": "Sales",
	"default_inventory_account": "Stock In Hand",
	"stock_adjustment_account": "Stock Adjustment",
	"stock_received_but_not_billed": "Stock Received But Not Billed",
	reads_periods.VALUATION_EXPENSES: "Expenses Included In Valuation",
	"asset_received_but_not_billed": "Asset Received But Not Billed",
	"round_off_account": "Round Off",
	"write_off_account": "Write Off",
	"exchange_gain_loss_account": "Exchange Gain/Loss",
	"disposal_account": "Gain/Loss on Asset Disposal",
	"accumulated_depreciation_account": "Accumulated Depreciation",
	"depreciation_expense_account": "Depreciation",
	"capital_work_in_progress_account": "CWIP Account",
}

# a deposit hold must not lose its reference when an invoice is cancelled: with the default ERPNext erases it
SETTINGS = {
	"System Settings": {
		"time_zone": TIME_ZONE,
		"date_format": DATE_FORMAT,
		"language": LANGUAGE,
		"setup_complete": 1,
		"allow_error_traceback": 0,
		"strip_exif_metadata_from_uploaded_images": 0,
		"apply_strict_user_permissions": 1,
		"first_day_of_the_week": "Monday",
		"rounding_method": "Commercial Rounding",
	},
}


def ensure() -> None:
	"""Create the company and settings that the app's demo and tests need. Can be run again: changes nothing twice.

	Creates company, chart of accounts, fiscal years of last, this and next year; sets the company's default accounts and the system
	settings. Commits. Raises whatever ERPNext's set-up wizard raises.
	"""
	with _english():
		_run_wizard()
		_ensure_company()
		for offset in (-1, 0, 1):
			_ensure_fiscal_year(getdate(nowdate()).year + offset)
		_ensure_accounts()
		_ensure_default_accounts()
	_ensure_settings()
	frappe.db.commit()  # nosemgrep: set-up runs outside of a request


@contextmanager
def _english():
	previous, frappe.local.lang = frappe.local.lang, "en"
	try:
		yield
	finally:
		frappe.local.lang = previous


def _run_wizard() -> None:
	if frappe.db.get_single_value("System Settings", "setup_complete"):
		return
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	year = getdate(nowdate()).year
	setup_complete(
		{
			"language": "English",
			"country": COUNTRY,
			"currency": CURRENCY,
			"timezone": TIME_ZONE,
			"company_name": COMPANY,
			"company_abbr": ABBR,
			"chart_of_accounts": "Standard",
			"fy_start_date": f"{year}-01-01",
			"fy_end_date": f"{year}-12-31",
		}
	)


def _ensure_company() -> None:
	if frappe.db.exists("Company", COMPANY):
		return
	frappe.get_doc(
		{
			"doctype": "Company",
			"company_name": COMPANY,
			"abbr": ABBR,
			"country": COUNTRY,
			"default_currency": CURRENCY,
			"chart_of_accounts": "Standard",
			"create_chart_of_accounts_based_on": "Standard Template",
			"enable_perpetual_inventory": 1,
		}
	).insert(ignore_permissions=True)


def _ensure_fiscal_year(year: int) -> None:
	start, end = f"{year}-01-01", f"{year}-12-31"
	if frappe.db.exists("Fiscal Year", {"year_start_date": start, "year_end_date": end, "disabled": 0}):
		return
	frappe.get_doc(
		{"doctype": "Fiscal Year", "year": str(year), "year_start_date": start, "year_end_date": end}
	).insert(ignore_permissions=True)


def _account(account_name: str) -> str | None:
	return frappe.db.get_value("Account", {"company": COMPANY, "account_name": account_name})


def _ensure_account(account_name: str, parent: str, account_type: str) -> None:
	if _account(account_name):
		return
	frappe.get_doc(
		{
			"doctype": "Account",
			"account_name": account_name,
			"company": COMPANY,
			"parent_account": _account(parent),
			"account_type": account_type,
			"account_currency": CURRENCY,
			"is_group": 0,
		}
	).insert(ignore_permissions=True)


def _ensure_accounts() -> None:
	# the wizard makes this one for the first company only
	_ensure_account("Bank Account", "Bank Accounts", "Bank")
	for account_name, (parent, account_type) in ACCOUNTS.items():
		_ensure_account(account_name, parent, account_type)


def _ensure_default_accounts() -> None:
	wanted = {field: _account(account_name) for field, account_name in DEFAULT_ACCOUNTS.items()}
	current = frappe.db.get_value("Company", COMPANY, list(wanted), as_dict=True)
	changed = {field: account for field, account in wanted.items() if not current[field]}
	if changed:
		frappe.db.set_value("Company", COMPANY, changed)


def _ensure_settings() -> None:
	for doctype, values in SETTINGS.items():
		settings = frappe.get_single(doctype)
		if any(str(settings.get(field)) != str(value) for field, value in values.items()):
			settings.update(values)
			settings.save(ignore_permissions=True)
	# the wizard leaves a country default that differs from the System Settings, and the desk reads the default
	if frappe.db.get_default("date_format") != DATE_FORMAT:
		frappe.db.set_default("date_format", DATE_FORMAT)
	if not frappe.db.get_value("Currency", CURRENCY, "symbol"):
		frappe.db.set_value("Currency", CURRENCY, "symbol", "¥")
	if frappe.db.get_value("User", "Administrator", "language") != LANGUAGE:
		frappe.db.set_value("User", "Administrator", "language", LANGUAGE)
	frappe.clear_cache()
