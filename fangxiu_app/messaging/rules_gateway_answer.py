"""Reads the answer of a message gateway: many answer with status 200 and report the failure in the body."""

from __future__ import annotations

import json

#: Where gateways of the market say how it went, and what they say when it went well.
CODES = ("code", "errcode", "error_code", "errorcode", "respcode", "resultcode", "result", "status", "returnstatus", "ret", "success")
WELL = frozenset(("0", "00", "000", "0000", "000000", "200", "ok", "success", "true", "sent", "queued", "accepted"))
#: Words of answers that are no JSON.
BAD = ("error", "fail", "invalid", "denied", "失败", "错误")
LONGEST = 200


def refusal(body: str) -> str:
	"""The gateway's reason for refusing; empty where it accepted the message. An answer without a code counts as accepted."""
	text = body.strip()
	try:
		said = json.loads(text)
	except ValueError:
		said = text
	if isinstance(said, dict):
		found = {str(name).casefold(): value for name, value in said.items()}
		codes = [found[name] for name in CODES if name in found and not isinstance(found[name], dict | list)]
		return "" if all(str(code).strip().casefold() in WELL for code in codes) else text[:LONGEST]
	if isinstance(said, int | float) and not isinstance(said, bool):
		return text[:LONGEST] if said < 0 else ""
	return text[:LONGEST] if any(word in text.casefold() for word in BAD) else ""
