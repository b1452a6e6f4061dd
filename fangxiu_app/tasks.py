"""Scheduler entry points: thin, each calls one service."""

from __future__ import annotations

from fangxiu_app.repair import holds


def wake_holds() -> None:
	"""Every minute: holds whose time is over give the ball back (design 6)."""
	holds.wake_due()
