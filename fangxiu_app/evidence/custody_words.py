"""The custody log in words: what was recorded, instead of the name of a row in a table (R109)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fangxiu_app.core.wording import _
from fangxiu_app.tickets.life.rules_ticket_table import BY_ACTION


def recorded(chains: Iterable[Mapping]) -> dict[str, str]:
	"""Words of each record on the chains of a pack: "DocType name" → what it says. Entries about acts are not in it."""
	return {
		key: _event(record) if key.startswith("Ticket Event ") else _evidence(record)
		for chain in chains
		for key, record in chain["records"].items()
	}


def _evidence(record: Mapping[str, str]) -> str:
	said = (record["name"], _(record["kind"]), _(record["stage"]), _(record["moment"]) if record["moment"] else "")
	return " · ".join(filter(None, said))


def _event(record: Mapping[str, str]) -> str:
	before, after = record["from_status"], record["to_status"]
	moved = [_(status) for status in dict.fromkeys((before, after)) if status]
	return f"{_action(record['action'])} · {' → '.join(moved)}"


def _action(action: str) -> str:
	return acts().get(action, action)


def acts() -> dict[str, str]:
	"""Words of what is done with a ticket: the label of its button, or what the app wrote down itself."""
	return {
		**{action: _(transition.label) for action, transition in BY_ACTION.items()},
		"report": _("Reported"),
		"report_again": _("Reported Again"),
		"absorb": _("Took Over a Merged Ticket"),
		"split": _("Split Off A Problem"),
		"reassign": _("Reassign"),
		"add_units": _("Affected Units Added"),
		"remove_units": _("Affected Units Taken Off"),
		"inform_units": _("Affected Owners Informed"),
		"accept_units": _("Affected Owners Accepted"),
	}
