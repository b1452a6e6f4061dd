"""Random tickets in both projects of an estate, for tests that recount figures."""

from __future__ import annotations

from datetime import datetime

from benchmarks import mass
from fangxiu_app.core.access import roles


def draw(estate, now: datetime, tickets: int, mark: str) -> None:
	"""So many tickets over four months in each project, the same ones for the same ``mark``."""
	places = (
		(estate.a, estate.building_a, (estate.unit_a, estate.unit_a2)),
		(estate.b, estate.building_b, (estate.unit_b,)),
	)
	for seed, (project, building, units) in enumerate(places, 1):
		stage = mass.Stage(
			[(project, building, unit, unit) for unit in units],
			[estate.users[roles.ENGINEER], estate.engineer_b],
			[estate.general, estate.waterproofer],
			[("客厅", "墙面空鼓"), ("主卧卫生间", "卫生间渗漏")],
			now,
			days=120,
		)
		maker = mass.Maker(stage, seed, f"{mark}{seed}")
		for _number in range(tickets):
			maker.ticket()
		mass.write(stage)
