"""Recorded values cannot be changed; a value that was left out can be added once (R48: for example a forgotten photo)."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def keeps(before: Mapping[str, str], after: Mapping[str, str], completable: Collection[str]) -> bool:
	"""Whether ``after`` equals ``before``, except for fields of ``completable`` that were empty until now."""
	return all(
		after.get(name, "") == value or (name in completable and not value) for name, value in before.items()
	)
