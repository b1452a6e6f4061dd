"""Signed links: the holder may answer one document, once, until the link expires; links cannot be forged or changed (R58).

The token is the record's key and a MAC over what the link opens, so that the database keeps no secret that opens it, and
a record whose document or expiry was changed opens nothing.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from fangxiu_app.core.sealing import digest, plain

VALID, USED, REVOKED = "In Force", "Used", "Revoked"
#: States of a link when it is opened.
OPEN, DONE, EXPIRED, TAKEN_BACK, REPLACED, ANSWERED, CHANGED = (
	"open",
	"done",
	"expired",
	"taken_back",
	"replaced",
	"answered",
	"changed",
)
#: Bytes of the MAC that go into the token: 128 bits, short enough for a text message.
MAC_BYTES = 16
FORM = re.compile(r"([0-9a-z]{8,20})\.([A-Za-z0-9_-]{22})")
#: The most questions one link accepts, and the most characters of each.
QUESTIONS, LONGEST_QUESTION = 5, 500


@dataclass(frozen=True, slots=True)
class Link:
	"""What a token authorises: the record's key, its document as it was issued, and the expiry."""

	key: str
	document: str
	content_hash: str
	expires_at: datetime


def token(secret: str, link: Link) -> str:
	"""The token that opens ``link``."""
	text = "\n".join((link.key, link.document, link.content_hash, plain(link.expires_at)))
	mac = hmac.new(secret.encode(), f"signed link\n{text}".encode(), sha256).digest()[:MAC_BYTES]
	return f"{link.key}.{urlsafe_b64encode(mac).decode().rstrip('=')}"


def key_of(given: str) -> str:
	"""The key in a token; empty where it does not have the form of one."""
	found = FORM.fullmatch(given or "")
	return found[1] if found else ""


def opens(secret: str, given: str, link: Link) -> bool:
	"""Whether ``given`` is the token of ``link``, compared in constant time."""
	return hmac.compare_digest(given.encode(), token(secret, link).encode())


def answer_digest(
	link: Link, signature_hash: str, answer: str, at: datetime, address: str, device: str
) -> str:
	"""SHA-256 that ties an answer to the link, the signature, the time, the network address and the device."""
	return digest(
		[link.key, link.document, link.content_hash, signature_hash, answer, plain(at), address, device]
	)
