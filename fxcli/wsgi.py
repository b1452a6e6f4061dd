"""The web process of one site (FX_WEB_SITE), with static files; loaded by gunicorn inside the bench."""

import os

import frappe.app

frappe.app._site = os.environ["FX_WEB_SITE"]
application = frappe.app.application_with_statics()
