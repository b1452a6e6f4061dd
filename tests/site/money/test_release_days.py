"""When a deposit is due, and what is said where nobody knows it."""

from __future__ import annotations

import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import money


@pytest.mark.clause("R18")
def test_where_the_agreement_has_no_day_of_acceptance_the_release_says_so(estate):
	agreement = money.agreement(estate, accepted_on=None)
	money.entry(agreement, "Cash In", 10_000)
	doc = money.release(agreement, 100, above_reason=None)
	with pytest.raises(DepositError, match=f"{agreement.name} has no day of acceptance"):
		service_approvals.request(doc)
