"""Lists show every state of a document in its own word and colour, also while it is a draft (docs/states.md)."""

from __future__ import annotations

import json
import re

import pytest

from . import repo

FOLDER = repo.ROOT / "fangxiu_app" / "fangxiu_app" / "doctype"
LISTS = sorted(path for path in FOLDER.glob("*/*_list.js") if "const colours" in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.parent.name)
def test_every_state_has_its_word_and_colour(path):
	text = path.read_text(encoding="utf-8")
	meta = json.loads((path.parent / f"{path.parent.name}.json").read_text(encoding="utf-8"))
	named, colours = re.search(r"const colours = \{(.*?)\};", text, re.S)[1], re.search(r"colours\[doc\.(\w+)\](.*)", text)
	[field] = [row for row in meta["fields"] if row["fieldname"] == colours[1]]
	known = {value for value in field["options"].split("\n") if value}
	missing = {value for value in known if not re.search(rf'(?:^|[\s"]){re.escape(value)}"?:', named)}
	assert not missing or '|| "gray"' in colours[2], f"without a colour: {missing}"
	if meta.get("is_submittable"):
		# else Frappe writes 草稿 over what a draft stands at
		assert "has_indicator_for_draft: true" in text


def _shown(path) -> set[str]:
	meta = json.loads(path.read_text(encoding="utf-8"))
	named = (meta.get("autoname") or "").removeprefix("field:")
	# what a document is named by is shown once already (public/js/fangxiu/list_columns.js)
	return {row["fieldname"] for row in meta.get("fields", ()) if row.get("in_list_view")} - {named}


def test_a_list_says_a_company_once():
	"""A link shows the name of what it leads to; beside it its own copy of the name took the place of the amount."""
	lists = {path.stem: _shown(path) for path in FOLDER.glob("*/*.json")}
	twice = {name: found for name, shown in lists.items() if (found := {f"{each}_name" for each in shown} & shown)}
	# an article's number is said and written down like its name
	assert twice == {"ticket_part": {"item_name"}}
