"""The closing words of `fx up` and the command line itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from fxcli import closing
from fxcli.config import REPOSITORY

USERS = {
	"users": [
		{"role": "Repair Clerk", "full_name": "周敏", "email": "clerk@fangxiu.example"},
		{"role": "Repair Manager", "full_name": "赵建国", "email": "manager@fangxiu.example"},
	]
}


def test_address_every_user_and_three_things_to_try():
	kept = Path("secrets.json")
	lines = closing.words("http://127.0.0.1:8000", USERS, "demo-pw", kept, {"Repair Clerk": "房修信息员"})
	text = "\n".join(lines)
	assert "http://127.0.0.1:8000" in text
	clerk = next(line for line in lines if "clerk@" in line)
	assert "房修信息员 Repair Clerk" in clerk and "周敏" in clerk
	assert text.count("demo-pw") == 1
	assert next(line for line in lines if "password of Administrator" in line).endswith(f"admin_password, {kept}")
	unseen = closing.words("http://127.0.0.1:8000", USERS, "", kept, {})
	assert next(line for line in unseen if "demo users" in line).endswith(f"demo_password, {kept}")
	assert [line.strip()[:2] for line in lines if line.strip()[:2] in ("1.", "2.", "3.")] == [
		"1.",
		"2.",
		"3.",
	]


def test_columns_are_aligned_although_chinese_is_wider():
	first, second = closing.table([("角色", "x"), ("Role name", "y")])
	assert closing.width(first[: first.index("x")]) == closing.width(second[: second.index("y")])


def test_translations_are_read_as_they_are_kept(tmp_path):
	(tmp_path / "zh.csv").write_text('Repair Clerk,房修信息员\n"a, b",乙,context\nbroken\n', encoding="utf-8")
	assert closing.chinese(tmp_path / "zh.csv") == {"Repair Clerk": "房修信息员", "a, b": "乙"}


def fx(*arguments, home, **variables):
	return subprocess.run(
		[sys.executable, REPOSITORY / "fx", *arguments],
		env={"PATH": "/usr/bin:/bin", "FX_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", **variables},
		capture_output=True,
		text=True,
	)


def test_help_lists_every_command(tmp_path):
	printed = fx("help", home=tmp_path).stdout
	for command in ("up", "down", "test", "doctor", "logs", "demo", "lint", "bench", "shell"):
		assert f"./fx {command}" in printed


@pytest.mark.parametrize(
	("arguments", "variables", "message"),
	[
		(["upp"], {}, "unknown argument: upp"),
		(["up", "--fast"], {}, "unknown argument: --fast"),
		(["up"], {"FX_DB_PORT": "x"}, "FX_DB_PORT must be a whole number"),
		(["logs", "nothing"], {}, "no such log: nothing"),
		(["bench", "version"], {}, "there is no bench yet"),
		(["demo", "--clear"], {}, "there is no demo site yet"),
	],
)
def test_a_failure_is_one_message_and_an_exit_code(tmp_path, arguments, variables, message):
	done = fx(*arguments, home=tmp_path, **variables)
	assert done.returncode == 1
	assert message in done.stdout
	assert done.stderr == "" and "Traceback" not in done.stdout
