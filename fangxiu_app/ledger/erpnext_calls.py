"""Functions and errors of ERPNext that our vouchers are made with: the one place to look at when ERPNext changes them (15.53.1)."""

from erpnext.accounts.doctype.bank_account.bank_account import get_party_bank_account
from erpnext.accounts.doctype.payment_request.payment_request import make_payment_request
from erpnext.accounts.party import get_party_gle_currency
from erpnext.buying.doctype.purchase_order.purchase_order import get_mapped_purchase_invoice
from erpnext.controllers.status_updater import get_allowance_for
from erpnext.setup.utils import get_exchange_rate
from erpnext.stock.stock_ledger import NegativeStockError

__all__ = [
	"NegativeStockError",
	"get_allowance_for",
	"get_exchange_rate",
	"get_mapped_purchase_invoice",
	"get_party_bank_account",
	"get_party_gle_currency",
	"make_payment_request",
]
