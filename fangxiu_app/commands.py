"""Bench commands: check whether a site is ready for this app, before it is installed there."""

import sys

import click
import frappe
from frappe.commands import get_site, pass_context


@click.command("fangxiu-preflight")
@pass_context
def preflight(context):
	"""Name what stands in the way of installing Fangxiu on a site. Writes nothing; exit code 1 if there is something."""
	from fangxiu_app.setup.preflight import (  # bench reads this file for every command of every app
		half_way,
		obstacles,
	)

	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		found = list(obstacles())
		if said := half_way():
			click.echo(said)
		for one in found:
			click.echo(f"✗ {one}")
		click.echo(f"In the way of the installation: {len(found)}" if found else "Nothing stands in the way of the installation.")
	finally:
		frappe.destroy()
	sys.exit(1 if found else 0)


commands = [preflight]
