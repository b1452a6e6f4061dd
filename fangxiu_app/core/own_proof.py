"""One photo proves one thing: what has to have a photo or paper of its own is not proved by that of another. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fangxiu_app.core.refusal import Violation


def shared(
	proofs: Iterable[tuple[str, str]], contents: Mapping[str, str], known: Iterable[tuple[str, str]] = ()
) -> list[Violation]:
	"""What stands against these proofs: (the thing in words, the file's address), in the order they were given.

	``known`` prove other things already and are not judged themselves. ``contents`` maps an address to a digest of its bytes, so that
	the same photo uploaded twice is the same; an address without one stands for itself. A thing without a file is not asked here.
	"""
	first: dict[str, str] = {}
	for thing, file in known:
		if file:
			first.setdefault(contents.get(file) or file, thing)
	found = []
	for thing, file in proofs:
		if not file:
			continue
		content = contents.get(file) or file
		if content in first:
			found.append(Violation("proof_of_another", (thing, first[content])))
		first.setdefault(content, thing)
	return found
