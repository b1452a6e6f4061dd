"""The full file of a unit as one PDF with its photos: made at once when small, in the background with progress otherwise (R41)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO

import frappe
from frappe.utils import now_datetime
from PIL import Image, ImageOps, UnidentifiedImageError

from fangxiu_app.archive import service_unit_file
from fangxiu_app.core.access import files, right
from fangxiu_app.core.access.personal import for_reader
from fangxiu_app.core.framework import paper
from fangxiu_app.core.wording import _

#: Photos up to this number are put together while the user waits.
IMMEDIATE_PHOTOS = 12
#: Seconds a job may take, and its answer is kept.
TIMEOUT, KEPT = 1500, 3600
#: Longest side of a photo in the file, in pixels; the original stays as it was taken.
LONGEST = 1200
TEMPLATE = "fangxiu_app/templates/print/unit_file.html"


def start(unit: str) -> dict:
	"""``{"file": address}`` of a small file, or ``{"job": key}`` of a large one to ask for with :func:`state`."""
	page = service_unit_file.page(unit)
	if len(_photos(page)) <= IMMEDIATE_PHOTOS:
		return {"file": _store(unit, build(unit, page, lambda percent: None))}
	key = frappe.generate_hash(length=16)
	_keep(key, {"state": "running", "percent": 0})
	frappe.enqueue(run, queue="long", timeout=TIMEOUT, key=key, unit=unit, language=frappe.local.lang)
	return {"job": key}


def state(key: str) -> dict:
	"""State of one of the session user's files: running with its percent, done with its address, failed, or unknown."""
	return frappe.cache.get_value(_cache_key(key), expires=True) or {"state": "unknown"}


def run(key: str, unit: str, language: str) -> None:
	"""The job, as the user who asked: what they may not read is not in it, and their right to the unit is asked again."""
	frappe.local.lang = language
	try:
		right.check("Unit Archive", "read", unit)
		content = build(
			unit, service_unit_file.page(unit), lambda percent: _keep(key, {"state": "running", "percent": percent})
		)
		_keep(key, {"state": "done", "file": _store(unit, content)})
	except Exception:
		message = _("The file could not be made. The administrator finds the reason in the Error Log.")
		_keep(key, {"state": "failed", "message": message})
		raise


def build(unit: str, page: dict, tell: Callable[[int], None]) -> bytes:
	"""The PDF; ``tell`` hears the percent done. Cover, sections, photos with time and hash."""
	photos = _photos(page)
	for number, item in enumerate(photos):
		item["image"] = picture(item["file"])
		tell(80 * (number + 1) // len(photos))
	doc = frappe.get_doc("Unit Archive", unit)
	values = {"doc": doc, "page": page, "photos": photos, "made_at": now_datetime()}
	html = for_reader(frappe.render_template(TEMPLATE, values, is_path=True))
	tell(85)
	return paper.pdf(html)


def picture(url: str) -> str | None:
	"""A photo as the PDF holds it, turned upright and made small enough; None when it cannot be read or shown."""
	name = frappe.db.get_value("File", {"file_url": url}, "name", order_by="creation desc")
	if not name:
		return None
	try:
		image = Image.open(BytesIO(files.content(frappe.get_doc("File", name))))
		image = ImageOps.exif_transpose(image).convert("RGB")
	except (UnidentifiedImageError, Image.DecompressionBombError, OSError, frappe.DoesNotExistError):
		return None
	image.thumbnail((LONGEST, LONGEST))
	buffer = BytesIO()
	image.save(buffer, "JPEG", quality=80)
	return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()


def _photos(page: dict) -> list[dict]:
	return [item for item in page["evidence"] if item["kind"] == "Photo"]


def _store(unit: str, content: bytes) -> str:
	"""A private file of the user's alone: it holds what this user may read, so it is attached to nothing others open."""
	stamp = f"{now_datetime():%Y%m%d-%H%M%S}"
	file = {
		"doctype": "File",
		"file_name": f"{unit}-{stamp}.pdf",
		"content": content,
		"is_private": 1,
		"folder": "Home",
	}
	return frappe.get_doc(file).insert().file_url


def _keep(key: str, value: dict) -> None:
	frappe.cache.set_value(_cache_key(key), value, expires_in_sec=KEPT)


def _cache_key(key: str) -> str:
	return f"fangxiu_unit_file|{frappe.session.user}|{key}"
