"""What the tests of letters begin with."""

from __future__ import annotations

import pytest

from fangxiu_app.correspondence import service_letters
from tests.site.helpers import factories as make
from tests.site.helpers import orders


@pytest.fixture
def ticket(estate):
	"""A ticket in repair."""
	name = make.make_ticket(estate.unit_a).name
	make.walk(name, "start")
	return name


@pytest.fixture
def notice(ticket):
	"""An issued notice about it."""
	letter = orders.make_letter(ticket)
	service_letters.issue(letter)
	return letter
