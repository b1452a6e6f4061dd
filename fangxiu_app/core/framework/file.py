"""Frappe's File, with permissions from the documents a file belongs to, and with evidence and issued reports kept.

Frappe 15.56.1 copies whatever an address leads to into a new file, shares bytes between documents and moves or deletes
them for all, takes the thumbnail's address from the request, and publishes what its uploader marks as public.
"""

from __future__ import annotations

import errno
import io
import os
import zipfile
from contextlib import suppress
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.core.doctype.file.utils import decode_file_content

from fangxiu_app.core.access import files, named
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.access.roles import ROLES
from fangxiu_app.core.files import originals
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.narrowing import kept_for_one

#: How a form calls a document that is not saved yet.
UNSAVED = "new-"
#: What makes a file another one, or another document's.
IDENTITY = ("file_url", "is_private", "attached_to_doctype", "attached_to_name", "is_folder")
#: Written by the server alone.
OWN = ("content_hash", "thumbnail_url")
#: What is exchanged between the record people use and that of the original.
BYTES = ("file_url", "file_name", "content_hash", "file_size", "file_type")
FULL = (errno.ENOSPC, errno.EDQUOT)
#: What an archive may unpack to: files, and bytes in all.
MOST_FILES, MOST_BYTES = 200, 200 * 1024 * 1024


class OwnFile(File):
	"""One address for one upload; who names an address must be able to read every document that has it."""

	def before_insert(self):
		"""Raises FileAddressError for another user's file, RefusedError for a file that a browser would run."""
		self.flags.ignore_duplicate_entry_error = True  # or Frappe gives this record the address of equal bytes elsewhere
		for name in OWN:
			self.set(name, None)
		self._check_document()
		if self.is_folder:
			self.file_url = None
		else:
			self._check_new()
		super().before_insert()
		if self.flags.fx_named:  # the bytes are others' too: a rollback leaves them
			self.flags.new_file = False

	def has_permission(self, permtype="read", **options) -> bool:
		"""Frappe's check, without its message, which names the other project's document that the file belongs to."""
		said = len(frappe.local.message_log)
		allowed = super().has_permission(permtype, **options)
		if not allowed:
			del frappe.local.message_log[said:]
		return allowed

	def is_downloadable(self) -> bool:
		said = len(frappe.local.message_log)
		allowed = super().is_downloadable() and kept_for_one.file_permission(self) is not False
		if not allowed:
			del frappe.local.message_log[said:]
		return allowed

	def validate(self):
		before = self.get_doc_before_save()
		if before:
			self._check_change(before)
		super().validate()

	def save_file(self, content=None, decode=False, ignore_existing_file_check=False, overwrite=False):
		if self.flags.fx_named:
			return None  # Frappe would write a copy of what the address leads to
		if overwrite:
			self._keep_held()
		return super().save_file(content, decode, True, overwrite)

	def check_max_file_size(self) -> int:
		"""The limit is one of uploads, not of what the app itself puts together (flags never come from a request)."""
		return len(self._content or b"") if self.flags.fx_made else super().check_max_file_size()

	def write_file(self):
		"""Writes the file completely or not at all. Raises RefusedError when the disk is full."""
		if self.is_remote_file:
			return None
		path = self.get_full_path()
		content = self._content.encode() if isinstance(self._content, str) else self._content
		part = f"{path}.{frappe.generate_hash(length=8)}.part"
		try:
			with open(part, "wb") as target:
				target.write(content)
				target.flush()
				os.fsync(target.fileno())
			os.replace(part, path)
		except OSError as problem:
			with suppress(OSError):
				os.remove(part)
			if problem.errno in FULL:
				_say_full(problem)
			raise
		frappe.db.after_rollback.add(self.on_rollback)
		return path

	def handle_is_private_changed(self):
		"""Limits the new address to this file's records; Frappe gives it to all files with equal bytes."""
		came, digest, self.content_hash = self.file_url, self.content_hash, None
		try:
			super().handle_is_private_changed()
		finally:
			self.content_hash = digest
		if self.file_url != came:
			table = frappe.qb.DocType("File")
			moved = frappe.qb.update(table).set(table.file_url, self.file_url).set(table.is_private, self.is_private)
			moved.where((table.file_url == came) & (table.name != self.name)).run()

	def _delete_file_on_disk(self):
		"""Keeps the bytes while other records have this address; a file whose insert is rolled back is deleted."""
		if self.is_folder or not self.file_url:
			return
		if not self.flags.new_file:
			self._keep_held()
		shared = frappe.db.exists("File", {"file_url": self.file_url, "name": ("!=", self.name)})
		self.delete_file_data_content(only_thumbnail=bool(shared))

	def unzip(self):
		"""For who may write the archive. Raises RefusedError for one that unpacks to more than a server holds."""
		self.check_permission("write")
		self._check_archive(self.get_full_path())
		return super().unzip()

	def _check_document(self) -> None:
		"""Refuse a file for a document of a project that is not there, as it would belong to whoever makes one of that name, and for a document
		or voucher that the user may not read."""
		doctype, name = self.attached_to_doctype, self.attached_to_name
		if self.flags.ignore_permissions or doctype not in named.SCOPED | named.BOOKED or not name or str(name).startswith(UNSAVED):
			return
		if frappe.db.exists(doctype, name):
			named.check_readable(doctype, str(name))
		elif doctype in PROJECT_DOCTYPES:
			frappe.throw(_("There is no such document."), frappe.DoesNotExistError)

	def _check_new(self) -> None:
		if self.content:
			self.file_url = None  # new bytes get an address of their own
			self._check_unpacked()
		elif not isinstance(self.file_url, str) or not self.file_url:
			frappe.throw(_("The file {0} is empty. Choose another one.").format(frappe.bold(_safe(self.file_name))))
		elif not self._is_link():
			self._check_named()
		self._check_active()

	def _check_named(self) -> None:
		"""The address as it will be stored: Frappe decodes it later.

		Evidence gets no second record by a request: it would be open to whoever reads the document of that record.
		"""
		decoded = unquote(self.file_url)
		files.check_address(decoded if unquote(decoded) == decoded else "")
		if not self.flags.ignore_permissions and frappe.session.user != "Administrator" and files.is_evidence(decoded):
			frappe.throw(
				_("File {0} is evidence and is not attached a second time. Choose the evidence itself, or upload the file.").format(
					frappe.bold(_safe(self.file_name or decoded.rpartition("/")[2]))
				),
				LockedFieldError,
			)
		self.file_url, self.flags.fx_named = decoded, True
		known = frappe.db.get_value("File", {"file_url": decoded}, ["content_hash", "file_size"]) or (None, 0)
		self.content_hash, self.file_size = known

	def _check_unpacked(self) -> None:
		"""Images and workbooks, which are unpacked to be shown or read, whoever reads them; archives are asked when unpacked."""
		content = self.content.encode() if isinstance(self.content, str) else self.content
		if self.get("decode"):
			content = decode_file_content(content)
		originals.check_pixels(content, self.file_name or "")
		if content.startswith(b"PK") and not (self.file_name or "").casefold().endswith(".zip"):
			self._check_archive(io.BytesIO(content), None)

	def _check_archive(self, source, most_files: int | None = MOST_FILES) -> None:
		if not zipfile.is_zipfile(source):
			return  # Frappe says so
		with zipfile.ZipFile(source) as archive:
			sizes = [entry.file_size for entry in archive.filelist]
		if (most_files and len(sizes) > most_files) or sum(sizes) > MOST_BYTES:
			frappe.throw(
				_("{0} unpacks to more than {1} files or {2} MB. Unpack it on your computer and upload what is needed.").format(
					frappe.bold(_safe(self.file_name)), MOST_FILES, MOST_BYTES // 1024**2
				),
				RefusedError,
				title=_("Not Possible Yet"),
			)

	def _is_link(self) -> bool:
		"""Whether the address is on another server, which is never fetched for our users."""
		if not self.file_url.startswith(("http://", "https://")):
			return False
		if set(ROLES) & set(frappe.get_roles()) and frappe.session.user != "Administrator":
			files.check_address("")
		return True

	def _check_active(self) -> None:
		private = self.is_private or (self.file_url or "").startswith("/private/")
		names = {unquote(name or "") for name in (self.file_name, (self.file_url or "").rpartition("/")[2])}
		if any(files.active(name, bool(private)) for name in names) and "System Manager" not in frappe.get_roles():
			frappe.throw(
				_(
					"{0} was not kept: a browser would run what is in it. Send a PDF, a picture or an office document instead."
				).format(frappe.bold(_safe(self.file_name))),
				RefusedError,
				title=_("Not Possible Yet"),
			)

	def _check_change(self, before) -> None:
		for name in OWN:
			self.set(name, before.get(name))
		if not any((before.get(name) or None) != (self.get(name) or None) for name in (*IDENTITY, "file_name")):
			return
		if (before.attached_to_doctype, before.attached_to_name) != (self.attached_to_doctype, self.attached_to_name):
			self._check_document()
		if (before.file_url or "") != (self.file_url or "") or before.is_folder != self.is_folder:
			files.check_address("" if before.is_folder else self.file_url)
		elif not before.file_url and not before.is_folder:
			files.check_address("")  # without an address the name would be one
		if any((before.get(name) or None) != (self.get(name) or None) for name in (*IDENTITY, "file_name")):
			before._keep_held()
		if frappe.utils.cint(before.is_private) != frappe.utils.cint(self.is_private):
			files.check_address(before.file_url or "", "write", exclude=self.name)
			self._check_active()

	def _keep_held(self) -> None:
		if files.held(self.file_url):
			frappe.throw(
				_(
					"File {0} is evidence or was issued: it cannot be deleted, exchanged or made public. Add a new one, or issue a new version, instead."
				).format(frappe.bold(_safe(self.file_name))),
				LockedFieldError,
			)


def show_heif(doc, method: str | None = None) -> None:
	"""A photo as telephones take it (HEIC) is shown as JPEG; the bytes that came are kept beside it, attached to its File.

	Only for people of this app: what others upload stays as it is.
	"""
	if doc.is_folder or not (doc.file_url or "").startswith(("/files/", "/private/files/")):
		return
	if doc.flags.fx_shown or not set(ROLES) & set(frappe.get_roles()):
		return
	content = files.content(doc)
	if not originals.is_heif(content):
		return
	stem = doc.file_name.rpartition(".")[0] or doc.file_name
	seen = {"file_name": f"{stem}.jpg", "is_private": doc.is_private, "folder": doc.folder}
	beside = {"attached_to_doctype": "File", "attached_to_name": doc.name}
	original = frappe.get_doc(
		{"doctype": "File", **seen, **beside, "content": originals.as_jpeg(content, doc.file_name)}
	)
	original.flags.fx_shown = True
	# part of an upload that was allowed: the same person, the same photo
	original.insert(ignore_permissions=True)
	came, made = ({name: row.get(name) for name in BYTES} for row in (doc, original))
	doc.db_set(made, update_modified=False)
	original.db_set(came, update_modified=False)


def _say_full(problem: OSError) -> None:
	frappe.log_error(title="Storage is full", message=str(problem))
	frappe.throw(
		_("The server's storage is full: nothing was saved. Tell the administrator, then try again."),
		RefusedError,
		title=_("Storage Is Full"),
	)


def _safe(name: str | None) -> str:
	return frappe.utils.escape_html((name or "")[:140])
