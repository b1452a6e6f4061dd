"""Redis as `fx` sees it: a sign of life, and a queue of the tests' own."""

import socketserver
import threading

import pytest

from fxcli.queueserver import Redis, ping, say_to
from fxcli.supervisor import Supervisor
from tests.unit.helpers import fx_home


class Answering(socketserver.StreamRequestHandler):
	"""Plays Redis: PONG to PING, OK to the rest, an error before a wanted password was given."""

	def handle(self):
		known = self.server.password is None
		for line in self.rfile:
			command = line.decode().strip()
			self.server.heard.append(command)
			known = known or command == f"AUTH {self.server.password}"
			reply = b"-NOAUTH\r\n" if not known else b"+PONG\r\n" if command == "PING" else b"+OK\r\n"
			self.wfile.write(reply)


@pytest.fixture
def server():
	with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering) as made:
		made.daemon_threads = True
		made.password, made.heard = None, []
		threading.Thread(target=made.serve_forever, daemon=True).start()
		yield made
		made.shutdown()


def url(server, password=""):
	return f"redis://{password}127.0.0.1:{server.server_address[1]}"


def test_one_that_answers_is_alive(server):
	assert ping(url(server))


@pytest.mark.parametrize(("login", "alive"), [(":richtig@", True), (":falsch@", False), ("", False)])
def test_a_password_is_used(server, login, alive):
	server.password = "richtig"
	assert ping(url(server, login)) is alive


def test_nothing_there_is_not_alive(server):
	address = url(server)
	server.shutdown()
	server.server_close()
	assert not ping(address)


def test_commands_are_said_in_order(server):
	assert say_to(url(server), "SELECT 1", "FLUSHDB", "PING")
	assert server.heard == ["SELECT 1", "FLUSHDB", "PING"]


def redis(tmp_path, **variables):
	shell = fx_home.shell(tmp_path, **variables)
	return Redis(shell, Supervisor(shell))


def test_tests_have_a_queue_of_their_own(tmp_path, server):
	own = redis(tmp_path, FX_REDIS_QUEUE_PORT=str(server.server_address[1]))
	assert own.test_queue == own.urls["queue"] + "/1"
	own.empty_test_queue()
	assert server.heard == ["SELECT 1", "FLUSHDB", "PING"]


def test_databases_of_an_existing_server_are_left_alone(tmp_path, server):
	foreign = redis(tmp_path, FX_REDIS_CACHE="redis://h:1", FX_REDIS_QUEUE=url(server))
	assert foreign.test_queue == url(server)
	foreign.empty_test_queue()
	assert server.heard == [] and foreign.services() == []


def test_the_cache_is_asked_by_its_socket_where_it_is_ours(tmp_path):
	own = redis(tmp_path)
	cache, queue = own.services()
	path = own.near_cache.removeprefix("unix://")
	assert path == str(own.settings.run / "redis-cache.sock")
	assert cache.argv[cache.argv.index("--unixsocket") + 1] == path and "--unixsocket" not in queue.argv
	foreign = redis(tmp_path, FX_REDIS_CACHE="redis://h:1", FX_REDIS_QUEUE="redis://h:2")
	assert foreign.near_cache == "redis://h:1"


def test_a_server_without_its_socket_is_started_anew(tmp_path, monkeypatch):
	own = redis(tmp_path)
	monkeypatch.setattr(own.supervisor, "alive", lambda name: True)
	monkeypatch.setattr("fxcli.queueserver.ping", lambda url: True)
	assert not own.done()
	own.settings.run.mkdir(parents=True, exist_ok=True)
	with socketserver.UnixStreamServer(own.near_cache.removeprefix("unix://"), Answering):
		assert own.done()
