"""Data sent to the desk at login: names of the user's projects, their workspace, and which fields lists may change."""

from __future__ import annotations

from pathlib import Path

import frappe
from frappe import _
from frappe.desk.desktop import get_workspace_sidebar_items
from frappe.utils import add_user_info

from fangxiu_app.core.access import bulk_edit, personal
from fangxiu_app.core.access.doctypes import MASTERS, PROJECT_DOCTYPES
from fangxiu_app.core.access.roles import (
	ADMINISTRATOR,
	FINANCE,
	FINANCE_CLERK,
	GUIDES,
	HEADS_GUIDES,
	ROLES,
	SHARED_GUIDES,
)
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.framework import home

#: More names than this are fetched by the desk one by one.
AT_MOST = 500

#: The format Frappe ships for times, and the one that people of this app read.
SECONDS, MINUTES = "HH:mm:ss", "HH:mm"

#: Module of our desks.
MODULE = "Fangxiu App"


def extend(bootinfo) -> None:
	"""Called by Frappe with what it sends to a browser that opens the desk."""
	bootinfo["fx_projects"] = _projects()
	bootinfo["fx_bulk_fields"] = {
		doctype: bulk_edit.FIELDS.get(doctype, ()) for doctype in (*PROJECT_DOCTYPES, *MASTERS)
	}
	bootinfo["fx_guides"] = _guides()
	bootinfo["fx_scoped"] = [] if allowed_projects() is None else PROJECT_DOCTYPES
	bootinfo["fx_may_ask"] = personal.may_ask()
	bootinfo["fx_ours"] = begins_with_us()
	# who made and changed a document: Frappe knows the reader's own name only, and shows an e-mail address for all others
	add_user_info(_colleagues(), bootinfo.setdefault("user_info", {}))
	setup = bootinfo["user_info"].get("Administrator")
	if setup and setup.fullname == "Administrator":
		setup.fullname = _("System Setup")
	# owners and contractors answer by their links: what they changed is said to come that way
	bootinfo["user_info"]["Guest"] = frappe._dict(name="Guest", fullname=_("Signed Link"))
	# Frappe has worked them out for what it sends; to do it once more costs a query for each page
	pages = bootinfo.get("allowed_workspaces") or get_workspace_sidebar_items()["pages"]
	desks = [page["name"] for page in pages if page["module"] == MODULE]
	# the way back above a page leads to the module's first desk: Frappe names the oldest, which may be closed to the user
	bootinfo["module_wise_workspaces"] = {**bootinfo.get("module_wise_workspaces", {}), MODULE: desks}
	_land(bootinfo, desks)
	_minutes(bootinfo)


def _minutes(bootinfo) -> None:
	"""Shows times without seconds to users of this app; a format chosen for the site is kept."""
	defaults = bootinfo.get("sysdefaults")
	if defaults and defaults.get("time_format") in (None, "", SECONDS) and begins_with_us():
		bootinfo["sysdefaults"] = frappe._dict(defaults, time_format=MINUTES)


def before_print(doc, method: str | None = None, settings=None) -> None:
	"""The same in prints that Frappe composes itself ("Standard"): of our documents, and of the vouchers people of this app print.

	Frappe keeps the format for the rest of the request.
	"""
	chosen = frappe.db.get_default("time_format")
	if chosen in (None, "", SECONDS) and (doc.meta.module == MODULE or begins_with_us()):
		frappe.local.user_time_format = MINUTES


def _land(bootinfo, desks: list[str]) -> None:
	"""Users of this app and accountants of its estates start on their own workspace, unless they chose another page."""
	user = bootinfo.get("user")
	if user is not None and desks and not user.get("default_workspace") and begins_with_us():
		desk = frappe.get_cached_doc("Workspace", desks[0])
		user["default_workspace"] = {"name": desk.name, "public": desk.public, "title": desk.title}


def begins_with_us() -> bool:
	"""Whether the session's user has a role of ours, or one of finance and an estate: Frappe asks it for the list of apps, too.

	The site's own accountants keep the page they had; so does the Administrator, to whom Frappe gives every role there is.
	"""
	user = frappe.session.user
	if user == "Administrator":
		return False
	roles = set(frappe.get_roles())
	return bool(roles & set(ROLES)) or bool(roles & {FINANCE, FINANCE_CLERK} and home.works_for_an_estate(user))


def _colleagues() -> list[str]:
	"""Users of the desk, the newest :data:`AT_MOST` of them."""
	filters = {"enabled": 1, "user_type": "System User", "name": ("!=", "Guest")}
	return frappe.get_all("User", filters, order_by="creation desc", limit=AT_MOST, pluck="name")


def _guides() -> dict:
	"""Pages of the guides there are, as (key, title), and which of them are the user's own, the nearest first."""
	folder = Path(frappe.get_app_path("fangxiu_app", "public", "guides"))
	there = {
		path.stem: path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
		for path in folder.glob("*.md")
	}
	of_roles = (*GUIDES.items(), *HEADS_GUIDES.items())
	order = dict.fromkeys((*(key for _role, key in of_roles), *SHARED_GUIDES))
	held = frappe.get_roles()
	mine = [key for role, key in of_roles if role in held and key in there]
	if "System Manager" in held:  # the Administrator has every role; what he looks for is how the app is kept
		mine.insert(0, GUIDES[ADMINISTRATOR])
	pages = [(key, there[key]) for key in order if key in there]
	return {"own": list(dict.fromkeys(mine)), "pages": pages}


def _projects() -> dict[str, str]:
	"""Names of the projects the user may see, by code. One query more than the scope costs."""
	projects = allowed_projects()
	filters = {} if projects is None else {"name": ("in", projects or [""])}
	rows = frappe.get_all(
		"Project", filters, ["name", "project_name"], order_by="creation desc", limit=AT_MOST, as_list=True
	)
	return dict(rows)
