#!/usr/bin/env python3
"""证据包核验程序。Checks an evidence pack: run it with Python 3, nothing else is needed.

    python3 check.py              核验本程序所在的文件夹 / the folder this program lies in
    python3 check.py 证据包.zip    核验压缩包或另一个文件夹 / a zip file or another folder

It reads manifest.json, computes the SHA-256 of every file and names each one that was changed, added, renamed or is missing.
Then it follows the chain of records: each entry contains the SHA-256 of the one before it, so that an entry that was
changed, taken out or put in later is named as well. It writes nothing and uses no network.

Exit code 0: everything as exported. 1: a file differs. 2: the records of the chain differ. 3: this is no evidence pack.
"""

import hashlib
import json
import os
import sys
import zipfile
import zlib

FORMAT = "fangxiu-evidence-pack/1"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
UNREADABLE = "unreadable"
#: Kind of the entry about evidence that was deleted after the time for which it was kept.
REMOVED = "Evidence Deleted"

WORDS = {
	"changed": "更改 CHANGED",
	"missing": "缺少 MISSING",
	"added": "多出 ADDED",
	"renamed": "改名 RENAMED",
	"entry_changed": "第 {0} 条保管记录已被更改 / entry {0} of the chain was changed",
	"entry_missing": "缺少第 {0} 条保管记录 / entry {0} of the chain is missing",
	"entry_twice": "第 {0} 条保管记录出现两次 / entry {0} of the chain stands there twice",
	"entry_broken": "第 {0} 条与前一条不相接 / entry {0} does not follow the one before it",
	"record_changed": "{0} 在登记之后被更改 / {0} was changed after it was recorded",
	"record_removed": "{0} 已登记，但不在了 / {0} was recorded and is gone",
	"record_unknown": "{0} 没有登记 / {0} was never recorded in the chain",
	"original_changed": "{0} 的原件与收到时登记的 SHA-256 不符 / the original of {0} is not the one received",
	"original_lost": "{0} 的原件已不在系统中 / the original of {0} is no longer there",
}


def sha256(content):
	"""SHA-256 of bytes, in hexadecimal."""
	return hashlib.sha256(content).hexdigest()


def digest(value):
	"""SHA-256 of plain values, whatever the order of a mapping's keys."""
	return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8"))


def seal_text(manifest_sha256):
	"""What manifest.sha256 contains: the manifest's SHA-256, and the SHA-256 of that line."""
	line = f"{manifest_sha256}  {MANIFEST}\n"
	return line + sha256(line.encode("ascii", "replace")) + "\n"


def sealed(content):
	"""The manifest's SHA-256 from the content of manifest.sha256; None where that file itself was changed."""
	claimed = content[:64].decode("ascii", "replace")
	return claimed if content == seal_text(claimed).encode("ascii", "replace") else None


# --- files -----------------------------------------------------------------------------------------------------------


def compare(listed, found):
	"""Differences between {path: SHA-256} as listed and as found: [(kind, path, new path or "")], by path."""
	changed = [("changed", path, "") for path in listed if path in found and found[path] != listed[path]]
	missing = sorted(path for path in listed if path not in found)
	added = sorted(path for path in found if path not in listed)
	renamed = []
	for old in list(missing):
		new = next((path for path in added if found[path] == listed[old]), None)
		if new is not None:
			renamed.append(("renamed", old, new))
			missing.remove(old)
			added.remove(new)
	gone = [("missing", path, "") for path in missing]
	more = [("added", path, "") for path in added]
	return sorted(changed + renamed + gone + more, key=lambda one: one[1])


def find_seal(files, read):
	"""(path of manifest.sha256 or None, the SHA-256 it names or None): also under another name."""
	whole = [path for path in sorted(files) if files[path] != UNREADABLE]
	if SEAL in files:
		return SEAL, sealed(read(SEAL)) if SEAL in whole else None
	return next(((path, named) for path in whole if (named := sealed(read(path)))), (None, None))


def find_manifest(files, wanted):
	"""Path of manifest.json, also under another name; None where it is not there."""
	if MANIFEST in files:
		return MANIFEST
	return next((path for path in sorted(files) if wanted and files[path] == wanted), None)


def examine(files, read):
	"""(differences of files, manifest or None). ``files`` {path: SHA-256}, ``read`` gives the bytes of a path.

	The manifest is None where it cannot be trusted: then it is the difference that is named.
	"""
	seal_path, wanted = find_seal(files, read)
	manifest_path = find_manifest(files, wanted)
	if manifest_path is None:
		return [("missing", MANIFEST, "")], None
	if wanted and files[manifest_path] != wanted:
		return [("changed", MANIFEST, "")], None
	try:
		manifest = json.loads(read(manifest_path).decode("utf-8"))
		listed = {one["path"]: one["sha256"] for one in manifest["files"]}
	except (ValueError, KeyError, TypeError):
		return [("changed", MANIFEST, "")], None
	listed[MANIFEST] = files[manifest_path]
	# one that was changed itself is named, but says nothing about the rest
	listed[SEAL] = (
		files[seal_path] if seal_path and wanted else sha256(seal_text(files[manifest_path]).encode())
	)
	return compare(listed, files), manifest


# --- chain -----------------------------------------------------------------------------------------------------------


def entry_digest(chain, entry):
	"""SHA-256 of an entry of the chain, with that of the one before it."""
	names = (
		"number",
		"kind",
		"document_type",
		"document",
		"content_sha256",
		"at",
		"user",
		"note",
		"previous",
	)
	return digest([chain, *(entry[name] for name in names)])


def chain_faults(chain, entries, records):
	"""What is wrong with a chain: [(code, entry's number or record)].

	``records`` {"DocType name": what the system has now}: those that the entries are about, and those they ought to be about.
	"""
	faults, before, known = [], None, set()
	deleted = {one["document_type"] + " " + one["document"] for one in entries if one["kind"] == REMOVED}
	for entry in sorted(entries, key=lambda one: one["number"]):
		faults += _entry_faults(chain, entry, before)
		if entry["content_sha256"]:
			record = entry["document_type"] + " " + entry["document"]
			known.add(record)
			if record not in records and record in deleted:
				pass  # its own entry says when and by whom
			elif record not in records:
				faults.append(("record_removed", record))
			elif digest(records[record]) != entry["content_sha256"]:
				faults.append(("record_changed", record))
		before = entry
	faults += [("record_unknown", record) for record in sorted(records) if record not in known]
	return faults


def _entry_faults(chain, entry, before):
	number, expected = entry["number"], (before["number"] if before else 0) + 1
	if number < expected:
		return [("entry_twice", number)]
	if number > expected:
		return [("entry_missing", lost) for lost in range(expected, min(number, expected + 100))]
	faults = []
	if entry["digest"] != entry_digest(chain, entry):
		faults.append(("entry_changed", number))
	elif entry["previous"] != (before["digest"] if before else ""):
		faults.append(("entry_broken", number))
	return faults


def original_faults(evidence, files):
	"""Originals that are not what was received: [(code, name of the evidence)]. ``files`` {path: SHA-256} as listed."""
	faults = []
	for item in evidence:
		for one in item["files"]:
			if not one["path"]:
				faults.append(("original_lost", item["name"]))
			elif files.get(one["path"]) != one["received_sha256"]:
				faults.append(("original_changed", item["name"]))
	return faults


def record_faults(manifest):
	"""Everything that is wrong with the records of a manifest: [(chain or "", code, subject)]."""
	listed = {one["path"]: one["sha256"] for one in manifest["files"]}
	faults = [("", code, name) for code, name in original_faults(manifest["evidence"], listed)]
	for chain in manifest["chains"]:
		found = chain_faults(chain["chain"], chain["entries"], chain["records"])
		faults += [(chain["chain"], code, subject) for code, subject in found]
	return faults


# --- reading and telling ---------------------------------------------------------------------------------------------


def open_folder(root):
	"""({path: SHA-256}, reader of a path) of a folder."""

	def read(path):
		with open(os.path.join(root, *path.split("/")), "rb") as source:
			return source.read()

	files = {}
	for folder, folders, names in os.walk(root):
		links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
		for name in [*names, *links]:
			path = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
			files[path] = _hashed(lambda path=path: read(path))
	return files, read


def open_zip(path):
	"""The same of a zip file, without unpacking it. A name that stands in it twice is found as added."""
	archive = zipfile.ZipFile(path)
	files = {}
	for entry in archive.infolist():
		if not entry.is_dir():
			name = entry.filename + (" (2)" if entry.filename in files else "")
			files[name] = _hashed(lambda entry=entry: archive.read(entry))
	return files, archive.read


def _hashed(read):
	try:
		return sha256(read())
	except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
		return UNREADABLE


def tell(differences, manifest, files, say):
	"""Say what was found; returns the exit code."""
	for kind, path, new in differences:
		say(f"[{WORDS[kind]}] {path}" + (f"  →  {new}" if new else ""))
	if manifest is None:
		say(
			"文件清单不可信，无法判断其他文件。 The list of files cannot be trusted; nothing is said of the other files."
		)
		return 1
	faults = record_faults(manifest)
	for chain, code, subject in faults:
		say(f"[记录 RECORD] {chain} {WORDS[code].format(subject)}")
	if differences:
		say(f"核验不通过：{len(differences)} 处文件不符。 FAILED: {len(differences)} differences of files.")
		return 1
	say(f"清单编号 Number of the manifest (SHA-256): {files[MANIFEST]}")
	say("请与系统“保管记录”中登记的编号核对。 Compare it with the number in the system's custody log.")
	if faults:
		say(
			f"文件与导出时一致，但有 {len(faults)} 处记录不符。 Files are as exported, but {len(faults)} records differ."
		)
		return 2
	say(
		f"核验通过：{len(files)} 个文件与导出时完全一致，记录链完整。 PASSED: all {len(files)} files are as exported, the chain is whole."
	)
	return 0


def main(arguments):
	"""Check the pack that the arguments name; returns the exit code."""
	if hasattr(sys.stdout, "reconfigure"):
		sys.stdout.reconfigure(errors="backslashreplace")
	target = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
	try:
		files, read = open_folder(target) if os.path.isdir(target) else open_zip(target)
	except (OSError, zipfile.BadZipFile) as problem:
		print(f"无法打开 cannot be opened: {target} ({problem})")
		return 3
	if not files:
		print(f"没有文件 no files: {target}")
		return 3
	differences, manifest = examine(files, read)
	if manifest is not None and manifest.get("format") != FORMAT:
		print(f"不是本程序能核验的证据包 no evidence pack that this program knows: {target}")
		return 3
	return tell(differences, manifest, files, print)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
