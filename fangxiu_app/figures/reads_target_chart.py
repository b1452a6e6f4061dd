"""A chart of figures against their targets, as bars of a table: separate for high-is-good and low-is-good, coloured by result.

Plain HTML without scripts, so that the same chart stands on the screen and in a PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fangxiu_app.core.wording import _
from fangxiu_app.figures import rules_kpi

GOOD, BAD = "#2f9e57", "#c0392b"
#: Full width of the track stands for this many times the target, so that the target's mark has one place in all bars.
SCALE = 2.0


def bars(figures: Iterable[dict]) -> list[dict]:
	"""One bar for each of ``figures`` (code, value, target): what a chart draws. Figures without value or target are left out."""
	found = []
	for row in figures:
		rule, value, target = rules_kpi.BY_CODE[row["code"]], row["value"], row["target"]
		gap = rules_kpi.distance(rule, value, target)
		if gap is None:
			continue
		found.append(
			{
				"title": rule.title,
				"better": rule.better,
				"value": round(float(value), 1),
				"target": round(float(target), 1),
				"gap": round(float(gap), 1),
				"met": bool(rules_kpi.reached(rule, value, target)),
				"unit": rule.unit,
				"width": _width(float(value), float(target)),
			}
		)
	return sorted(found, key=lambda one: one["gap"])


def _width(value: float, target: float) -> float:
	"""Percent of the track; the target itself stands in its middle."""
	if target <= 0:
		return 50.0 if value <= target else 100.0
	return round(min(max(value / target / SCALE, 0), 1) * 100, 1)


def html(drawn: list[dict]) -> str:
	"""The chart: one group for figures of which more is better, one for those of which less is; the worst first."""
	groups = (("up", _("Higher is better")), ("down", _("Lower is better")))
	parts = [
		_group(title, [one for one in drawn if one["better"] == better])
		for better, title in groups
		if any(one["better"] == better for one in drawn)
	]
	if not parts:
		return ""
	return f'<div class="fx-targets"><b>{escape(_("Distance to Target"))}</b>{"".join(parts)}</div>'


def _group(title: str, drawn: list[dict]) -> str:
	rows = "".join(map(_bar, drawn))
	style = "width:100%;border-collapse:collapse;table-layout:fixed;font-size:12px"
	return f'<div style="margin:6px 0 2px">{escape(title)}</div><table style="{style}">{rows}</table>'


def _bar(one: dict) -> str:
	colour = GOOD if one["met"] else BAD
	unit = "%" if one["unit"] == "percent" else ""
	ahead = one["value"] >= one["target"]
	words = _("{0} above target") if ahead else _("{0} below target")
	gap = words.format(f"{abs(one['value'] - one['target']):.1f}{unit}")
	track = "position:relative;height:12px;background:#eef1f4"
	fill = f"position:absolute;left:0;top:0;height:12px;width:{one['width']}%;background:{colour}"
	mark = "position:absolute;left:50%;top:-2px;height:16px;width:2px;background:#333"
	target = escape(_("target {0}").format(f"{one['target']:.1f}{unit}"))
	return (
		f'<tr><td style="width:24%;padding:2px 6px">{escape(_(one["title"]))}</td>'
		f'<td style="width:12%;text-align:right;padding:2px 6px;color:{colour}"><b>{one["value"]:.1f}{unit}</b></td>'
		f'<td style="width:38%;padding:2px 6px"><div style="{track}"><div style="{fill}"></div><div style="{mark}"></div></div></td>'
		f'<td style="width:26%;padding:2px 6px">{target} · {escape(gap)}</td></tr>'
	)
