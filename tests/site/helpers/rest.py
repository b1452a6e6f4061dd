"""HTTP requests against the site's own WSGI application, as a user with an API key: what a stranger's script would send."""

from __future__ import annotations

import io
import json
import threading
from copy import copy

import frappe
from frappe.app import application
from werkzeug.test import Client

from tests.site.helpers import form

RESOURCE = "/api/resource/"

class Api:
	"""A user's REST access. Requests run in a thread of their own, with their own connection and transaction."""

	def __init__(self, user: str):
		doc = frappe.get_doc("User", user)
		secret = frappe.generate_hash(length=15)
		doc.db_set({"api_key": frappe.generate_hash(length=15)})
		frappe.utils.password.set_encrypted_password("User", user, secret, "api_secret")
		frappe.db.commit()
		self.headers = {
			"Authorization": f"token {doc.api_key}:{secret}",
			"Accept": "application/json",
			"X-Frappe-Site-Name": frappe.local.site,
		}

	def __call__(
		self, method: str, path: str, files: dict | None = None, /, **data
	) -> tuple[int, dict | str]:
		"""(status code, body). What is not JSON comes back as text, also a picture. ``files``: field → (stream, name)."""
		files = files or {}
		if method == "POST" and path.startswith(RESOURCE):
			data = form.body(path.removeprefix(RESOURCE), data)
		box: list = []

		def run():
			client = Client(application)
			kind = (
				{"query_string": data}
				if method == "GET"
				else {"data" if files else "json": {**data, **files}}
			)
			response = client.open(path, method=method, headers=self.headers, **kind)
			self.answered, self.content = dict(response.headers), response.get_data()
			text = self.content.decode(errors="replace")
			try:
				box.append((response.status_code, json.loads(text)))
			except ValueError:
				box.append((response.status_code, text))

		thread = threading.Thread(target=run)
		thread.start()
		thread.join()
		return box[0]

	def speaking(self, language: str) -> Api:
		"""The same user, answered in another language."""
		other = copy(self)
		other.headers = {**self.headers, "Accept-Language": language}
		return other

	def get(self, path: str, /, **data):
		return self("GET", path, **data)

	def post(self, path: str, /, **data):
		return self("POST", path, **data)

	def fetch(self, path: str, /, **data) -> bytes:
		"""What a GET answers, as it came."""
		code, body = self("GET", path, **data)
		assert code == 200, body
		return self.content

	def head(self, path: str) -> dict[str, str]:
		"""The headers of an answer."""
		self("GET", path)
		return self.answered

	def upload(self, path: str, content: bytes, file_name: str):
		return self("POST", path, {"file": (io.BytesIO(content), file_name)})

	def put(self, path: str, /, **data):
		return self("PUT", path, **data)


def messages(body: dict | str) -> str:
	"""Everything the answer says to the user."""
	if isinstance(body, str):
		return body
	found = [str(body.get("exception", ""))]
	found += [
		json.loads(entry).get("message", "") for entry in json.loads(body.get("_server_messages") or "[]")
	]
	return " ".join(found)


def shown(body: dict | str) -> str:
	"""What the desk shows of an answer: the messages, or the reason of a refused right; no exception, no trace."""
	if isinstance(body, str):
		return ""
	found = [
		json.loads(entry).get("message", "") for entry in json.loads(body.get("_server_messages") or "[]")
	]
	return " ".join([*found, body.get("_error_message") or ""]).strip()
