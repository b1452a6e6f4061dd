"""A contract of import-linter for modules by the pattern of their names: ``fangxiu_app.**.rules_*``."""

from __future__ import annotations

from fnmatch import fnmatchcase

from importlinter import Contract, ContractCheck, fields, output


class ByNameContract(Contract):
	"""Modules whose names fit ``source`` import none of those that fit ``forbidden``, but for ``ignored`` pairs.

	``*`` stands for any part of a dotted name. With ``indirect`` chains of imports count as well. A pattern that fits
	nothing breaks the contract, so that a renamed room does not slip out of it.
	"""

	source = fields.SetField(subfield=fields.StringField())
	forbidden = fields.SetField(subfield=fields.StringField())
	besides = fields.SetField(subfield=fields.StringField(), required=False, default=set())
	indirect = fields.BooleanField(required=False, default=False)

	def check(self, graph, verbose):
		"""Find every import, or shortest chain, from a source to a forbidden module."""
		sources, unused = self._fitting(graph, self.source)
		targets, missing = self._fitting(graph, self.forbidden)
		found = []
		for target in sorted(targets):
			if self.indirect:
				chains = (graph.find_shortest_chain(importer=source, imported=target) for source in sorted(sources))
				found += [" -> ".join(chain) for chain in chains if chain]
			else:
				importers = graph.find_modules_that_directly_import(target) & sources
				found += [f"{source} -> {target}" for source in sorted(importers)]
		found = [chain for chain in found if not any(fnmatchcase(chain, pair) for pair in self.besides)]
		return ContractCheck(
			kept=not (found or unused or missing),
			metadata={"found": found, "unused": [*unused, *missing]},
		)

	def render_broken_contract(self, check):
		"""Each forbidden import, and each pattern that fits nothing, on a line of its own."""
		for chain in check.metadata["found"]:
			output.print_error(chain)
		for pattern in check.metadata["unused"]:
			output.print_error(f"no module fits {pattern}")

	@staticmethod
	def _fitting(graph, patterns) -> tuple[set[str], list[str]]:
		known = {pattern: {name for name in graph.modules if fnmatchcase(name, pattern)} for pattern in patterns}
		return set().union(*known.values()), [pattern for pattern, names in known.items() if not names]
