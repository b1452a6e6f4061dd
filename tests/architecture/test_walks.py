"""Walks use only what a person can see and click, and the guides match them."""

from pathlib import Path

import pytest

from fangxiu_app.core.access.roles import GUIDES, HEADS_GUIDES, SHARED_GUIDES
from tests.walks import pages

from . import repo, walks
from .repo import Source


def test_walks_are_eyes_and_hands():
	sources = repo.python(walks.FOLDER)
	found = [problem for source in sources for problem in walks.problems(source)]
	assert len(sources) > 5 and not found, repo.report(found)


@pytest.mark.parametrize(
	("name", "text"),
	[
		("test_x.py", "def test_x(people):\n\tpeople('信息员').page.click('x')"),
		("test_x.py", "import frappe"),
		("test_x.py", "from tests.site import factories"),
		("person.py", "def click(self):\n\tself.box.fill('x')"),
		("person.py", "def click(self):\n\tself.page.goto('x')"),
		("person.py", "def click(self):\n\tself.page.evaluate('x')"),
		("person.py", "import requests"),
		("conftest.py", "def login(context):\n\tcontext.request.post('x')"),
	],
)
def test_whatever_reaches_past_the_screen_is_found(name, text):
	assert walks.problems(Source(walks.FOLDER + name, text))


@pytest.mark.parametrize(
	("name", "text"),
	[
		(
			"test_x.py",
			"import re\nfrom tests.walks.pages import CLERK\ndef test_x(people):\n\tpeople('信息员').click('x')",
		),
		("person.py", "class Person:\n\tdef arrive(self):\n\t\tself.page.goto('x')"),
		("world.py", "import frappe"),
	],
)
def test_what_a_person_can_do_is_not(name, text):
	assert walks.problems(Source(walks.FOLDER + name, text)) == []


def _texts(folder: Path) -> dict[str, str]:
	return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}


LIMITS = (pages.LARGEST, pages.MOST, pages.ALL)


def test_guides_are_complete_and_small():
	pictures = {path.name: path.stat().st_size for path in pages.PICTURES_FOLDER.glob("*.jpg")}
	texts, shown = _texts(pages.PAGES_FOLDER), _texts(pages.PICTURES_FOLDER)
	found = walks.guide_problems(pages.PAGES, texts, shown, pictures, LIMITS)
	assert not found, repo.report(found)


def test_every_guide_is_some_roles():
	assert set(pages.PAGES) <= {*GUIDES.values(), *HEADS_GUIDES.values(), *SHARED_GUIDES}


PAGE = pages.Page("clerk", "信息员", "接报。", ("接报", "月末"))
GOOD = PAGE.text({"接报": f"1. 点\n\n   ![接报]({pages.PICTURES}clerk-1-1.jpg)", "月末": "1. 看"})


@pytest.mark.parametrize(
	("texts", "shown", "pictures", "complaints"),
	[
		(GOOD, GOOD, {"clerk-1-1.jpg": 100}, 0),
		(PAGE.text({"接报": "1. 点"}), PAGE.text({"接报": "1. 点"}), {}, 1),
		(GOOD, "", {"clerk-1-1.jpg": 100}, 1),
		(GOOD, GOOD, {}, 1),
		(GOOD, GOOD, {"clerk-1-1.jpg": 100, "old.jpg": 1}, 1),
		(GOOD, GOOD, {"clerk-1-1.jpg": 70_000}, 1),
	],
)
def test_a_guide_that_is_not_whole_is_found(texts, shown, pictures, complaints):
	shown = {"clerk.md": shown.replace(pages.PICTURES, "")}
	found = walks.guide_problems({"clerk": PAGE}, {"clerk.md": texts}, shown, pictures, LIMITS)
	assert len(found) == complaints, repo.report(found)
