"""What a person sees: visible text, and what in it is not Chinese. Reads the page, never writes to it."""

from __future__ import annotations

import re

from playwright.sync_api import Page

#: Latin letters that may stand on a Chinese screen, each with its reason; everything else is an English word or a raw code.
ALLOWED = {
	r"\b(?:[A-Z]{3}-)?[A-Z]{2,4}-\d[\d-]*": "numbers of our documents and of ERPNext's vouchers: people say and write them down",
	r"\bCNY\b": "the currency, as banks write it and ERPNext names it beside amounts",
	r"\b(?:PDF|Excel|CSV|ID|SHA-256)\b": "names of file kinds and of things that have no Chinese name",
	r"\bCtrl\+(?:Enter|G)\b|Ctrl \+ G|\bEnter\b|Shift\+Ctrl\+B": "keys, as they are printed on the keyboard",
	r"\b[\w-]+\.(?:jpe?g|png|pdf|xlsx|csv)\b": "names of files, as those who made them called them",
	r"\bEMS\b": "the post's express mail, as everybody names it",
	r"m²|\b(?:km|kg|mm|cm)\b|kWh": "units of measure",
	r"\bSheet\d+\b": "the name of a sheet in a file of Excel",
	r"\bR\d+(?:-R\d+)?\b": "clauses of the regulation",
}
_ALLOWED = re.compile("|".join(ALLOWED))
#: Allowed shapes that are raw codes all the same where a name exists.
RAW = re.compile(r"PROJ-\d+[\w-]*|[\w.]+@[\w.]+")
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
