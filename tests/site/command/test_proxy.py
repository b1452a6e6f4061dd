"""The one address of a site: a kept connection that the web server closes never becomes a user's error."""

import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import pytest

PROXY = Path(__file__).resolve().parents[3] / "fxcli" / "proxy.js"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok"


@pytest.fixture
def web_server(tmp_path):
	"""Answers the first request of each connection, and closes when a second one comes: a keep-alive run out."""
	listening = socket.socket(socket.AF_UNIX)
	listening.bind(str(tmp_path / "web.sock"))
	listening.listen()

	def serve(connection):
		with connection:
			if connection.recv(65536):
				connection.sendall(ANSWER)
				connection.recv(65536)

	def accept():
		while True:
			try:
				connection, _address = listening.accept()
			except OSError:
				return
			threading.Thread(target=serve, args=(connection,), daemon=True).start()

	threading.Thread(target=accept, daemon=True).start()
	yield str(tmp_path / "web.sock")
	listening.close()


@pytest.fixture
def address(web_server):
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		port = probe.getsockname()[1]
	node = shutil.which("node")
	assert node, "node runs the proxy"
	command = [node, str(PROXY), "127.0.0.1", str(port), "a.site", web_server, web_server]
	with subprocess.Popen(command, env=dict(os.environ)) as proxy:
		_wait_for(port)
		yield f"http://127.0.0.1:{port}/"
		proxy.terminate()


def _wait_for(port):
	for _attempt in range(100):
		with socket.socket() as probe:
			if probe.connect_ex(("127.0.0.1", port)) == 0:
				return
		time.sleep(0.05)
	raise AssertionError("the proxy does not listen")


def test_a_connection_closed_between_two_requests_is_not_an_error(address):
	opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
	for _request in range(5):
		with opener.open(address, timeout=5) as answer:
			assert (answer.status, answer.read()) == (200, b"ok")
