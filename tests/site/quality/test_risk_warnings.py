"""Risk warnings: raised from what was found, told with proof, followed up, re-checked, closed; nothing goes round it (R25)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import api_delivery as delivery_api
from fangxiu_app.quality import reads_risk_warnings as reads
from fangxiu_app.quality import rules_risk_warning as rules
from fangxiu_app.quality import service_risk_warnings
from tests.site.helpers import delivery
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages
from tests.site.tickets.test_work_forms import holds, printed

LONG = "中国建筑第三工程局集团有限公司华东区域保修服务事业部"


def states(name: str) -> list:
	return frappe.get_all("Warning Follow-up", {"parent": name}, pluck="step", order_by="idx")


@pytest.mark.clause("R25", "R113")
def test_a_danger_goes_from_the_finding_to_the_passed_re_check(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	inspection = make.make_inspection(estate.unit_a)
	warning = make.make_warning(estate.a, estate.unit_a, level="Red", inspection=inspection.name)
	assert (warning.state, warning.building) == ("Raised", estate.building_a)
	assert "3-2-1501" in warning.place
	told = {row.recipient for row in reads.told(warning.name)}
	assert told >= {roles.PROJECT_DEPARTMENT, roles.MANAGER, roles.GENERAL_MANAGER, roles.PROPERTY_DESK}
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	service_risk_warnings.act(warning.name, "acknowledge")
	with pytest.raises(RefusedError, match="its own"):
		service_risk_warnings.act(warning.name, "rectify", "螺栓已全部更换", photo=warning.photos[0].photo)
	service_risk_warnings.act(warning.name, "rectify", "螺栓已全部更换", photo=make.photo("after.png"))
	with pytest.raises(frappe.PermissionError):
		service_risk_warnings.act(warning.name, "pass", "自查合格")
	as_user(estate.users[roles.ENGINEER])
	service_risk_warnings.act(warning.name, "fail", "三层仍有松动", due=add_days(today(), 3))
	with pytest.raises(RefusedError, match="Raised"):
		service_risk_warnings.act(warning.name, "pass", "x")
	service_risk_warnings.act(warning.name, "rectify", "三层已补强")
	assert service_risk_warnings.act(warning.name, "pass", "逐层复验合格") == rules.CLOSED
	warning.reload()
	assert states(warning.name) == [
		"Receipt Confirmed",
		"Rectified",
		"Re-check Failed",
		"Rectified",
		"Re-check Passed",
	]
	assert (warning.acknowledged_by, warning.rechecked_by) == (
		estate.users[roles.PROJECT_DEPARTMENT],
		estate.users[roles.ENGINEER],
	)
	moved = getdate(warning.due_on) - warning.first_due_on
	assert moved.days == -4, "the new deadline, and the first one beside it"
	assert len(reads.evidence_files(warning.name)) == 2, "the photo of the danger and that of the repair"


@pytest.mark.clause("R25")
def test_an_overdue_danger_is_brought_up_once_a_deadline_and_stands_on_the_board(estate):
	batch = delivery.make_batch(estate.a)
	warning = make.make_warning(estate.a, estate.unit_a)
	frappe.db.set_value("Risk Warning", warning.name, "due_on", add_days(today(), -2))
	for _twice in range(2):
		service_risk_warnings.remind()
	subjects = [row.recipient for row in reads.told(warning.name) if "overdue" in row.subject]
	assert sorted(subjects) == [roles.PROJECT_DEPARTMENT, roles.MANAGER]
	found = delivery_api.board(batch=batch.name)
	row = next(row for row in found["warnings"][estate.a] if row["name"] == warning.name)
	assert (row["late"], row["level"], row["department"]) == (2, "Yellow", "Project Department")
	service_risk_warnings.act(warning.name, "move", "材料进场延后", due=add_days(today(), 5))
	assert not [row for row in reads.overdue(getdate(today())) if row.name == warning.name]
	service_risk_warnings.act(warning.name, "withdraw", "经复核不构成隐患")
	assert warning.name not in {row["name"] for row in reads.open_of([estate.a], getdate(today()))}


def test_the_board_reads_all_warnings_in_one_statement(estate):
	assert count_queries(lambda: reads.open_of([estate.a, estate.b], getdate(today()))) == 1
	assert count_queries(lambda: reads.of_unit(estate.unit_a, estate.building_a)) == 1


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"units": [], "building": None, "lot": ""}, "where the danger is"),
		({"due_on": "2020-01-01"}, "has passed"),
	],
)
def test_what_is_no_warning_is_refused(estate, values, says):
	with pytest.raises(RefusedError, match=says):
		make.make_warning(estate.a, estate.unit_a, **values)


def test_what_was_said_stays_and_steps_cannot_be_written(estate):
	warning = make.make_warning(estate.a, estate.unit_a)
	frappe.db.commit()
	engineer = Api(estate.users[roles.ENGINEER])
	path = f"/api/resource/Risk Warning/{warning.name}"
	for values in (
		{"state": "Closed"},
		{"danger": "改写"},
		{"due_on": add_days(today(), 99)},
		{"acknowledged_at": today()},
	):
		code, body = engineer.put(path, **values)
		assert code in (403, 417), values
		assert messages(body)
	row = {"step": "Re-check Passed", "note": "伪造"}
	engineer.put(path, follow_ups=[row])
	frappe.db.rollback()
	assert states(warning.name) == []
	new = {
		**warning.as_dict(),
		"name": None,
		"state": "Closed",
		"closed_at": today(),
		"follow_ups": [row],
		"units": [],
		"photos": [],
	}
	values = {key: value for key, value in new.items() if isinstance(value, str | list) and key != "name"}
	code, body = engineer.post("/api/resource/Risk Warning", **values)
	assert code == 200, messages(body)
	made = body["data"]
	assert (made["state"], made.get("closed_at"), made["follow_ups"]) == ("Raised", None, [])
	assert Api(estate.users[roles.PROJECT_DEPARTMENT]).put(path, subject="x")[0] == 403
	with pytest.raises(LockedFieldError):
		frappe.delete_doc("Risk Warning", warning.name)


@pytest.mark.clause("R25", "R114")
def test_the_printed_warning_in_chinese(estate):
	frappe.db.set_value("Supplier", estate.general, "supplier_name", LONG)
	warning = make.make_warning(estate.a, estate.unit_a, contractor=estate.general, level="Orange")
	service_risk_warnings.act(warning.name, "follow_up", "项目部已安排加固班组")
	text, pages = printed("Risk Warning", warning.name, "Risk Warning Form")
	holds(
		text,
		"险预警单",
		warning.name,
		"橙色",
		LONG,
		"外墙石材挂件松动",
		"总经理",
		"项目部已安排加固班组",
		"3-2-1501",
	)
	assert pages == 1
