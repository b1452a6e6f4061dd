"""A standard form as a PDF to print and fill in by hand: its print format over a document without values (R114, docs/adr/0164).

The document's own checks before printing (seals, signatures) do not run: nothing was signed, nothing is stored, no record is read.
"""

from __future__ import annotations

import frappe
from bs4 import BeautifulSoup, Tag
from frappe.utils.jinja import get_jenv
from frappe.www.printview import get_letter_head

from fangxiu_app.core.framework import paper
from fangxiu_app.core.wording import _
from fangxiu_app.reports import reads_forms, rules_forms, rules_stage_reports
from fangxiu_app.reports.rules_blank import NOTHING, Blank
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS

#: Empty rows below the head of a table that has none.
ROWS = 4
#: Lines below the head of a letter.
LINES = 8
#: Height of what is written into by hand, and lines where a heading names nothing yet.
STYLE = """<style>
.fx-blank td { height: 24px; }
.fx-blank .plain td { height: auto; }
.fx-blank td.tall, .fx-blank td.text, .fx-blank .words { height: 46px; }
.fx-blank div.rule { height: 28px; border-bottom: 1px solid #333; }
.fx-blank .plain b:empty { display: inline-block; min-width: 110px; border-bottom: 1px solid #000; }
.fx-blank .again, .fx-blank .void, .fx-blank .draft { display: none !important; }
</style>"""


def pdf(form: rules_forms.Form) -> bytes:
	"""The blank of ``form``. Raises ValidationError with the reason where there is none."""
	return paper.pdf(html(form))


def html(form: rules_forms.Form) -> str:
	"""What is printed, before it is a PDF."""
	if form.why_no_blank():
		frappe.throw(_("There is no blank of {0}: {1}").format(_(form.title), _(form.why_no_blank())))
	head = get_letter_head(frappe._dict(), no_letterhead=False) or {}
	values = {"doc": _document(form), "frappe": _reader(), "in_capitals": NOTHING, "letter_head": head.get("content")}
	name = frappe.scrub(form.print_format)
	template = f"fangxiu_app/fangxiu_app/print_format/{name}/{name}.html"
	return to_write_into(frappe.render_template(template, values, is_path=True))


def _document(form: rules_forms.Form) -> Blank:
	tables = (field.fieldname for field in frappe.get_meta(form.doctype).get_table_fields())
	return Blank(tables, {"doctype": form.doctype, "docstatus": 0, **form.preset, **_answers(form)})


def _reader() -> frappe._dict:
	"""Stands in for ``frappe`` in the print format: words and dates as always, no record of any kind."""
	known = get_jenv().globals["frappe"]

	def get_value(doctype: str, name: object = None, fieldname: object = "name", as_dict: bool = False, **_more):
		if doctype == "Company":
			return reads_forms.company()
		return Blank() if as_dict else NOTHING

	database = frappe._dict(
		get_value=get_value,
		get_single_value=known.db.get_single_value,
	)
	return frappe._dict(
		db=database,
		utils=frappe._dict(known.utils, fmt_money=NOTHING, today=NOTHING),
		get_all=lambda *args, **named: [],
		get_doc=lambda *args, **named: Blank(),
		get_fullname=NOTHING,
		get_meta=known.get_meta,
		get_cached_value=get_value,
	)


def _answers(form: rules_forms.Form) -> dict:
	if form.doctype == "Stage Report":
		return _report(form.preset["kind"])
	if form.doctype == "Repair Request":  # a visit of the press is described at length: one page holds one problem then
		return {"items": [Blank()] * (1 if form.preset else 2)}
	return ANSWERS.get(form.doctype, {})


def _notice() -> Blank:
	return Blank(given={"parts": [], "company": reads_forms.company()})


#: What methods of a document say that its print formats call, and rows that a blank begins with.
ANSWERS = {
	"Customer Complaint": {"answers": lambda: [Blank(("signatures",))]},
	"Expiry Unit": {"letters": lambda: [_notice()]},
	"Expiry Campaign": {"poster": _notice},
	"Site Visit": {"checks": [Blank(given={"aspect": aspect}) for aspect in ASPECTS]},
}


def _report(kind: str) -> dict:
	"""The tables of a periodic report with their heads, and the blocks its author writes."""
	shape = rules_stage_reports.KINDS[kind]
	label = frappe.get_meta("Stage Report").get_label
	sections = [{"title": part.title, "columns": part.columns, "rows": []} for part in shape.sections]
	cards = [Blank(given={"label": text}) for _code, text in shape.cards]
	return {
		"snapshot": lambda: {"sections": sections, "cards": cards},
		"words": lambda: [(label(name), "") for name in shape.blocks],
		"recipient_names": list,
	}


def to_write_into(html: str) -> str:
	"""``html`` of a blank with empty rows below each head of a table, high enough for handwriting."""
	page = BeautifulSoup(html, "html.parser")
	for head in page.find_all("tr"):
		if _is_head(head):
			_fill(page, head)
	for text in page.select("div.text"):
		for _line in range(LINES):
			text.append(page.new_tag("div", attrs={"class": "rule"}))
	return f'{STYLE}<div class="fx-blank">{page}</div>'


def _is_head(row: Tag) -> bool:
	cells = row.find_all(["th", "td"], recursive=False)
	return len(cells) > 1 and all(cell.name == "th" for cell in cells)


def _fill(page: BeautifulSoup, head: Tag) -> None:
	"""Adds empty rows after ``head`` up to :data:`ROWS`, unless rows below it say something or are to be signed."""
	last = head.parent if head.parent and head.parent.name == "thead" else head
	there = 0
	for row in last.find_next_siblings("tr"):
		cells = row.find_all(["th", "td"], recursive=False)
		if not cells or cells[0].name == "th":
			break
		if row.get_text(strip=True) or any("sign" in cell.get("class", ()) for cell in cells):
			return
		last, there = row, there + 1
	columns = sum(int(cell.get("colspan") or 1) for cell in head.find_all("th", recursive=False))
	for _number in range(ROWS - there):
		row = page.new_tag("tr")
		for _column in range(columns):
			row.append(page.new_tag("td"))
		last.insert_after(row)
