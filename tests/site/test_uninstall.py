"""The app on a site that never had it: installed, removed and installed again, on the scratch site (ERPNext only)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import frappe
import pytest

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
}
UNLINK = "unlink_payment_on_cancellation_of_invoice"


def bench(*arguments: str) -> None:
	"""A bench command on the scratch site; its output is shown when it fails."""
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
	assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


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


@pytest.mark.scratch
def test_install_uninstall_install_leaves_nothing_behind():
	"""On the scratch site: ERPNext without this app at first."""
	clean = traces()
	assert "fangxiu_app" not in clean["apps"]
	bench("install-app", "fangxiu_app")
	installed = traces()
	bench("uninstall-app", "fangxiu_app", "--yes", "--no-backup")
	left = traces()
	bench("install-app", "fangxiu_app")
	again = traces()
	for doctype in clean:
		assert set(left[doctype]) - set(clean[doctype]) == set(), doctype
		assert set(clean[doctype]) - set(left[doctype]) == set(), doctype
		assert set(installed[doctype]) == set(again[doctype]), doctype
	assert len(installed["DocType"]) - len(clean["DocType"]) > 25
	assert len(installed["Custom Field"]) > len(clean["Custom Field"])
