"""The guides: one page per role, with the sentences and pictures of the walks. ``./fx guides`` writes them."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw

from tests.walks.pages import LARGEST, PAGES_FOLDER, PICTURES, Page, sections

#: Of one picture, in pixels.
WIDEST = 1100
RED = (220, 38, 38)


@dataclass
class Chapter:
	"""What one walk tells: numbered sentences, some with a picture below."""

	page: Page
	title: str
	lines: list[str] = field(default_factory=list)
	pictures: int = 0

	def tell(self, sentence: str) -> None:
		self.lines.append(f"{len([1 for line in self.lines if line[0].isdigit()]) + 1}. {sentence}")

	def picture(self) -> str:
		"""Announce a picture below the last sentence; returns its file name."""
		self.pictures += 1
		name = f"{self.page.key}-{self.page.chapters.index(self.title) + 1}-{self.pictures}.jpg"
		self.lines.append(f"   ![{self.title}]({PICTURES}{name})")
		return name

	@property
	def text(self) -> str:
		return "\n\n".join(self.lines)


class Guides:
	"""The chapters of one run: compared with the committed pages, or written to ``folder``."""

	def __init__(self, folder: Path | None) -> None:
		self.folder = folder
		self._told: dict[str, dict[str, str]] = {}
		if folder:
			folder.mkdir(parents=True, exist_ok=True)
			for old in folder.iterdir():
				old.unlink()

	def finish(self, chapter: Chapter) -> str | None:
		"""Take a chapter whose walk is over; returns what to do when the committed page tells something else."""
		page = chapter.page
		path = PAGES_FOLDER / f"{page.key}.md"
		kept = sections(path.read_text(encoding="utf-8")) if path.exists() else {}
		if self.folder is None:
			if kept.get(chapter.title) == chapter.text:
				return None
			return (
				f"{path.name} tells another way in “{chapter.title}”: run ./fx guides, look at it, commit it"
			)
		told = self._told.setdefault(page.key, kept)
		told[chapter.title] = chapter.text
		(self.folder / path.name).write_text(page.text(told), encoding="utf-8")
		return None

	def keep(self, name: str, png: bytes, frame: dict | None) -> None:
		"""Store a picture, scaled and squeezed; ``frame`` is drawn red: {x, y, width, height} in its pixels."""
		if self.folder is None:
			return
		image = Image.open(io.BytesIO(png)).convert("RGB")
		if frame:
			x, y = frame["x"] - 4, frame["y"] - 4
			box = (x, y, x + frame["width"] + 8, y + frame["height"] + 8)
			ImageDraw.Draw(image).rounded_rectangle(box, radius=6, outline=RED, width=4)
		if image.width > WIDEST:
			image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.LANCZOS)
		for quality in range(80, 20, -6):
			out = io.BytesIO()
			image.save(out, "JPEG", quality=quality, optimize=True)
			if out.tell() <= LARGEST:
				break
		(self.folder / name).write_bytes(out.getvalue())
