"""A standard record that changes carries a later time, or the sites that have it keep the old one."""

import pytest

from . import records


def test_every_change_is_carried_to_sites():
	assert not records.unnoticed(records.kept(), records.found()), "set a later modified in each"


def test_what_is_there_is_written_down():
	assert records.kept() == records.found(), "run python3 -m tests.architecture.records --write"
	assert len(records.found()) > 100


@pytest.mark.parametrize(
	("now", "late"),
	[
		({"a": ("2026-01-01", "x")}, []),
		({"a": ("2026-01-02", "y")}, []),
		({"a": ("2026-01-01", "y")}, ["a"]),
		({"b": ("2026-01-01", "y")}, []),
	],
)
def test_a_change_without_a_later_time_is_found(now, late):
	assert records.unnoticed({"a": ("2026-01-01", "x")}, now) == late


def test_the_time_alone_is_no_change():
	assert records.digest({"a": 1, "modified": "x"}) == records.digest({"a": 1, "modified": "y"}) != records.digest({"a": 2})
