"""The translations of a language are read once for each process and not anew for each request (adr/0156)."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from frappe.translate import MERGED_TRANSLATION_KEY

from fangxiu_app.core.framework import read_once


def keep() -> None:
	"""Before a request: all share one dictionary of a language, which nobody changes.

	Frappe unpickles all words of all apps for each request that translates one (15.56.1, ``get_all_translations``): 18,000 in
	Chinese, 11 ms. What is compared is the whole content, so a translation that was changed is seen by the next request.
	"""
	read_once.begin(MERGED_TRANSLATION_KEY, _shared)


def _shared(held: bytes) -> Callable[[], object]:
	words = pickle.loads(held)
	return lambda: words
