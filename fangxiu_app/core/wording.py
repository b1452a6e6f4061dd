"""Words of this app that mean something else on the pages of others: “Delivery” hands an estate over, to ERPNext it brings goods.

Frappe merges the catalogues of all apps into one, so a row without a context changes the word for the whole site. Our own meaning
stands in rows with the context ``OURS``, and with the name of our DocType for its labels and choices, which Frappe looks up itself.
"""

import frappe
from frappe.translate import get_all_translations

#: Context of the words that our own code shows.
OURS = "Fangxiu"


def own_words(text: str, lang: str | None = None, context: str | None = None) -> str:
	"""``text`` in ``lang`` (the user's without one) as this app means it: the row of ``context``, else that of OURS, else the site's.

	Templates say ``{%- set _ = own_words -%}``; modules import it as ``_``.
	"""
	named = context and f"{str(text).strip()}:{context}" in get_all_translations(lang or getattr(frappe.local, "lang", None) or "en")
	return frappe._(text, lang, context if named else OURS)


_ = own_words
