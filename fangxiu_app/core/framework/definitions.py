"""The definition of a DocType is read once for each process; each request gets a copy of its own (adr/0172)."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from fangxiu_app.core.blueprint import Blueprint
from fangxiu_app.core.framework import read_once

#: Where Frappe keeps them in its shared cache.
KEY = "doctype_meta"


def keep() -> None:
	"""Before a request: a definition is copied from the one this process has read.

	Frappe unpickles each for every request that touches a document of the kind (15.56.1, ``get_meta``): 3 ms for 150 fields, a copy
	half a millisecond. They are not shared, because code of Frappe and ours changes them for the one who asks.
	"""
	read_once.begin(KEY, _copied)


def _copied(held: bytes) -> Callable[[], object]:
	try:
		return Blueprint(pickle.loads(held)).copy
	except TypeError:  # of a later Frappe
		return lambda: pickle.loads(held)
