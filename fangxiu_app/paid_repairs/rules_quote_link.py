"""What the holder of a signed link may do with a quotation, by the states of both (R58)."""

from __future__ import annotations

from datetime import datetime

from fangxiu_app.links.rules_signed_link import (
	ANSWERED,
	CHANGED,
	DONE,
	EXPIRED,
	OPEN,
	REPLACED,
	TAKEN_BACK,
	USED,
	VALID,
)
from fangxiu_app.paid_repairs.rules_paid_repair import AGREED_STATES, ISSUED, REFUSED, SUPERSEDED, WITHDRAWN


def standing(state: str, quote_state: str, intact: bool, expires_at: datetime, now: datetime) -> str:
	"""What the holder of a link may do with it now; everything but OPEN and DONE shows nothing of the document."""
	ended = {SUPERSEDED: REPLACED, WITHDRAWN: TAKEN_BACK}.get(quote_state)
	if ended:
		return ended
	if state == USED:
		return EXPIRED if now > expires_at else DONE
	if quote_state in AGREED_STATES:
		return ANSWERED
	if state != VALID or quote_state not in (ISSUED, REFUSED):
		return TAKEN_BACK
	if now > expires_at:
		return EXPIRED
	return OPEN if intact else CHANGED
