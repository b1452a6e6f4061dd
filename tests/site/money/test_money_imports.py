"""Frappe's Data Import, for real, as the administrator: no row reaches the deposits or passes a signature.

Every refused row says why in the import's own log, in the language of who imports; the row beside it is not lost.
"""

from __future__ import annotations

import io
import json

import frappe
import openpyxl
import pytest
from frappe.core.doctype.data_import.importer import Importer
from frappe.model import no_value_fields
from frappe.utils import nowdate

from fangxiu_app.core.access import roles
from tests.site.helpers import attacks, factories, form, money, orders

INSERT, UPDATE = "Insert New Records", "Update Existing Records"


@pytest.fixture(scope="module")
def made(estate):
	frappe.set_user("Administrator")
	scene = attacks.shared_scene(estate)
	scene.ticket = factories.make_ticket(estate.unit_a).name
	scene.bill = orders.make_bill(scene.ticket, estate.waterproofer)
	frappe.db.commit()
	return scene


@pytest.fixture
def scene(made):
	made.before = attacks.picture(made)
	return made


def flat(doc: dict) -> dict:
	"""Header → value of what a person would fill in: fields, and those of the first row of each table."""
	meta, found = frappe.get_meta(doc["doctype"]), {}
	for df in meta.fields:
		value = doc.get(df.fieldname)
		if df.fieldtype == "Table" and value:
			row = frappe._dict(value[0])
			inner = frappe.get_meta(df.options).fields
			found |= {f"{df.fieldname}.{f.fieldname}": row.get(f.fieldname) for f in inner if _typed(f)}
		elif _typed(df):
			found[df.fieldname] = value
	return {key: value for key, value in found.items() if value not in (None, "", 0)}


def _typed(df) -> bool:
	return df.fieldtype not in no_value_fields and not df.read_only and df.fieldname != "naming_series"


def run(doctype: str, rows: list[dict], kind: str = INSERT) -> list[tuple[int, str]]:
	"""(success, messages) of each row of a real import, "submit after import" switched on."""
	headers = list(dict.fromkeys(key for row in rows for key in row))
	book = openpyxl.Workbook()
	for line in (headers, *([row.get(key) for key in headers] for row in rows)):
		book.active.append(line)
	buffer = io.BytesIO()
	book.save(buffer)
	file = {"doctype": "File", "file_name": f"{frappe.generate_hash(length=6)}.xlsx", "is_private": 1}
	file = frappe.get_doc({**file, "content": buffer.getvalue()}).insert()
	job = {"doctype": "Data Import", "reference_doctype": doctype, "import_type": kind}
	job |= {"import_file": file.file_url, "submit_after_import": int(kind == INSERT)}
	job = frappe.get_doc(job).insert()
	frappe.db.commit()
	try:
		Importer(doctype, data_import=job).import_data()
	finally:
		frappe.flags.in_import = False
		frappe.db.rollback()
	assert not job.reload().template_warnings or job.template_warnings == "[]", job.template_warnings
	logs = frappe.get_all(
		"Data Import Log", {"data_import": job.name}, ["success", "messages"], order_by="log_index"
	)
	return [(log.success, json.dumps(json.loads(log.messages or "[]"), ensure_ascii=False)) for log in logs]


def sample(doctype: str, scene, estate) -> dict:
	"""A document as somebody would enter it; the sample itself is taken back."""
	agreement = scene.agreement
	makers = {
		"Contractor Deduction": lambda: attacks.penalty(agreement, 5),
		"Deposit Release": lambda: money.release(agreement, 5),
		"Third Party Order": lambda: orders.make_order(scene.ticket, estate.waterproofer),
		"Compensation": lambda: orders.make_compensation(scene.ticket, shown=False),
		"Repair Payment Review": lambda: orders.make_review(scene.bill),
		"Warranty Deposit Entry": lambda: money.entry(
			agreement, "Taken Back", 5, submit=False, bucket=scene.bucket
		),
		"Payment Entry": lambda: money.payment(agreement, [(scene.bucket, 5)], submit=False),
		"Purchase Invoice": lambda: money.invoice(
			estate.general, 5, submit=False, credit_to=agreement.deposit_account
		),
	}
	if doctype in makers:
		found = flat(makers[doctype]().as_dict())
	else:
		ledger = {"voucher_no": scene.held, "account": agreement.deposit_account}
		doc = frappe.get_doc(doctype, frappe.db.get_value(doctype, ledger))
		found = {df.fieldname: doc.get(df.fieldname) for df in doc.meta.fields if doc.get(df.fieldname)}
	frappe.db.rollback()
	# the files of the sample went with it: rows name files that are there
	return {key: money.proof() if str(value).startswith("/private/files/") else value for key, value in found.items()}


BY_APPROVAL = "申请审批"
INSERTED = {
	"Contractor Deduction": ({}, BY_APPROVAL),
	"Deposit Release": ({}, BY_APPROVAL),
	"Third Party Order": ({}, BY_APPROVAL),
	"Compensation": ({}, BY_APPROVAL),
	"Repair Payment Review": ({}, BY_APPROVAL),
	"Warranty Deposit Entry": ({"amount": 99_999}, "第二签字"),
	"Payment Entry": ({}, "只能由其单据变动"),
	"Purchase Invoice": ({}, "只用于质保金"),
	"GL Entry": ({}, "不能手工增加"),
	"Payment Ledger Entry": ({}, "不能手工增加"),
}


@pytest.mark.parametrize("doctype", INSERTED)
def test_new_rows_are_refused_with_the_way_out(scene, estate, doctype):
	values, says = INSERTED[doctype]
	before = frappe.db.count(doctype)
	row = {**sample(doctype, scene, estate), **values}
	[(success, text)] = run(doctype, [row])
	assert not success and says in text, text
	assert frappe.db.count(doctype) == before
	assert attacks.picture(scene) == scene.before


def test_a_journal_on_the_account_is_refused_row_by_row(scene):
	"""The row beside it goes in: an import keeps what is right."""
	head = {"company": money.company(), "posting_date": nowdate(), "voucher_type": "Journal Entry"}
	center = frappe.get_cached_value("Company", money.company(), "cost_center")
	bank, cost = money.account("Bank Account"), money.account("Write Off")

	def journal(*sides: dict) -> list[dict]:
		sides = form.body("Journal Entry", {"company": money.company(), "accounts": list(sides)})["accounts"]
		first, *rest = [
			{f"accounts.{k}": v for k, v in {"cost_center": center, **side}.items()} for side in sides
		]
		return [{**head, **first}, *rest]

	take = {"account": bank, "credit_in_account_currency": 5}
	bad = journal(attacks.deposit_row(scene, "debit", 5), take)
	good = journal({"account": cost, "debit_in_account_currency": 5}, take)
	refused, passed = run("Journal Entry", [*bad, *good])
	assert not refused[0] and "只能由其单据变动" in refused[1], refused
	assert passed[0], passed
	assert attacks.picture(scene) == scene.before


def test_the_approval_log_is_not_imported(scene, estate):
	row = {"document_type": "Contractor Deduction", "document": scene.asked, "project": estate.a}
	row |= {"action": "Approved", "user": estate.users[roles.MANAGER], "at": "2026-01-01 08:00:00"}
	before = frappe.db.count("Approval Log")
	[(success, text)] = run("Approval Log", [row])
	assert not success and "审批记录" in text, text
	assert frappe.db.count("Approval Log") == before


UPDATED = [
	("Contractor Deduction", "asked", {"facts": "x"}, "已冻结"),
	("Contractor Deduction", "draft", {"state": "Posted"}, "不能直接修改"),
	("Contractor Deduction", "posted", {"total": 1}, "提交后不能修改"),
	("Deposit Release", "release", {"amount": 9}, "提交后不能修改"),
	("Warranty Deposit Entry", "cash", {"journal_entry": "held"}, "提交后不能修改"),
	("Journal Entry", "voucher", {"fx_deduction": "asked"}, "提交后不能修改"),
	("Payment Entry", "payment", {"fx_deposit_release": "release"}, "提交后不能修改"),
	("Warranty Agreement", "agreement", {"deposit_rate": 5}, "变更合同条款"),
	("Warranty Agreement", "agreement", {"contractor": "waterproofer"}, "质保金"),
]


@pytest.mark.parametrize(("doctype", "which", "values", "says"), UPDATED)
def test_changed_rows_are_refused_with_the_way_out(scene, estate, doctype, which, values, says):
	named = {
		key: getattr(scene, str(value), None) or getattr(estate, str(value), value)
		for key, value in values.items()
	}
	name = scene.agreement.name if which == "agreement" else getattr(scene, which)
	[(success, text)] = run(doctype, [{"name": name, **named}], UPDATE)
	assert not success and says in text, text
	assert attacks.picture(scene) == scene.before
