"""The intake dialog's endpoints (接报): find the unit, show what is known about it, save the report."""

import frappe
from frappe.utils import cint, format_datetime, now_datetime

from fangxiu_app.contractors.reads_agreements import find_agreement
from fangxiu_app.core import settings
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.files import originals
from fangxiu_app.core.personal_numbers import covered_number
from fangxiu_app.core.wording import _
from fangxiu_app.estate import reads_units, service_places
from fangxiu_app.estate.reads_units import primary_owners, search_units
from fangxiu_app.tickets.intake import reads_affected, reads_repeats, reads_sisters, service_intake
from fangxiu_app.tickets.intake.rules_intake import ELSEWHERE, fit, is_media, rank
from fangxiu_app.tickets.life import reads_ticket_panel
from fangxiu_app.tickets.life.rules_ticket_table import BEFORE_SURVEY
from fangxiu_app.warranty.service_warranty import cover

FIELDS = (
	"unit project channel caller_name caller_phone caller_is received_at notified_at back_entry_reason special_requests"
	" to_be_verified is_complaint visit_reason visit_detail media_outlet client_key"
).split()
ITEM_FIELDS = (
	"location defect_type description emergency owner_says_repaired staff_remembers unclear same_as separate work_type"
).split()


@frappe.whitelist(methods=["GET"])
def lookup(text: str, limit: int = 8) -> list:
	"""Units that fit the words, with owner and masked phone."""
	frappe.has_permission("Unit Archive", "read", throw=True)
	rows = search_units(text, limit=incoming.page(limit, 8, 20)) if text.strip() else []
	owners = primary_owners([row.name for row in rows])
	for row in rows:
		owner = owners.get(row.name) or {}
		row.owner, row.phone_masked = owner.get("owner_name") or "", covered_number(owner.get("phone") or "")
	return rows


@frappe.whitelist(methods=["GET"])
def unit_card(unit: str) -> dict:
	"""Owners, open tickets and history of one unit."""
	right.check("Unit Archive", "read", unit)
	doc = frappe.get_cached_doc("Unit Archive", unit)
	tickets = reads_repeats.unit_tickets(unit)
	final = ("Closed", "Merged", "Cancelled")
	return {
		"unit": doc.name,
		"title": doc.title,
		"kind": doc.kind,
		"delivery_state": _(doc.delivery_state),
		"handover_date": doc.handover_date,
		"owners": [
			{"owner_name": row.owner_name, "phone": row.phone, "is_primary": row.is_primary}
			for row in doc.owners
			if not row.to_date
		],
		"open_tickets": [row for row in tickets if row.status not in final],
		"history": [row for row in tickets if row.status in final],
	}


@frappe.whitelist(methods=["GET"])
def places_of(project: str = "") -> dict:
	"""Where a report about a common part can be: projects to choose from, and of one the buildings with their entrances."""
	frappe.has_permission("Repair Request", "create", throw=True)
	return reads_units.places(project if isinstance(project, str) else "")


@frappe.whitelist(methods=["POST"])
def common_part(project: str, level: str, building: str = "", entrance: str = "", floor: int = 0) -> dict:
	"""The common part as a place of the report, made on first use; a row as :func:`lookup` answers."""
	frappe.has_permission("Repair Request", "create", throw=True)
	name = service_places.common_part(project, level, building, entrance, cint(floor))
	return frappe.db.get_value(
		"Unit Archive", name, ["name", "unit_code", "title", "project", "kind"], as_dict=True
	)


@frappe.whitelist(methods=["GET", "POST"])
def problems(
	doctype: str,
	txt: str,
	searchfield: str | None = None,
	start: int = 0,
	page_len: int = 10,
	filters: dict | list | None = None,
) -> list:
	"""Rows for a Link field to Defect Type: what fits the place of ``filters`` first, what is of another place last."""
	frappe.has_permission("Defect Type", "select", throw=True)
	place = filters.get("location") if isinstance(filters, dict) else ""
	like = ("like", f"%{reads_units.escape(txt or '')}%")
	words = {"defect_name": like, "aliases": like} if txt else None
	rows = frappe.get_list("Defect Type", or_filters=words, fields=["name", "trade"], order_by="creation, name", limit=0)
	rows.sort(key=lambda row: rank(place if isinstance(place, str) else "", row.name))
	first = max(cint(start), 0)
	return [(row.name, row.trade) for row in rows[first : first + incoming.page(page_len, 10, 100)]]


@frappe.whitelist(methods=["GET"])
def preview(unit: str, location: str, defect_type: str) -> dict:
	"""Warranty answer, contractor, engineer, repeats and duplicates for one problem, before anything is saved."""
	right.check("Unit Archive", "read", unit)
	doc = frappe.get_cached_doc("Unit Archive", unit)
	building = service_places.building_of(doc)
	defect = frappe.get_cached_doc("Defect Type", defect_type)
	today = now_datetime().date()
	found = cover(doc, defect.warranty_item, location, today)
	agreement = find_agreement(doc.project, doc.building, building.lot, defect.trade, today) or frappe._dict()
	days = settings.load().repeat_look_back_days
	same = (unit, location, defect_type)
	return {
		"warranty_text": found.text,
		"payer": found.answer.payer,
		"owner_until": found.answer.owner_until,
		"contractor_until": found.answer.contractor_until,
		"contractor": agreement.contractor,
		"contractor_name": agreement.contractor_name,
		"agreement": agreement.name,
		"engineer_name": _full_name(building.lot_engineer),
		"emergency": defect.emergency,
		"elsewhere": fit(location, defect_type) == ELSEWHERE,
		"repeats": reads_repeats.find_repeats(*same, today, days),
		"duplicates": reads_repeats.find_duplicates(*same),
		"sisters": reads_sisters.find_sisters(*same, today, days),
	}


@frappe.whitelist(methods=["POST"])
def keep_photo() -> dict:
	"""Take one file (``file`` of a multipart request) as a private original that the next saved report may use."""
	frappe.has_permission("Repair Request", "create", throw=True)
	sent = frappe.request.files.get("file") if frappe.request else None
	if not sent:
		frappe.throw(_("No file was sent. Choose the photo again."))
	file = originals.keep(sent.stream.read(), sent.filename or "photo")
	return {"name": file.name, "file_name": file.file_name, "file_url": file.file_url}


@frappe.whitelist(methods=["POST"])
def drop_photos(names: list | str) -> None:
	"""Remove photos that no report was saved with."""
	frappe.has_permission("Repair Request", "create", throw=True)
	originals.drop(incoming.names(names))


@frappe.whitelist(methods=["POST"])
def save(values: dict | str) -> dict:
	"""Save the report once; answers with the tickets, who was told and the sentence to say to the caller.

	``{"ask": [{"index", "tickets"}]}`` instead, and nothing saved, where an emergency is open already that may be the same.
	"""
	frappe.has_permission("Repair Request", "create", throw=True)
	known = _read(values)
	joined = [item["same_as"] for item in known["items"] if item.get("same_as")]
	ask = service_intake.urgent_already(known.get("unit") or "", known["items"])
	if ask and not service_intake.sent_before(known.get("client_key") or ""):
		return {"ask": ask}
	request = service_intake.submit_once(known)
	tickets = [_ticket_row(item.ticket, item.ticket in joined) for item in request.items]
	return {
		"request": request.name,
		"complaint": request.complaint,
		"tickets": tickets,
		"told": _told(request),
		"warnings": _media_warnings(request),
		"sentence": _sentence(request, tickets),
	}


def _read(values: dict | str) -> dict:
	"""Only the fields a report has. Raises ValidationError for what is no report at all."""
	values = incoming.mapping(values, _("Report"))
	items = incoming.rows(values.get("items"), _("Problems"))
	known = {**incoming.fields("Repair Request", values, FIELDS), "items": []}
	for item in items:
		photos = incoming.names(item.get("photos"), _("Photos"))
		further = incoming.names(item.get("affected"), _("Affected Units"))
		values_of = incoming.fields("Request Item", item, ITEM_FIELDS)
		known["items"].append({**values_of, "photos": photos, "affected": further})
	known.setdefault("received_at", now_datetime().replace(microsecond=0))
	if not known.get("unit") and not known.get("project"):
		projects = allowed_projects(doctype="Repair Request")
		known["project"] = projects[0] if projects and len(projects) == 1 else None
	return known


def _ticket_row(name: str, joined: bool) -> dict:
	fields = (
		"name location defect_type contractor engineer emergency next_clock next_due_at payer joint_state"
		" status engineer_called_at project"
	).split()
	row = frappe.db.get_value("Repair Ticket", name, fields, as_dict=True)
	row.contractor_name = (
		frappe.db.get_value("Supplier", row.contractor, "supplier_name") if row.contractor else None
	)
	row.engineer, row.joined = reads_ticket_panel.engineer(row), joined
	row.affected = [one.unit_code for one in reads_affected.rows(name)]
	row.leads = [] if row.engineer else reads_ticket_panel.leads(row.project)
	row.may_call = row.status in BEFORE_SURVEY
	row.next_clock_title = row.next_clock and _(
		frappe.get_cached_value("Time Limit", row.next_clock, "title")
	)
	return row


def _full_name(user: str | None) -> str | None:
	return frappe.db.get_value("User", user, "full_name") if user else None


def _told(request) -> list[dict]:
	"""Who was told of a media visit, and when (R68)."""
	return [
		{"name": _full_name(request.get(field)), "at": request.get(f"{field}_at")}
		for field in ("head_notified", "media_contact_notified")
		if request.get(field)
	]


def _media_warnings(request) -> list[str]:
	if not is_media(request.channel, request.caller_is):
		return []
	head = _(
		"No repair head is set in Fangxiu Settings: phone the head of the repair centre yourself and tell the administrator."
	)
	contact = _(
		"No media contact is set in Fangxiu Settings: phone the company's media contact yourself and tell the administrator."
	)
	asked = (("head_notified", head), ("media_contact_notified", contact))
	return [text for field, text in asked if not request.get(field)]


def _sentence(request, tickets: list[frappe._dict]) -> str:
	"""What to tell the caller: who calls back and, in an emergency, when somebody is there. No promise beyond that (R66)."""
	who = next((row.engineer["name"] for row in tickets if row.engineer), None) or _("our engineer")
	if not tickets:
		return _("Your visit is recorded. {0} will get back to you.").format(who)
	urgent = next((row for row in tickets if row.next_clock == "Emergency Arrival"), None)
	if urgent:
		return _with_the_rest(
			_("We have recorded it. {0} is told now and will be there by {1}.").format(
				who, format_datetime(urgent.next_due_at, "HH:mm")
			),
			len(tickets) - sum(row.next_clock == "Emergency Arrival" for row in tickets),
		)
	if request.to_be_verified:
		return _("We have recorded it and will check it. {0} will call you with the answer.").format(who)
	if all(row.joined for row in tickets):
		return _(
			"Your report was added to the ticket that is open already. {0} is told again and will call you."
		).format(who)
	if request.channel in service_intake.HANDOVER_CHANNELS:
		return _(
			"We have recorded it. The repair centre is told within 10 minutes, {0} will call you."
		).format(who)
	return _("We have recorded it as {0} item(s). {1} will call you to agree on a visit.").format(
		len(tickets), who
	)


def _with_the_rest(sentence: str, others: int) -> str:
	"""``sentence`` of an emergency, and what becomes of the ``others`` reported with it."""
	if not others:
		return sentence
	return sentence + _("About the other {0} item(s) we will call you to agree on a visit.").format(others)
