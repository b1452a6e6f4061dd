"""The ways through the rooms that docs/architecture.md draws: each hop exists, is reached, and stays within few rooms."""

import re

import pytest
import tomllib

from . import imports, repo

PAGE = "docs/architecture.md"
HOP = re.compile(r"^\d+\. `([\w/]+\.py)`", re.MULTILINE)
#: Rooms that every subject uses.
SHARED = frozenset(("core", "messaging", "approvals", "importing"))
MOST_OTHERS = 3


def flows(text: str) -> dict[str, list[str]]:
	"""Title → its hops, in order."""
	part = text.partition("## Three ways through the rooms")[2].partition("\n## ")[0]
	titles = re.split(r"^### (.+)$", part, flags=re.MULTILINE)[1:]
	return {title: HOP.findall(body) for title, body in zip(titles[::2], titles[1::2], strict=True)}


def order() -> list[str]:
	"""Rooms, the highest first, as the contract has them."""
	contracts = tomllib.loads(repo.read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
	return next(one["layers"] for one in contracts if one["type"] == "layers")


def problems(hops: list[str]) -> list[str]:
	"""Hops that are not there, rooms that are too many, hops that no earlier hop imports, ways back up."""
	own, found = hops[0].split("/")[0], []
	found += [f"{hop} is no file" for hop in hops if f"{repo.PACKAGE}/{hop}" not in repo.files()]
	others = {hop.split("/")[0] for hop in hops} - SHARED - {own}
	if len(others) > MOST_OTHERS:
		found.append(f"{sorted(others)} are too many rooms")
	levels = order()
	found += [f"{hop} stands above {own}" for hop in hops if levels.index(hop.split("/")[0]) < levels.index(own)]
	return found


def test_there_are_three():
	assert [len(hops) > 5 for hops in flows(repo.read(PAGE)).values()] == [True] * 3


@pytest.mark.parametrize("title", list(flows(repo.read(PAGE))))
def test_a_flow_stays_within_its_rooms(title):
	assert problems(flows(repo.read(PAGE))[title]) == []


@pytest.mark.parametrize("title", list(flows(repo.read(PAGE))))
def test_each_hop_is_imported_by_an_earlier_one(title):
	"""Hops that a DocType's controller stands between are imported by it."""
	hops = flows(repo.read(PAGE))[title]
	controllers = [source for source in repo.python(f"{repo.PACKAGE}/{repo.PACKAGE}/doctype/")]
	for place, hop in enumerate(hops[1:], 1):
		module = f"{repo.PACKAGE}/{hop}".removesuffix(".py").replace("/", ".")
		before = [source for source in repo.python(f"{repo.PACKAGE}/") if source.path.removeprefix(f"{repo.PACKAGE}/") in hops[:place]]
		targets = {target for source in (*before, *controllers) for _, target in imports.imported(source)}
		assert any(target == module or target.startswith(f"{module}.") for target in targets), hop


def test_the_page_lists_the_rooms_in_their_order():
	listed = re.findall(r"^\| `(\w+)` \| ", repo.read(PAGE).partition("## Rooms")[2].partition("| Module |")[0], re.MULTILINE)
	assert listed == order()[order().index("overview") :]


@pytest.mark.parametrize(
	"hops",
	[
		["tickets/intake/api_intake.py", "tickets/nothing.py"],
		["tickets/intake/api_intake.py", "money/reads_amounts.py"],
		["overview/api_finder.py", *(f"{room}/x.py" for room in ("money", "ledger", "parts", "staff"))],
	],
)
def test_a_way_that_leaves_its_rooms_is_found(hops):
	assert problems(hops)
