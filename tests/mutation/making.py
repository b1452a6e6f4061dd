"""The mutants: mutmut's, of every file that ``[tool.mutmut]`` in ``pyproject.toml`` names as rules."""

from __future__ import annotations

import builtins
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from mutmut.mutation.data import LineSpan
from mutmut.mutation.file_mutation import Mutation, combine_mutations_to_source, create_mutations
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

from .opening import opened


@dataclass(frozen=True)
class Mutant:
	"""One fault: ``name`` is mutmut's, ``before`` and ``after`` are the lines that differ."""

	name: str
	function: str
	before: str
	after: str

	@property
	def reached_as(self) -> str:
		"""The function as mutmut's trampoline records it."""
		return self.name.partition("__mutmut_")[0]


def rules() -> list[Path]:
	"""The files to mutate, in order."""
	return sorted(walk_mutatable_files())


def plant(path: Path) -> list[Mutant]:
	"""Overwrite a file with itself and all its mutants, one of which is switched on by name. Returns them."""
	code = opened(path.read_text(encoding="utf-8"))
	module, mutations, classes, functions = create_mutations(str(path), code)
	said = {id(node) for node in told(module)}
	kept = [one for one in mutations if id(one.original_node) not in said and not only_case(one)]
	made = combine_mutations_to_source(module, kept, classes, functions)
	path.write_text(made.code, encoding="utf-8")
	lines = made.code.splitlines()
	package = ".".join(path.with_suffix("").parts)
	return [mutant(package, name, lines, made.line_span_by_function_name) for name in made.mutant_names]


def told(module: cst.Module) -> Iterator[cst.CSTNode]:
	"""Everything inside a ``raise`` of one of Python's own exceptions: what it says is a text, not a code."""
	stack: list[tuple[cst.CSTNode, bool]] = [(module, False)]
	while stack:
		node, inside = stack.pop()
		if inside:
			yield node
		stack.extend((child, inside or is_text(node)) for child in node.children)


def is_text(node: cst.CSTNode) -> bool:
	"""Whether a node raises an exception of Python's own."""
	raised = node.exc if isinstance(node, cst.Raise) else None
	called = raised.func if isinstance(raised, cst.Call) else raised
	return isinstance(called, cst.Name) and hasattr(builtins, called.value)


def only_case(mutation: Mutation) -> bool:
	"""Each string is changed once, by letters before and after it; in capitals and in small letters it would be again."""
	changed = mutation.mutated_node
	return (
		isinstance(changed, cst.SimpleString)
		and isinstance(mutation.original_node, cst.SimpleString)
		and (not changed.raw_value.startswith("XX"))
	)


def mutant(package: str, name: str, lines: Sequence[str], spans: dict[str, LineSpan]) -> Mutant:
	"""What mutmut called ``name``, with its difference from the original."""
	original = body(lines, spans[f"{name.rpartition('_')[0]}_orig"])
	changed = body(lines, spans[name])
	differing = [line for line in difflib.ndiff(original, changed) if line[:2] in ("- ", "+ ")]
	function, owner = orig_function_and_class_names_from_key(name)
	return Mutant(
		f"{package}.{name}",
		f"{owner}.{function}" if owner else function,
		" ".join(line[2:].strip() for line in differing if line[0] == "-"),
		" ".join(line[2:].strip() for line in differing if line[0] == "+"),
	)


def body(lines: Sequence[str], span: LineSpan) -> list[str]:
	"""The lines of a function, without the name mutmut gave it and the comments of the one above."""
	found = list(lines[span.start - 1 : span.end])
	first = next(number for number, line in enumerate(found) if line.lstrip().startswith("def "))
	return [f"def ({found[first].partition('(')[2]}", *found[first + 1 :]]
