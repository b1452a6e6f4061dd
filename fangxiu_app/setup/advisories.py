"""Published security advisories of Frappe and ERPNext 15, and the lowest releases without them. Needs no site; `fx doctor` uses it too.

Each row is an advisory of the project itself; the list was last compared with the published ones on the day of ``AS_OF``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: The day the published advisories were last read.
AS_OF = "2026-11-28"


@dataclass(frozen=True)
class Advisory:
	"""One published security advisory: app, number, the version 15 release that fixes it, and its effect."""

	app: str
	number: str
	fixed: str
	says: str


ADVISORIES = (
	Advisory("frappe", "CVE-2025-68929", "15.88.1", "a link makes the server run a template"),
	Advisory("frappe", "CVE-2026-29077", "15.98.0", "sharing a right one does not have"),
	Advisory("frappe", "CVE-2026-31878", "15.100.0", "the server calls addresses a user names"),
	Advisory("frappe", "CVE-2026-31879", "15.101.0", "scripts in other people's workspaces"),
	Advisory("frappe", "CVE-2026-44208", "15.107.0", "guests write discussions anywhere"),
	Advisory("frappe", "CVE-2026-47194", "15.108.0", "login links that lead to a stranger's site"),
	Advisory("frappe", "CVE-2026-55852", "15.112.0", "files outside the folder by a package import"),
	Advisory("frappe", "CVE-2026-66001", "15.114.0", "consent to an application given by a link"),
	Advisory("frappe", "CVE-2026-66003", "15.115.0", "linked documents read without their right"),
	Advisory("erpnext", "CVE-2026-27471", "15.98.1", "documents read without a right"),
	Advisory("erpnext", "CVE-2026-44440", "15.101.1", "files of the server read"),
	Advisory("erpnext", "CVE-2026-44448", "15.102.0", "documents changed without a right"),
	Advisory("erpnext", "CVE-2026-44446", "15.104.3", "SQL in a request"),
	Advisory("erpnext", "CVE-2026-44441", "15.106.0", "the server calls addresses a user names"),
	Advisory("erpnext", "CVE-2026-55242", "15.111.0", "data read by a template"),
	Advisory("erpnext", "CVE-2026-65974", "15.111.0", "code run by a template"),
	Advisory("erpnext", "CVE-2026-72906", "15.111.0", "statements mailed without a right"),
	Advisory("erpnext", "CVE-2026-72907", "15.111.0", "accounts created without a right"),
	Advisory("erpnext", "CVE-2026-72909", "15.112.0", "other companies' receivables in reports"),
	Advisory("erpnext", "CVE-2026-72910", "15.112.0", "accounts and vouchers changed without a right"),
	Advisory("erpnext", "CVE-2026-65822", "15.116.0", "SQL in a report's filter"),
	Advisory("erpnext", "CVE-2026-72911", "15.118.0", "code run by a template of statements"),
)


def parts(version: str) -> tuple[int, ...]:
	"""15.56.1 → (15, 56, 1); what follows the numbers (-beta.1) does not count. Raises ValueError without any number."""
	found = re.match(r"\d+(\.\d+)*", version.strip())
	if not found:
		raise ValueError(f"no version: {version!r}")
	return tuple(int(each) for each in found[0].split("."))


def lowest_safe(app: str) -> str:
	"""The lowest release of this app without a known advisory."""
	return max((each.fixed for each in ADVISORIES if each.app == app), key=parts)


def still_open(app: str, version: str) -> list[Advisory]:
	"""Advisories that apply to this release of the app."""
	return [each for each in ADVISORIES if each.app == app and parts(version) < parts(each.fixed)]


def sentence(app: str, version: str) -> str:
	"""A warning about this release; empty when no advisory of the list applies."""
	found = still_open(app, version)
	if not found:
		return ""
	numbers = ", ".join(each.number for each in found)
	return (
		f"{app} {version} has {len(found)} published holes; the lowest release without them is {lowest_safe(app)}"
		f" (list of {AS_OF}): {numbers}"
	)
