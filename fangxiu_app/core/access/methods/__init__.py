"""Which methods may be called by whom: the reviewed lists, and the function that looks a method up in them for the gate."""

from __future__ import annotations

from collections.abc import Collection

from fangxiu_app.core.access.methods.allowed import ALLOWED, GUESTS, OWN
from fangxiu_app.core.access.methods.denied import DENIED
from fangxiu_app.core.access.roles import ROLES

#: Roles that Frappe gives to everybody.
AUTOMATIC = frozenset(("All", "Guest", "Desk User"))
OURS = frozenset(ROLES)
#: Who keeps the site: nothing is refused to them.
KEEPERS = frozenset(("Administrator", "System Manager"))


def open_to(method: str, user: str, roles: Collection[str]) -> bool:
	"""Whether ``user``, who has ``roles``, may call ``method``.

	Guests and users without roles of other apps may call what the list names. Users with such roles (accountants, buyers of ERPNext)
	may also call the methods of their modules, except those known to check no permission.
	"""
	if user == "Guest":
		return method in GUESTS
	held = set(roles) - AUTOMATIC
	if user == "Administrator" or held & KEEPERS:
		return True
	if method in ALLOWED and (not ALLOWED[method] or held & ALLOWED[method]):
		return True
	if method in GUESTS or OWN.fullmatch(method):
		return True
	return bool(held - OURS) and method not in DENIED


def listed(method: str) -> bool:
	"""Whether the lists name the method, for any role."""
	return method in ALLOWED or method in GUESTS
