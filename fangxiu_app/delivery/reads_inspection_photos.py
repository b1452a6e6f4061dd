"""Photos of an inspection prove one thing each: finished work is not shown by what was found, nor one meter by another (R45, R48)."""

from __future__ import annotations

from collections.abc import Collection

from fangxiu_app.core.files.proof_files import shared
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _


def of_work(inspection, item, photo: str | None) -> list[Violation]:
	"""What stands against ``photo`` as that of the finished work of ``item``. One query at most."""
	known = _found(inspection)
	known += [(_said(_("Photo Afterwards"), row), row.after_photo) for row in inspection.items if row.name != item.name]
	return shared([(_said(_("Photo Afterwards"), item), photo or "")], known)


def of_meters(inspection, saved: Collection[str]) -> list[Violation]:
	"""What stands against the photos of meters that are new; rows that were ``saved`` before are not judged. One query at most."""
	known, new = _found(inspection), []
	for row in inspection.readings:
		(known if row.name in saved else new).append((_(row.kind), row.photo or ""))
	return shared(new, known)


def _found(inspection) -> list[tuple[str, str]]:
	return [(_said(_("Photo"), row), row.photo or "") for row in inspection.items]


def _said(label: str, row) -> str:
	return f"{label} {row.idx}"
