"""Which Module Profile fits which user: the sidebar then shows the app's workspaces instead of all of ERPNext's."""

from __future__ import annotations

from collections.abc import Iterable

from fangxiu_app.core.access.roles import BUYER, ROLES

OWN, BUYING = "房修业务", "房修采购"
#: Profile → modules that stay visible.
PROFILES = {
	OWN: ("Fangxiu App",),
	BUYING: ("Fangxiu App", "Buying", "Stock"),
}


def of_roles(held: Iterable[str]) -> str | None:
	"""The profile that fits somebody with these roles: None with roles of others, whose desks are among ERPNext's."""
	held = set(held)
	if held - set(ROLES):
		return None
	return BUYING if BUYER in held else OWN
