"""What a refused reassignment names, and who passes a building on (R70, R78)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.staff.rules_reassignment import GIVERS, Given, Person, check, check_building

ENGINEER, CLERK, PROPERTY = "Repair Engineer", "Repair Clerk", "Fangxiu Property Desk"
LI = Person("li", "李工", True, frozenset((ENGINEER,)), frozenset(("A",)))
MINE = Given("RT-1", "A", "Accepted", "me")
BARRED = Violation("reassign_role", (GIVERS,))


@pytest.mark.clause("R70", "R78")
@pytest.mark.parametrize(
	("tickets", "to", "reason", "role", "answer"),
	[
		([MINE], LI, "请假", ENGINEER, []),
		([MINE], LI, "请假", CLERK, []),
		([], LI, "请假", CLERK, [Violation("reassign_nothing")]),
		([MINE], LI, " ", CLERK, [Violation("reassign_reason")]),
		([MINE], LI, None, CLERK, [Violation("reassign_reason")]),
		([MINE], LI, "请假", PROPERTY, [BARRED]),
		([MINE, replace(MINE, engineer="wang")], LI, "请假", ENGINEER, [BARRED]),
		([MINE, replace(MINE, engineer="wang")], LI, "请假", CLERK, []),
		([MINE, replace(MINE, ticket="RT-2", status="Merged")], LI, "请假", CLERK, [Violation("reassign_over", (("RT-2",),))]),
		([MINE, replace(MINE, ticket="RT-2", engineer="li")], LI, "请假", CLERK, [Violation("reassign_same", (("RT-2",), "李工"))]),
		([replace(MINE, engineer="li")], replace(LI, name=""), "请假", CLERK, [Violation("reassign_same", (("RT-1",), "li"))]),
		([MINE, replace(MINE, project="B")], LI, "请假", CLERK, [Violation("reassign_shut_out", ("李工",))]),
		([replace(MINE, project="B")], replace(LI, name=""), "请假", CLERK, [Violation("reassign_shut_out", ("li",))]),
		([replace(MINE, project="B")], replace(LI, projects=None), "请假", CLERK, []),
		([MINE], replace(LI, enabled=False), "请假", CLERK, [Violation("reassign_shut_out", ("李工",))]),
		([MINE], replace(LI, roles=frozenset((CLERK,))), "请假", CLERK, [Violation("reassign_shut_out", ("李工",))]),
		([], LI, "", PROPERTY, [Violation("reassign_nothing"), Violation("reassign_reason"), BARRED]),
	],
)
def test_what_stands_against_a_new_engineer(tickets, to, reason, role, answer):
	assert check(tickets, to, reason, "me", [role]) == answer


@pytest.mark.clause("R70")
@pytest.mark.parametrize(
	("holder", "roles", "may"),
	[
		("me", (ENGINEER,), True),
		("li", (ENGINEER,), False),
		("", (ENGINEER,), False),
		("li", (ENGINEER, CLERK), True),
		("me", (PROPERTY,), False),
		("me", (), False),
	],
)
def test_an_engineer_passes_on_his_own_building_only(holder, roles, may):
	assert check_building(holder, "me", roles) == ([] if may else [BARRED])
