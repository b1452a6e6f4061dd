"""Who may be given a ticket, against a plain restatement of the rule."""

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.staff.rules_reassignment import ENGINEERS, GIVERS, Given, Person, check

PROJECTS = ("A", "B")
ROLES = (*GIVERS, *ENGINEERS, "Fangxiu Property Desk")
people = st.builds(
	Person,
	user=st.sampled_from(("u", "v")),
	enabled=st.booleans(),
	roles=st.frozensets(st.sampled_from(ROLES)),
	projects=st.none() | st.frozensets(st.sampled_from(PROJECTS)),
)
tickets = st.lists(
	st.builds(
		Given,
		ticket=st.just("T"),
		project=st.sampled_from(PROJECTS),
		status=st.sampled_from(("Reported", "In Repair", "Closed", "Merged", "Cancelled")),
		engineer=st.sampled_from(("u", "v", "me", "")),
	),
	max_size=3,
)


@given(tickets, people, st.sampled_from(("", " ", "请假")), st.lists(st.sampled_from(ROLES)))
def test_a_ticket_changes_hands_exactly_where_nothing_stands_against_it(rows, to, reason, roles):
	found = {violation.code for violation in check(rows, to, reason, "me", roles)}
	may_open = to.enabled and any(role in ENGINEERS for role in to.roles)
	good = (
		bool(rows)
		and reason.strip() != ""
		and all(may_open and (to.projects is None or row.project in to.projects) for row in rows)
		and all(row.status not in ("Merged", "Cancelled") and row.engineer != to.user for row in rows)
		and (
			any(role in GIVERS for role in roles)
			or ("Repair Engineer" in roles and all(row.engineer == "me" for row in rows))
		)
	)
	assert (not found) == good
