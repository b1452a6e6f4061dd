"""Documentation: links work, every decision is listed, every DocType is in the glossary."""

import re
from pathlib import PurePosixPath

import pytest

from . import repo

PAGES = [path for path in repo.files() if path.endswith(".md")]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def dead_links(page: str, text: str) -> list[str]:
	"""Relative links of a page that lead to no file or folder of the project."""
	targets = (
		target for target in LINK.findall(text) if "://" not in target and not target.startswith("mailto:")
	)
	base = PurePosixPath(page).parent
	return [f"{page}: {target}" for target in targets if not (repo.ROOT / base / target).exists()]


def test_links_lead_somewhere():
	dead = [link for page in PAGES for link in dead_links(page, repo.read(page))]
	assert not dead, "\n".join(dead)


def test_every_decision_is_listed():
	listed = set(LINK.findall(repo.read("docs/adr/README.md")))
	written = {PurePosixPath(page).name for page in PAGES if re.match(r"docs/adr/\d{4}-", page)}
	assert listed == written


def missing_parts(text: str) -> list[str]:
	"""Parts a decision lacks. What was not chosen stands under Alternatives or Rejected."""
	heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
	missing = [part for part in ("Context", "Decision", "Consequences") if part not in heads]
	return missing if {"Alternatives", "Rejected"} & set(heads) else [*missing, "Alternatives"]


def test_decisions_have_their_parts():
	short = {page: missing_parts(repo.read(page)) for page in PAGES if re.match(r"docs/adr/\d{4}-", page)}
	assert not any(short.values()), short


def test_a_short_decision_is_found():
	assert missing_parts("## Context\n## Decision\n") == ["Consequences", "Alternatives"]
	assert missing_parts("## Context\n## Decision\n## Consequences\n## Rejected\n") == []


def test_every_document_has_its_word():
	words = {
		row.split("|")[1].strip()
		for row in repo.read("docs/glossary.md").splitlines()
		if row.startswith("| ")
	}
	missing = sorted(set(repo.doctypes()) - words)
	assert not missing, f"docs/glossary.md has no word for {missing}"


def test_version_has_its_changes():
	version = re.search(r'__version__ = "([^"]+)"', repo.read("fangxiu_app/__init__.py"))[1]
	assert f"## [{version}]" in repo.read("CHANGELOG.md")


@pytest.mark.parametrize(
	("text", "found"), [("[a](nowhere.md)", 1), ("[a](README.md#x) [b](https://example.com/c)", 0)]
)
def test_a_dead_link_is_found(text, found):
	assert len(dead_links("x.md", text)) == found


TEST = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def lost_tests(text: str) -> list[str]:
	"""Site tests a page names that do not exist: a promise nobody keeps."""
	return [
		f"{file}::{name}"
		for file, name in TEST.findall(text)
		if not any(f"def {name}(" in repo.read(path) for path in repo.files() if path.endswith(f"/{file}"))
	]


def test_what_is_refused_has_its_tests():
	page = repo.read("docs/finance.md").partition("## What is refused")[2]
	assert len(TEST.findall(page)) >= 20
	assert not lost_tests(page)


def test_a_lost_test_is_noticed():
	assert lost_tests("`test_charges.py::test_nothing_of_the_kind` `test_none.py::test_x`") == [
		"test_charges.py::test_nothing_of_the_kind",
		"test_none.py::test_x",
	]
