"""`fx guides`: the pages the walks have told come from the tests' folder into the checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

from fxcli.text import Both, say

PAGES = Path("docs") / "guides"
#: Shown inside the app, with the pictures of both.
SHOWN = Path("fangxiu_app") / "public" / "guides"


def take(made: Path, checkout: Path) -> int:
	"""Copy pages and pictures; a page's pictures that are no longer made are removed. Returns the exit code."""
	pages = sorted(made.glob("*.md"))
	for folder in (PAGES, SHOWN):
		(checkout / folder).mkdir(parents=True, exist_ok=True)
	for page in pages:
		text = page.read_text(encoding="utf-8")
		(checkout / PAGES / page.name).write_text(text, encoding="utf-8")
		(checkout / SHOWN / page.name).write_text(text.replace(f"../../{SHOWN}/", ""), encoding="utf-8")
	for picture in made.glob("*.jpg"):
		shutil.copyfile(picture, checkout / SHOWN / picture.name)
	for picture in (checkout / SHOWN).glob("*.jpg"):
		if not any(
			picture.name in page.read_text(encoding="utf-8") for page in (checkout / PAGES).glob("*.md")
		):
			picture.unlink()
	say(Both(f"已更新 {len(pages)} 页使用指南：{PAGES}", "pages of the guides written"))
	return 0 if pages else 1
