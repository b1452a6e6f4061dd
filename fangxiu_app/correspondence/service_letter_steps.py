"""What a letter waits for, in words of its own state, and what stands against its issue while it is a draft (R17, R107)."""

from __future__ import annotations

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.contractors.breach import reads_letters, rules_correspondence
from fangxiu_app.core.messages import describe
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letters

#: Steps of the ticket's way to a third party that a received notice leads to.
LED_TO = ("wait", "second_notice", "third_party", "cured")


def step(doc) -> dict[str, str | list[str]]:
	"""``step`` and ``text`` of what comes next for this letter, never what another letter of its ticket waits for; ``hindered``: what
	stands against the issue of a draft."""
	ladder = _ladder(doc)
	if ladder:
		found, code = Violation(f"ladder_{ladder.code}", (ladder.letter, ladder.until)), ladder.code
	else:
		found = _own(doc)
		code = found.code
	letter = reads_letters.letter(doc) if doc.state == "Draft" else None
	problems = rules_correspondence.issue_problems(letter) if letter else []
	over = rules_correspondence.too_late(letter) if letter else []
	if over:
		found = Violation("letter_step_withdraw", (doc.kind, doc.name))
		code, problems = found.code, [*over, *problems]
	elif problems:
		found = Violation("letter_step_unready", (doc.kind, doc.name))
	text = " ".join(map(describe, (found, *problems, *_confirmed(doc))))
	return {"step": code, "text": text, "hindered": list(map(describe, problems))}


def warn(doc) -> None:
	"""Shows what issuing would refuse, and a notice that threatens what has happened; the draft is saved all the same. Eight queries at most."""
	if doc.state != "Draft":
		return
	letter = reads_letters.letter(doc)
	found = [*rules_correspondence.issue_problems(letter), *rules_correspondence.too_late(letter)]
	if found:
		frappe.msgprint("<br>".join(map(describe, found)), title=_("Saved, Not Yet Ready To Issue"), indicator="orange")


def _ladder(doc) -> rules_correspondence.Step | None:
	"""Where the ticket stands, as far as this notice has brought it there."""
	if doc.kind not in rules_correspondence.NOTICES or not doc.ticket or not doc.served_at or doc.state == "Withdrawn":
		return None
	found = service_letters.next_step(frappe.get_doc("Repair Ticket", doc.ticket))
	return found if found.letter == doc.name and found.code in LED_TO else None


def _own(doc) -> Violation:
	named = (doc.kind, doc.name)
	if doc.state == "Draft":
		return Violation("letter_step_issue", named)
	if doc.state == "Withdrawn":
		return Violation("letter_step_withdrawn", named)
	if doc.state == "Closed":
		return Violation("letter_step_closed", (*named, doc.outcome or ""))
	if not doc.served_at:
		return Violation("letter_step_serve", named)
	if doc.state == "Answered":
		return Violation("letter_step_settle", named)
	curing = doc.kind in rules_correspondence.CURING and doc.cure_until
	until = get_datetime(doc.cure_until) if curing else None
	return Violation("letter_step_cure", (*named, until)) if until and until >= now_datetime() else Violation("letter_step_outcome", named)


def _confirmed(doc) -> list[Violation]:
	"""Whether the project department has what was written to it or in copy."""
	if not doc.to_project or doc.state in ("Draft", "Withdrawn"):
		return []
	return [Violation("letter_step_confirmed" if doc.project_received_at else "letter_step_unconfirmed")]
