"""What a person sees on a page: visible text, and which of it is not Chinese. Reads the page, never writes to it."""

from __future__ import annotations

import re

from playwright.sync_api import ElementHandle, Page

#: Latin letters that may stand on a Chinese screen, each with its reason; everything else is an English word or a raw code.
ALLOWED = {
	r"\b(?:[A-Z]{3}-)?[A-Z]{2,4}-\d[\d-]*": "numbers of our documents and of ERPNext's vouchers: people say and write them down",
	r"\w+@contractor\.example": "where a contractor is written to",
	r" - FX\b": "the company's abbreviation, which ERPNext puts behind the names of its masters",
	r"\bCNY\b": "the currency, as banks write it and ERPNext names it beside amounts",
	r"\b(?:PDF|Excel|CSV|ID|SHA-256)\b": "names of file kinds and of things that have no Chinese name",
	r"\bCtrl\+(?:Enter\b|G\b|[↑↓])|Ctrl \+ G|\bEnter\b|Shift\+Ctrl\+B": "keys, as they are printed on the keyboard",
	r"\b[\w-]+\.(?:jpe?g|png|pdf|xlsx|csv)\b": "names of files, as those who made them called them",
	r"\bEMS\b": "the post's express mail, as everybody names it",
	r"m²|\b(?:km|kg|mm|cm)\b|kWh": "units of measure",
	r"\bSheet\d+\b": "the name of a sheet in a file of Excel",
	r"\bR\d+(?:-R\d+)?\b": "clauses of the regulation",
}
_ALLOWED = re.compile("|".join(ALLOWED))
#: Allowed shapes that are raw codes all the same where a name exists.
RAW = re.compile(r"PROJ-\d+[\w-]*|[\w.]+@(?!contractor\.)[\w.]+")
WORD = re.compile(r"[A-Za-z]{2,}")

#: Every text node that takes up room and is not hidden from sight, the words in empty fields, the choices of lists.
_READ = """body => {
	const found = new Set();
	const seen = (element) => {
		if (!element || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
		if (element.closest(".sr-only, .visually-hidden, noscript, script, style")) return false;
		const box = element.getBoundingClientRect();
		return box.width > 1 && box.height > 1;
	};
	const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const text = walker.currentNode.textContent.trim();
		if (text && seen(walker.currentNode.parentElement)) found.add(text);
	}
	for (const field of body.querySelectorAll("input, textarea, select")) {
		if (!seen(field) || ["password", "checkbox", "radio", "file"].includes(field.type)) continue;
		found.add(field.value || field.placeholder || "");
		if (field.tagName === "SELECT") {
			found.delete(field.value);
			for (const option of field.options) found.add(option.text);
		}
	}
	return [...found].filter(Boolean);
}"""


#: The things on the screen that the words mean, in one look: in the dialog that lies on top, else on the page; ``within``
#: narrows that to the smallest box that has it. To click on is what has the words as its text, its sign or its hint, first
#: among all that reacts to a click, then any text; to read is any text. Things that lie over one another are one, such as
#: a link and the words inside it.
_MEANT = """(body, { words, within, nth, clickable, boxes, layers }) => {
	const tidy = (text) => text.replace(/\\s+/g, " ").replace(/^ | $/g, "");
	const low = (text) => tidy(text).toLowerCase();
	const wanted = tidy(words);
	const text = (each) => (each.matches("input[type=button], input[type=submit]") ? each.value : each.textContent);
	const has = (each, part) => text(each).toLowerCase().includes(part.split(" ")[0]) && low(text(each)).includes(part);
	const is = (each) => text(each).includes(wanted.split(" ")[0]) && tidy(text(each)) === wanted;
	const holds = (each) => has(each, low(words));
	const seen = (each) => {
		const box = each.getBoundingClientRect();
		return box.width > 0 && box.height > 0 && each.checkVisibility({ visibilityProperty: true });
	};
	const smallest = (each, test) => {
		if (each.matches("script, style, svg") || !holds(each)) return [];
		const inner = [...each.children].flatMap((child) => smallest(child, test));
		return inner.length || !test(each) ? inner : [each];
	};
	const apart = (one, other) =>
		one.left >= other.right || other.left >= one.right || one.top >= other.bottom || other.top >= one.bottom;
	const top = [...document.querySelectorAll(layers || "nothing")].filter(seen).pop() || body;
	const part = low(within || "");
	const place = within ? [...top.querySelectorAll(boxes)].filter((each) => has(each, part) && seen(each)).pop() : top;
	if (!place) return { count: 0 };
	const texts = (test) => [...place.children].flatMap((each) => smallest(each, test));
	const reacts = (test) => [...place.querySelectorAll(clickable)].filter(test);
	const named = (...names) =>
		[...place.querySelectorAll(names.map((each) => `[${each}]`).join())].filter((each) =>
			names.some((name) => each.getAttribute(name) === words)
		);
	const looks = clickable
		? [
				() => reacts(is),
				() => named("aria-label", "title", "data-original-title"),
				() => named("placeholder"),
				() => texts(is),
				() => reacts(holds),
				() => texts(holds),
			]
		: [() => texts(holds)];
	for (const look of looks) {
		const kept = [];
		for (const each of look().filter(seen)) {
			const box = each.getBoundingClientRect();
			if (kept.every((other) => apart(box, other.getBoundingClientRect()))) kept.push(each);
		}
		if (kept.length) return { count: kept.length, thing: kept[Math.max(nth - 1, 0)] };
	}
	return { count: 0 };
}"""


def meant(
	page: Page, words: str, within: str | None, nth: int, *, clickable: str, boxes: str, layers: str
) -> tuple[int, ElementHandle | None]:
	"""How many things on the screen ``words`` could mean, and the ``nth`` (from 1; 0: the first) of them.

	Without ``clickable`` (a selector) any text is taken that has the words, without ``layers`` the whole page is looked at.
	"""
	asked = {"words": words, "within": within, "nth": nth, "clickable": clickable, "boxes": boxes, "layers": layers}
	found = page.locator("body").evaluate_handle(_MEANT, asked)
	return found.get_property("count").json_value(), found.get_property("thing").as_element()


def visible_texts(page: Page) -> list[str]:
	"""Pieces of text somebody can read on the page now."""
	return page.locator("body").evaluate(_READ)


def foreign(texts: list[str], typed: list[str]) -> list[str]:
	"""Texts with an English word or a raw code in them, apart from what the person has ``typed`` and what is allowed."""
	return sorted({text[:120] for text in texts if _is_foreign(text, typed)})


def _is_foreign(text: str, typed: list[str]) -> bool:
	for own in typed:
		text = text.replace(own, "")
	return bool(RAW.search(text) or WORD.search(_ALLOWED.sub("", text)))
