"""`bench run-tests --app fangxiu_app`: runs the site tests of the repository on the current site.

Frappe's runner collects only unittest classes inside the package; the tests themselves are pytest functions in
`tests/site` beside it.
"""

import unittest
from pathlib import Path

import frappe
import pytest

SITE_TESTS = Path(frappe.get_app_path("fangxiu_app")).parent / "tests" / "site"


class TestSiteSuite(unittest.TestCase):
	def test_site_suite_passes(self) -> None:
		"""All of tests/site but those that need a second site, which only `./fx test` brings."""
		# the runner takes the console over: -s leaves it alone; the cache would be written into the app
		options = [
			"-q",
			"-s",
			"-p",
			"no:cacheprovider",
			"-m",
			"not scratch",
			f"--rootdir={SITE_TESTS.parents[1]}",
		]
		config = ["-c", str(SITE_TESTS.parents[1] / "pyproject.toml")]
		# the runner's flag switches checks off (`frappe.only_for`); the suite wants the app as users meet it
		frappe.flags.in_test = False
		try:
			code = pytest.main([*options, *config, str(SITE_TESTS)])
		finally:
			frappe.flags.in_test = True
		self.assertEqual(code, pytest.ExitCode.OK, "see pytest's report above")
