"""Files kept as proof: kind recognised by content, private, byte for byte as they were taken (R17, R93, R109)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from filetype import guess_mime
from PIL import Image, ImageOps, UnidentifiedImageError

from fangxiu_app.core.access import files as files_access
from fangxiu_app.core.files.whole_image import is_whole
from fangxiu_app.core.wording import _

try:
	import pillow_heif
except (
	ImportError
):  # a site whose bench has not installed the app's requirements refuses these photos in words
	pillow_heif = None

#: Kinds of original that may be kept; told by content, not by name. Markup (SVG, HTML) can carry scripts.
ALLOWED = (
	"image/jpeg",
	"image/png",
	"image/webp",
	"image/gif",
	"image/bmp",
	"video/",
	"audio/",
	"application/pdf",
)
#: Photo formats that browsers and prints cannot show. HEIC, the format of telephones, gets a JPEG beside it; the others
#: are refused.
UNSEEN = ("image/heic", "image/avif", "image/tiff")
#: Brands of that family of formats, where the bytes name them.
HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
#: Evidence Item's kinds by what the content is.
KINDS = {"image": "Photo", "video": "Video", "audio": "Audio", "application": "Signed Form"}
#: Pixels a photo may unpack to, in millions; the largest telephones take 108 or, binned, 50.
MOST_PIXELS = 120
#: More photos of one problem than anybody looks at.
MOST = 20


def kind_of(content: bytes, file_name: str) -> str:
	"""The Evidence Item's kind for these bytes. Raises ValidationError for anything but media and PDF that everybody can see."""
	mime = "image/heic" if is_heif(content) else guess_mime(content) or ""
	if mime in UNSEEN and not (pillow_heif and is_heif(content)):
		frappe.throw(
			_(
				"{0} is in the format {1}, which most screens and prints cannot show. Set the camera to JPEG (iPhone: Settings, Camera, Formats, Most Compatible) or save it as JPEG or PDF, then choose it again."
			).format(frappe.bold(frappe.utils.escape_html(file_name[:100])), mime.split("/")[1].upper())
		)
	if not mime.startswith((*ALLOWED, "image/heic")):
		frappe.throw(
			_(
				"{0} is no photo, video, sound or PDF file, whatever its name says. Choose another file."
			).format(frappe.bold(frappe.utils.escape_html(file_name[:100])))
		)
	return KINDS[mime.split("/")[0]]


def is_heif(content: bytes) -> bool:
	"""Whether these are the bytes of a photo of the HEIF family, as telephones take them."""
	return content[4:8] == b"ftyp" and content[8:12] in HEIF


def check_pixels(content: bytes, file_name: str) -> None:
	"""Refuse an image that unpacks to more than a server holds, from its head alone. Raises ValidationError.

	A white sheet of 30,000 by 30,000 has a few kilobytes, and three gigabytes once it is shown, turned or printed.
	"""
	try:
		if pillow_heif and is_heif(content):
			width, height = pillow_heif.open_heif(io.BytesIO(content)).size
		else:
			width, height = Image.open(io.BytesIO(content)).size
	except Image.DecompressionBombError:
		width, height = MOST_PIXELS * 1000, 1001
	except Exception:
		return  # no image, or a broken one: who shows it says so
	if width * height > MOST_PIXELS * 1_000_000:
		frappe.throw(
			_("{0} has more than {1} million pixels. Take the photo in a lower resolution, or reduce it, and choose it again.").format(
				frappe.bold(frappe.utils.escape_html(file_name[:100])), MOST_PIXELS
			),
			title=_("Image Too Large"),
		)


def check_whole(content: bytes, file_name: str) -> None:
	"""Refuse a photo that breaks off: nobody could see later what it proves. Raises ValidationError; what is no photo passes."""
	if not is_whole(content):
		frappe.throw(
			_("{0} cannot be read as a photo: it did not arrive whole. Choose it again, or take it once more.").format(
				frappe.bold(frappe.utils.escape_html(file_name[:100]))
			)
		)


def as_jpeg(content: bytes, file_name: str) -> bytes:
	"""The photo of the HEIF family as everybody can see it, upright. Raises ValidationError for one that cannot be read."""
	try:
		if pillow_heif is None:
			raise UnidentifiedImageError
		photo = pillow_heif.open_heif(io.BytesIO(content)).to_pillow()
		made = io.BytesIO()
		ImageOps.exif_transpose(photo).convert("RGB").save(made, "JPEG", quality=90)
	except (UnidentifiedImageError, ValueError, OSError, SyntaxError, Image.DecompressionBombError):
		frappe.throw(
			_(
				"{0} cannot be read as a photo: it did not arrive whole. Choose it again, or take it as JPEG."
			).format(frappe.bold(frappe.utils.escape_html(file_name[:100])))
		)
	return made.getvalue()


def keep(content: bytes, file_name: str):
	"""Store a private original of the session's user that belongs to nothing yet; returns the File."""
	kind_of(content, file_name)
	check_whole(content, file_name)
	# a name is a name: no folders, no markup
	file_name = re.sub(r'[\\/<>:"|?*\x00-\x1f]+|\.{2,}', "_", file_name)[-100:]
	file = frappe.get_doc(
		{"doctype": "File", "file_name": file_name, "content": content, "is_private": 1, "folder": "Home"}
	)
	with _untouched():
		return file.insert()


def waiting(names: list[str]) -> list:
	"""The session user's own files that belong to nothing yet, in this order. Raises ValidationError for any other."""
	files = []
	for name in names[:MOST]:
		found = frappe.db.get_value(
			"File",
			{
				"name": str(name),
				"owner": frappe.session.user,
				"is_private": 1,
				"attached_to_name": ("is", "not set"),
			},
			["name", "file_url", "file_name"],
			as_dict=True,
		)
		if not found:
			frappe.throw(_("A photo is no longer there. Remove it from the problem and add it again."))
		files.append(found)
	return files


def attach(ticket, files: list, stage: str = "Intake") -> list[str]:
	"""Make waiting files evidence of a ticket; returns the names of the Evidence Items."""
	made = []
	for file in files:
		content = files_access.content(frappe.get_doc("File", file.name))
		item = frappe.get_doc(
			{
				"doctype": "Evidence Item",
				"ticket": ticket.name,
				"project": ticket.project,
				"kind": kind_of(content, file.file_name),
				"stage": stage,
				"file": file.file_url,
			}
		)
		# The photo is part of a report whose desk was allowed to insert it; desks do not keep evidence otherwise.
		item.insert(ignore_permissions=True)
		made.append(item.name)
	return made


def drop(names: list[str]) -> None:
	"""Remove waiting files of the session's user: the photo was removed, or the dialog closed."""
	for file in waiting(names):
		# looked up above: the user's own, and nothing hangs on it
		frappe.delete_doc("File", file.name, ignore_permissions=True)


@contextmanager
def _untouched() -> Iterator[None]:
	"""Keeps the original bytes: Frappe by default rewrites JPEG photos to strip their metadata."""
	frappe.get_system_settings("language")  # fills the cache of this request, which is this request's own
	settings = frappe.local.system_settings
	before = settings.strip_exif_metadata_from_uploaded_images
	settings.strip_exif_metadata_from_uploaded_images = 0
	try:
		yield
	finally:
		settings.strip_exif_metadata_from_uploaded_images = before
