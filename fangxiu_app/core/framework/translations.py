"""The translations of a language are read once for each process and not anew for each request (adr/0156)."""

from __future__ import annotations

import frappe
from frappe.translate import MERGED_TRANSLATION_KEY
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

#: By key and language of the shared cache: what stood there, and the dictionary it holds.
_kept: dict[tuple[bytes, str], tuple[bytes, dict[str, str]]] = {}


def keep() -> None:
	"""Before a request: hands over the dictionary of its language if the shared cache still holds what it was read from.

	Frappe unpickles all words of all apps for each request that translates one (15.56.1, ``get_all_translations``): 18,000 in
	Chinese, 11 ms. What is compared is the whole content, so a translation that was changed is seen by the next request.
	"""
	language = frappe.local.lang
	key = frappe.cache.make_key(MERGED_TRANSLATION_KEY)
	try:
		held = Redis.hget(frappe.cache, key, language) if language else None
	except NoConnection:
		return
	if held is None:
		return
	known = _kept.get((key, language))
	if known is None or known[0] != held:
		known = _kept[key, language] = (held, frappe.cache.hget(MERGED_TRANSLATION_KEY, language))
	frappe.local.cache.setdefault(key, {})[language] = known[1]
