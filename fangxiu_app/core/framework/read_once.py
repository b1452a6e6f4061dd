"""What Frappe unpickles anew for each request is unpickled once for each process: words of a language, definitions of DocTypes.

Nothing of Frappe is replaced: before a request stands, where Frappe keeps what the request has read, a dictionary that compares the
content of the shared cache with what this process read last (adr/0156, adr/0172).
"""

from __future__ import annotations

from collections.abc import Callable

import frappe
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

#: Contents that a process keeps; the one read first goes first. A definition takes 0.1 to 0.7 MB.
MOST = 150

#: By key and field of the shared cache: what stood there, and what makes the value that a request gets.
_kept: dict[tuple[bytes, str], tuple[bytes, Callable[[], object]]] = {}


class Kept(dict):
	"""The fields of one hash of the shared cache that this request has asked for."""

	def __init__(self, key: bytes, maker: Callable[[bytes], Callable[[], object]], read: dict) -> None:
		super().__init__(read)
		self._key, self._maker = key, maker

	def __contains__(self, field) -> bool:
		return super().__contains__(field) or self._read(field)

	def _read(self, field) -> bool:
		try:
			held = Redis.hget(frappe.cache, self._key, field)
		except NoConnection:
			return False
		if held is None:
			return False
		known = _kept.get((self._key, field))
		if known is None or known[0] != held:
			known = held, self._maker(held)
			_keep((self._key, field), known)
		self[field] = known[1]()
		return True


def begin(name: str, maker: Callable[[bytes], Callable[[], object]]) -> None:
	"""Before a request: the fields of the hash ``name`` are what this process made of them, if they are still the same.

	``maker`` is given the pickled content, and returns what makes the value that one request gets.
	"""
	key = frappe.cache.make_key(name)
	read = frappe.local.cache.get(key, {})
	if not isinstance(read, Kept):
		frappe.local.cache[key] = Kept(key, maker, read)


def _keep(name: tuple[bytes, str], read: tuple[bytes, Callable[[], object]]) -> None:
	_kept.pop(name, None)
	_kept[name] = read
	while len(_kept) > MOST:
		_kept.pop(next(iter(_kept)), None)
