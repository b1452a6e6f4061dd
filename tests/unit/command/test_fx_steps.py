"""Steps: order, resuming, stopping at the first failure; one message for it."""

import re

import pytest

from fxcli.errors import FxError, render
from fxcli.stamps import Stamps, files_fingerprint, fingerprint
from fxcli.steps import Step, StepFailed, run_all
from fxcli.text import Both


class World:
	"""Three steps that leave a mark each; one of them can be told to fail."""

	def __init__(self):
		self.made = []
		self.ran = []
		self.broken = ""

	def step(self, name):
		def run():
			self.ran.append(name)
			if name == self.broken:
				raise FxError(Both("磁盘坏了", "the disk broke"), Both("换磁盘", "change the disk"))
			self.made.append(name)

		return Step(name, Both(f"步骤{name}", f"step {name}"), lambda: name in self.made, run)

	def steps(self):
		return [self.step(name) for name in ("one", "two", "three")]


def quiet(line):
	assert line


def test_a_second_run_does_nothing():
	world = World()
	run_all(world.steps(), quiet)
	run_all(world.steps(), quiet)
	assert world.ran == ["one", "two", "three"]


def test_a_failure_stops_and_the_next_run_goes_on_from_there():
	world = World()
	world.broken = "two"
	with pytest.raises(StepFailed) as failure:
		run_all(world.steps(), quiet)
	assert failure.value.step.name == "two"
	assert world.ran == ["one", "two"]
	world.broken = ""
	run_all(world.steps(), quiet)
	assert world.ran == ["one", "two", "two", "three"]


def test_each_step_is_named_with_progress_and_time(capsys):
	notes = []
	run_all(World().steps(), notes.append)
	printed = capsys.readouterr().out
	assert re.search(r"\[ 2/3\] 步骤two · step two … 完成 done \(\d+\.\d s\)", printed)
	assert [n for n in notes if re.fullmatch(r"step three: done in \d+\.\d s", n)]


def test_the_message_names_step_cause_and_remedy_in_both_languages():
	error = FxError(Both("端口 8000 已被占用", "port 8000 is in use"), Both("换端口", "take another"))
	text = render(error, Both("启动服务", "services"), "up.log")
	for part in (
		"启动服务 · services",
		"端口 8000 已被占用",
		"port 8000 is in use",
		"换端口",
		"take another",
		"up.log",
	):
		assert part in text


def test_a_stamp_holds_only_for_its_fingerprint(tmp_path):
	stamps = Stamps(tmp_path)
	stamps.put("tools", "a")
	assert stamps.holds("tools", "a") and not stamps.holds("tools", "b")
	stamps.drop("tools")
	assert not stamps.holds("tools", "a")


def test_a_damaged_stamp_counts_as_none(tmp_path):
	(tmp_path / "tools.json").write_text('{"finger')
	assert Stamps(tmp_path).get("tools") is None


def test_fingerprints_know_borders_names_and_contents(tmp_path):
	assert fingerprint("ab", "c") != fingerprint("a", "bc")
	first, second = tmp_path / "a", tmp_path / "b"
	first.write_text("x")
	second.write_text("y")
	before = files_fingerprint(tmp_path, [first, second])
	assert files_fingerprint(tmp_path, [second, first]) == before
	first.write_text("z")
	assert files_fingerprint(tmp_path, [first, second]) != before
