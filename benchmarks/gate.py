"""What the gate, the questions about covered numbers and the covering of answers cost a request, in milliseconds.

FX_SITE and FX_SITES_PATH name a site with tickets, FX_USER somebody who reads telephones covered: ``python -m benchmarks.gate``.
"""

from __future__ import annotations

import json
import os
from statistics import median
from time import perf_counter
from types import SimpleNamespace

import frappe

from fangxiu_app.core.access import asking, gate, methods, personal

ROUNDS = 1500
TEXTS = '[["Repair Ticket", "status", "=", "Reported"], ["Repair Ticket", "description", "like", "%漏%"]]'


def milliseconds(run, rounds: int = ROUNDS) -> float:
	"""The median time of ``run``."""
	times = []
	for _round in range(rounds):
		began = perf_counter()
		run()
		times.append(perf_counter() - began)
	return median(times) * 1000


def main() -> None:
	"""Print one line for each kind of request, and one for each answer."""
	os.chdir(os.environ["FX_SITES_PATH"])
	frappe.init(site=os.environ["FX_SITE"], sites_path=".")
	frappe.connect()
	frappe.set_user(os.environ["FX_USER"])  # measured as the role whose requests the gate judges; nothing is written
	ticket = frappe.get_all("Repair Ticket", pluck="name", limit=1)[0]
	for method, form in (
		("frappe.desk.notifications.get_notification_info", {}),
		("frappe.desk.form.load.getdoc", {"doctype": "Repair Ticket", "name": ticket}),
		("frappe.desk.reportview.get", {"doctype": "Repair Ticket", "fields": '["name"]', "filters": TEXTS, "order_by": "modified desc"}),
	):
		_request(method, form)
	for name, rows in (("without numbers", [{"name": "x" * 60}] * 1500), ("with 800 numbers", [{"caller_phone": "13800001501", "description": "电话 13800001501"}] * 400)):
		_answer(name, json.dumps({"message": rows}).encode())


def _request(method: str, form: dict) -> None:
	path, held = f"/api/method/{method}", frappe.get_roles()
	frappe.local.request, frappe.local.form_dict = SimpleNamespace(path=path), frappe._dict(form)

	def listed():
		for called in gate.called(path, form):
			methods.open_to(called, frappe.session.user, held)

	print(f"{method}: list {milliseconds(listed):.4f}, gate {milliseconds(gate.check):.4f}, asking {milliseconds(asking.check_request):.4f}")


def _answer(name: str, body: bytes) -> None:
	answer = SimpleNamespace(mimetype="application/json", headers={}, data=body, direct_passthrough=False, status_code=200)
	request = SimpleNamespace(path="/api/method/x")

	def cover():
		answer.data = body
		personal.after_request(answer, request)

	print(f"answer of {len(body) // 1024} KB {name}: {milliseconds(cover, 200):.3f}")


if __name__ == "__main__":
	main()
