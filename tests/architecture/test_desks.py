"""Each workspace has one large button, which desk.js names."""

import json
import re

from . import repo

SCRIPT = "fangxiu_app/public/js/fangxiu/desk.js"
#: The administrator's places are of equal weight.
WITHOUT = {"Administration Desk"}


def desks() -> dict[str, set[str]]:
	"""Desk → what its shortcuts lead to."""
	read = [json.loads(repo.read(path)) for path in repo.files() if re.search(r"/workspace/.*\.json$", path)]
	return {desk["name"]: {each["link_to"] for each in desk["shortcuts"] if "link_to" in each} for desk in read}


def test_every_desk_has_one_big_button_of_its_own():
	table = re.search(r"const MAIN = \{(.*?)\};", repo.read(SCRIPT), re.S)[1]
	main = dict(re.findall(r'"([^"]+)": "([^"]+)"', table))
	found = desks()
	assert set(main) == set(found) - WITHOUT
	assert {desk: link for desk, link in main.items() if link not in found[desk]} == {}


def test_nothing_stands_twice_on_a_desk():
	"""Among its lists of links: who looks for something finds it in one place."""
	twice = []
	for path in repo.files():
		if re.search(r"/workspace/.*\.json$", path):
			links = [(link["link_type"], link["link_to"]) for link in repo.load(path)["links"] if link["type"] == "Link"]
			twice += [f"{path}: {name}" for kind, name in sorted(set(links)) if links.count((kind, name)) > 1]
	assert twice == []


def test_an_own_state_is_shown_of_drafts_too():
	"""Without the mark Frappe writes Draft over what waits for signatures, in the list and above the form."""
	found = {}
	for path in repo.files():
		if "/doctype/" not in path or not path.endswith("_list.js"):
			continue
		doctype = json.loads(repo.read(path.replace("_list.js", ".json")))
		script = repo.read(path)
		if doctype.get("is_submittable") and "get_indicator" in script:
			found[doctype["name"]] = "has_indicator_for_draft: true" in script
	assert len(found) >= 5 and all(found.values()), found
