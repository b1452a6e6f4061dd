"""Running commands: what is logged, what a failure says, and what a killed `fx` leaves behind."""

import json
import subprocess
import sys

import pytest

from fxcli import account
from fxcli.errors import CommandFailed
from fxcli.process import started
from fxcli.shell import DISK_ADVICE, GENERAL_ADVICE, NETWORK_ADVICE, explain
from tests.unit.helpers import fx_home


def test_output_is_returned_and_logged(tmp_path):
	shell = fx_home.shell(tmp_path)
	assert shell.run(["echo", "你好"]) == "你好\n"
	assert "$ echo 你好" in shell.log.read_text() and "\n你好\n" in shell.log.read_text()


def test_standard_input_reaches_the_command_and_not_the_log(tmp_path):
	shell = fx_home.shell(tmp_path)
	assert shell.run(["wc", "-c"], stdin="geheim").strip() == "6"
	assert "geheim" not in shell.log.read_text()


def test_the_children_keep_their_compiled_code_and_the_certificates_of_the_caller(tmp_path):
	caller = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": "/x", "SSL_CERT_FILE": "/etc/own.pem", "PATH": "/usr/bin"}
	env = account.environment(fx_home.settings(tmp_path), fx_home.account(tmp_path), caller)
	assert not {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"} & set(env)
	assert env["SSL_CERT_FILE"] == "/etc/own.pem"


def test_a_failure_carries_code_and_last_line(tmp_path):
	with pytest.raises(CommandFailed) as failed:
		fx_home.shell(tmp_path).run(["sh", "-c", "echo first; echo the cause; exit 3"], called="the thing")
	assert failed.value.failed.en == "command failed (3): the thing → the cause"
	assert failed.value.advice == GENERAL_ADVICE


@pytest.mark.parametrize(
	("printed", "advice"),
	[
		("fatal: unable to access 'https://x/': Could not resolve host: x", NETWORK_ADVICE),
		("npm ERR! code ENOTFOUND", NETWORK_ADVICE),
		("ERROR: No matching distribution found for uv", NETWORK_ADVICE),
		("error: Failed to fetch: `https://x/simple/`", NETWORK_ADVICE),
		("OSError: [Errno 28] No space left on device", DISK_ADVICE),
		("SyntaxError: invalid syntax", GENERAL_ADVICE),
	],
)
def test_the_advice_fits_the_cause(printed, advice):
	assert explain("pip install", 1, printed).advice == advice


def test_a_signal_is_named():
	assert "SIGKILL" in explain("bench", -9, "").failed.en


def test_what_a_killed_run_left_is_ended(tmp_path):
	shell = fx_home.shell(tmp_path)
	left = subprocess.Popen(["sleep", "60"], start_new_session=True)
	record = {"pid": left.pid, "started": started(left.pid)}
	(shell.settings.run / "command.json").write_text(json.dumps(record))
	assert shell.end_leftover()
	assert left.wait(timeout=5) != 0


def test_a_recycled_process_number_is_left_alone(tmp_path):
	shell = fx_home.shell(tmp_path)
	other = subprocess.Popen(["sleep", "60"], start_new_session=True)
	record = {"pid": other.pid, "started": started(other.pid) - 1}
	(shell.settings.run / "command.json").write_text(json.dumps(record))
	try:
		assert not shell.end_leftover()
		assert other.poll() is None
	finally:
		other.kill()
		other.wait()


def test_probe_answers_none_for_failure_and_for_what_is_not_there(tmp_path):
	shell = fx_home.shell(tmp_path)
	assert shell.probe([sys.executable, "-c", "print(7)"]) == "7\n"
	assert shell.probe(["false"]) is None
	assert shell.probe(["/nowhere/program"]) is None
