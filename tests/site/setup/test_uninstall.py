"""The app on a site that never had it: installed, removed and installed again, on the scratch site (ERPNext only)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import frappe
import pytest
from frappe import installer
from frappe.custom.doctype.custom_field.custom_field import CustomField

from fangxiu_app.ledger import reads_deposits
from fangxiu_app.setup import ensure, leaving, preflight, teardown
from tests.site.helpers import money, others

#: Everything an app may leave on a site, as (DocType, fields that make a row recognisable).
TRACES = {
	"Custom Field": ["name"],
	"Property Setter": ["name"],
	"Custom DocPerm": ["parent", "role", "permlevel", "read", "select", "write", "create"],
	"Role": ["name"],
	"Has Role": ["parent", "role"],
	"DocType": ["name"],
	"Module Def": ["name"],
	"Workspace": ["name"],
	"Module Profile": ["name"],
	"Number Card": ["name"],
	"Dashboard Chart": ["name"],
	"Dashboard Chart Source": ["name"],
	"Custom HTML Block": ["name"],
	"Print Format": ["name"],
	"Report": ["name"],
	"Page": ["name"],
	"Notification": ["name"],
	"Scheduled Job Type": ["name"],
	"Error Log": ["method"],
	"Accounting Dimension": ["name"],
	"Accounting Dimension Filter": ["company", "accounting_dimension"],
	"Account": ["name", "account_type", "parent_account"],
	"UOM": ["name"],
	"Item": ["item_name"],
}
UNLINK = "unlink_payment_on_cancellation_of_invoice"


def bench(*arguments: str, fails: bool = False) -> str:
	"""A bench command on the scratch site; its output, which is shown when it does not end as expected."""
	command = [
		sys.executable,
		"-m",
		"frappe.utils.bench_helper",
		"frappe",
		"--site",
		os.environ["FX_SCRATCH_SITE"],
		*arguments,
	]
	done = subprocess.run(
		command, cwd=os.environ["FX_SITES_PATH"], capture_output=True, text=True, timeout=300, check=False
	)
	assert (done.returncode != 0) == fails, done.stdout[-3000:] + done.stderr[-3000:]
	return done.stdout + done.stderr


def traces() -> dict[str, list]:
	"""What stands on the scratch site, read on a connection of its own."""
	found: dict[str, list] = {}

	def work():
		frappe.init(site=os.environ["FX_SCRATCH_SITE"], sites_path=os.environ["FX_SITES_PATH"])
		frappe.connect()
		for doctype, fields in TRACES.items():
			rows = frappe.get_all(doctype, fields=fields, as_list=True)
			found[doctype] = sorted(str(row) for row in rows)
		found["unlink"] = [str(frappe.db.get_single_value("Accounts Settings", UNLINK))]
		found["apps"] = frappe.get_installed_apps()
		found["columns"] = [
			name for name in ("fx_repair_phone",) if name in frappe.get_meta("Project").get_valid_columns()
		]
		frappe.destroy()

	thread = threading.Thread(target=work)
	thread.start()
	thread.join()
	return found


def dump():
	"""The whole database of the scratch site."""
	seen = []
	on_scratch(lambda: seen.append(others.dump()))
	return seen[0]


def on_scratch(work) -> None:
	"""Run ``work`` on the scratch site, on a connection of its own."""
	failed = []

	def run():
		frappe.init(site=os.environ["FX_SCRATCH_SITE"], sites_path=os.environ["FX_SITES_PATH"])
		frappe.connect()
		try:
			work()
		except BaseException as problem:  # raised below, in the test's thread
			failed.append(problem)
		frappe.db.rollback()
		frappe.destroy()

	thread = threading.Thread(target=run)
	thread.start()
	thread.join()
	if failed:
		raise failed[0]


@pytest.mark.scratch
def test_what_stands_in_the_way_is_named_and_nothing_is_written():
	"""Names of others that would become ours, rights that would go to others, fields of another meaning."""

	def obstacles():
		assert list(preflight.obstacles()) == []
		frappe.get_doc({"doctype": "DocType", "name": "Repair Trade", "module": "Selling", "custom": 1}).db_insert()
		role = frappe.get_doc({"doctype": "Role", "role_name": "Fangxiu General Manager"}).insert()
		frappe.get_doc("User", "Administrator").append("roles", {"role": role.name}).db_insert()
		frappe.get_doc({"doctype": "Role", "role_name": "Fangxiu Cost Department"}).insert()  # held by nobody: what a failed try leaves
		for doctype, field in (("Purchase Invoice", "warranty_agreement"), ("Stock Entry", "fx_repair_ticket")):
			own = {"doctype": "Custom Field", "dt": doctype, "fieldname": field, "fieldtype": "Data", "name": f"{doctype}-{field}"}
			frappe.get_doc(own).db_insert()
		found = "\n".join(map(str, preflight.obstacles()))
		for each in ("DocType Repair Trade", "Fangxiu General Manager is used on this site: by 1 users", "warranty_agreement", "fx_repair_ticket"):
			assert each in found, found
		assert "Fangxiu Cost Department" not in found
		with pytest.raises(frappe.ValidationError, match="nothing was changed"):
			preflight.before_install()
		frappe.db.rollback()
		frappe.db.sql_ddl("alter table `tabProject` add fx_repair_phone int")
		assert "column fx_repair_phone" in "\n".join(map(str, preflight.obstacles()))
		frappe.db.sql_ddl("alter table `tabProject` drop column fx_repair_phone")
		frappe.db.delete("Company")
		assert "set-up wizard" in "\n".join(map(str, preflight.obstacles()))

	on_scratch(obstacles)
	bench("fangxiu-preflight")


@pytest.mark.scratch
def test_the_app_acts_on_a_site_only_between_the_end_of_its_set_up_and_the_begin_of_its_removal(monkeypatch):
	"""Whatever step fails or is killed in between: its hooks are not live, so nobody's work fails for it."""

	def acts() -> bool:
		hooks = any("fangxiu_app" in str(handler) for handler in frappe.get_doc_hooks().values())
		return hooks or "fangxiu_app" in frappe.get_installed_apps()

	def half_made():
		seen = []
		monkeypatch.setattr(installer, "add_to_installed_apps", installer.add_to_installed_apps)
		preflight.before_install()
		installer.add_to_installed_apps("fangxiu_app")  # as Frappe's installer does before it calls the set-up
		monkeypatch.setattr(ensure, "ensure", _fails)
		with pytest.raises(frappe.ValidationError, match="a rule of this site"):
			ensure.after_install()
		assert not acts()
		# what a killed try has left of our roles does not stop the next one; somebody else's does
		frappe.get_doc({"doctype": "Role", "role_name": "Fangxiu General Manager", "name": "Fangxiu General Manager"}).db_insert()
		frappe.get_doc({"doctype": "Custom DocPerm", "parent": "Project", "role": "Fangxiu General Manager", "read": 1}).db_insert()
		assert list(preflight.obstacles()) == []
		assert "install-app" in preflight.half_way() and "--force" in preflight.half_way()
		frappe.db.set_global(preflight.UNDER_WAY, None)
		assert "Fangxiu General Manager" in "\n".join(map(str, preflight.obstacles()))
		frappe.db.rollback()
		monkeypatch.setattr(ensure, "ensure", lambda: seen.append(acts()))
		ensure.after_install()
		assert "fangxiu_app" in frappe.get_installed_apps() and seen == [False]
		monkeypatch.setattr(teardown, "_close_desks", lambda: None)  # there are none: this site never had the app
		for step in ("module_profiles", "deposit", "custom_fields", "permissions"):
			monkeypatch.setattr(getattr(teardown, step), "remove", lambda: seen.append("fangxiu_app" in frappe.get_installed_apps()))
		for step in ("service_item", "units", "titles"):
			monkeypatch.setattr(getattr(teardown, step), "remove", lambda: None)
		monkeypatch.setattr(leaving, "keep", lambda: None)
		monkeypatch.setattr(teardown, "settings_are_gone", lambda: False)
		teardown.before_uninstall()
		assert seen == [False] * 5 and preflight.is_dropping()
		teardown.after_uninstall()

	on_scratch(half_made)


@pytest.mark.scratch
def test_a_removal_killed_among_its_doctypes_finds_what_is_left(monkeypatch, capsys):
	"""Frappe drops a table by its DocType, and finds that by its module: both may be gone when the same command is given again."""

	def half_gone() -> None:
		frappe.db.sql_ddl("create table `tabEvidence Item` (name varchar(140) primary key)")
		teardown.before_uninstall()
		assert frappe.db.table_exists("Evidence Item", cached=False), "no removal of ours was under way: it is somebody else's"
		assert preflight.half_way() == ""
		preflight.begin_dropping()
		frappe.db.set_global(preflight.KEPT, "kept.sql.gz")
		[obstacle] = preflight.obstacles()
		assert "kept.sql.gz" in str(obstacle) and "uninstall-app fangxiu_app --force" in str(obstacle)
		monkeypatch.setattr(leaving.BackupGenerator, "get_backup", _fails)
		leaving.keep()  # what it would save now is less than it saved before anything went
		assert frappe.db.get_global(preflight.KEPT) == "kept.sql.gz"
		with monkeypatch.context() as patched:  # killed before the settings went, whose memory was emptied: units of others would be ours
			patched.setattr(teardown, "settings_are_gone", lambda: False)
			patched.setattr(teardown.leaving, "check", _fails)
			teardown.before_uninstall()
		assert not frappe.db.table_exists("Evidence Item", cached=False)
		assert frappe.db.get_value("Module Def", preflight.MODULE, "app_name") == preflight.APP
		frappe.db.delete("Module Def", {"name": preflight.MODULE})
		teardown.after_uninstall()  # commits, as a change of a table has ended the transaction
		assert "kept.sql.gz" in capsys.readouterr().out
		assert not preflight.is_dropping() and not frappe.db.get_global(preflight.KEPT) and preflight.half_way() == ""

	on_scratch(half_gone)


def _fails():
	raise frappe.ValidationError("a rule of this site")


def deposit() -> None:
	"""A contractor with 1,000 held of it, and what somebody later looks for: in the memory of the test below."""
	frappe.set_user("Administrator")
	others.take_the_app_up()
	project = frappe.db.get_value("Project", {"project_name": "旧项目"})
	estate = frappe._dict(a=project, general=frappe.db.get_value("Supplier", {"supplier_name": "旧总包"}))
	money.entry(money.agreement(estate), "Cash In", 1000)
	frappe.db.commit()  # the removal works in a process of its own


def books_go_on() -> None:
	"""The documents are back, and ERPNext's vouchers with them: a deposit's journal is cancelled through its entry."""
	frappe.set_user("Administrator")
	entry = frappe.get_last_doc("Warranty Deposit Entry")
	assert reads_deposits.balance(entry.agreement) == 1000
	entry.cancel()
	assert frappe.db.get_value("Journal Entry", entry.journal_entry, "docstatus") == 2
	assert reads_deposits.balance(entry.agreement) == 0


def fields_are_made_after_their_columns(monkeypatch) -> None:
	"""A set-up killed among its fields: no field stands in the database before its column, and the next one makes what is missing."""
	lost = {"Stock Entry": "fx_parts_handover", "Journal Entry Account": "warranty_agreement", "Sales Invoice": "warranty_agreement"}
	for doctype, field in lost.items():
		frappe.db.delete("Custom Field", {"dt": doctype, "fieldname": field})
		frappe.db.sql_ddl(f"alter table `tab{doctype}` drop column `{field}`")
		frappe.clear_cache(doctype=doctype)
	columns_when_written = {}
	insert = CustomField.db_insert

	def db_insert(self, *arguments, **values):
		there = frappe.db.sql(f"show columns from `tab{self.dt}` like %s", self.fieldname)
		columns_when_written[self.dt, self.fieldname] = bool(there)
		return insert(self, *arguments, **values)

	with monkeypatch.context() as patched:
		patched.setattr(CustomField, "db_insert", db_insert)
		ensure.ensure()
	frappe.db.commit()  # the removal works in a process of its own
	assert columns_when_written == dict.fromkeys(lost.items(), True)


@pytest.mark.scratch
def test_install_uninstall_install_leaves_nothing_behind(monkeypatch):
	"""On a site that others have used for years. Deposits stop the removal; told to go on, it takes all but the books away
	(the whole database is compared), and installed again the documents come back."""
	bench("set-config", leaving.CONSENT, "")  # the site's configuration outlives the site
	on_scratch(others.make_site_of_others)
	clean = traces()
	before_install = dump()
	assert "fangxiu_app" not in clean["apps"]
	bench("install-app", "fangxiu_app")
	installed = traces()
	on_scratch(lambda: fields_are_made_after_their_columns(monkeypatch))
	on_scratch(deposit)
	before = traces()
	told = bench("uninstall-app", "fangxiu_app", "--yes", "--no-backup", "--dry-run")
	assert "1,000.00" in told and leaving.CONSENT in told
	refusal = bench("uninstall-app", "fangxiu_app", "--yes", "--no-backup", fails=True)
	assert "1,000.00" in refusal and leaving.CONSENT in refusal
	assert traces() == before
	bench("set-config", leaving.CONSENT, leaving.WORDS)
	said = bench("uninstall-app", "fangxiu_app", "--yes", "--no-backup")
	with_consent = (Path(os.environ["FX_SITES_PATH"]) / os.environ["FX_SCRATCH_SITE"] / "site_config.json").read_text()
	left = traces()
	found = others.differences(before_install, dump())
	[kept] = set(re.findall(r"\S+\.sql\.gz", said))
	bench("install-app", "fangxiu_app")
	again = traces()
	bench("partial-restore", kept)
	on_scratch(books_go_on)
	assert others.unexpected(found) == []
	assert leaving.WORDS not in with_consent, "the next removal asks again"
	assert sum(line.startswith("tabGL Entry: + ") for line in found) == 2  # the books were kept
	assert left["apps"] == clean["apps"] and left["unlink"] == clean["unlink"]
	for doctype in clean:
		assert set(installed[doctype]) == set(again[doctype]), doctype
	assert len(installed["DocType"]) - len(clean["DocType"]) > 25
	assert len(installed["Custom Field"]) > len(clean["Custom Field"])
	assert len(installed["Item"]) == len(clean["Item"]) + 1 and len(installed["Account"]) > len(clean["Account"])
