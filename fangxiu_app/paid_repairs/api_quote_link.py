"""What an owner without an account may do by a signed link: accept, refuse, ask (R58). The link's token is checked instead of a login."""

import frappe
from frappe.rate_limiter import rate_limit

from fangxiu_app.paid_repairs import service_quote_links

#: Calls with one link in ten minutes: a household with a bad connection stays below. Guesses count against their network
#: address instead (``quote_links.require_link``): a stranger's lock no owner out.
CALLS, SECONDS = 30, 600


@frappe.whitelist(methods=["POST"], allow_guest=True)
@rate_limit(key="token", limit=CALLS, seconds=SECONDS)
def accept(token: str, accepted_by: str, signature: str) -> dict:
	"""The owner accepts the quotation with a drawn signature; pressed twice, it counts once."""
	service_quote_links.require_link(token)
	return service_quote_links.accept(token, accepted_by, signature)


@frappe.whitelist(methods=["POST"], allow_guest=True)
@rate_limit(key="token", limit=CALLS, seconds=SECONDS)
def decline(token: str, refused_by: str, refusal: str) -> dict:
	"""The owner refuses the quotation, with the reason."""
	service_quote_links.require_link(token)
	return service_quote_links.decline(token, refused_by, refusal)


@frappe.whitelist(methods=["POST"], allow_guest=True)
@rate_limit(key="token", limit=CALLS, seconds=SECONDS)
def ask(token: str, question: str) -> dict:
	"""The owner asks about the quotation; the answer is given by telephone."""
	service_quote_links.require_link(token)
	return service_quote_links.ask(token, question)
