"""PDFs made from a request's own HTML load files of this site only; no other address is fetched.

Frappe 15.56.1 hands the HTML of a report to wkhtmltopdf as it came, which then loads what it names, from inside the network.
"""

import re
from urllib.parse import unquote, urlsplit

import frappe
from bs4 import BeautifulSoup
from frappe.utils import print_format
from frappe.utils.pdf import is_wkhtmltopdf_valid

from fangxiu_app.core.access import incoming
from fangxiu_app.core.framework import paper, report_paper

#: What may be loaded: public files and the assets of the apps. Private ones are put in by Frappe, for who may read them.
FOLDERS = ("/files/", "/assets/", "/private/files/")
LOADING = ("src", "srcset", "href", "data", "poster", "background", "xlink:href", "action", "formaction", "cite", "longdesc")
RUNNING = ("script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "meta", "form", "noscript")
STYLE = re.compile(r"""@import\s+[^;]*;?|(?:url|src|image-set)\s*\(\s*["']?\s*(?!data:image/)[^)]*\)""", re.IGNORECASE)


@frappe.whitelist(methods=["POST", "GET"])
def report_to_pdf(html: str, orientation: str = "Landscape") -> None:
	"""Frappe's PDF of a report the reader has on the screen, its columns laid out and its pages numbered, without anything that loads from elsewhere."""
	frappe.only_for(("Desk User", "All"))
	way = incoming.one_of(orientation, ("Landscape", "Portrait"), "orientation")
	page = _own_page(incoming.text(html))
	report_paper.lay_out(page, way, is_wkhtmltopdf_valid())
	print_format.report_to_pdf(str(page), way)
	frappe.local.response.filecontent = paper.numbered(frappe.local.response.filecontent)


def own_only(html: str) -> str:
	"""``html`` without scripts, frames, and addresses that lead off this site's own files."""
	return str(_own_page(html))


def _own_page(html: str) -> BeautifulSoup:
	page = BeautifulSoup(html, "html5lib")
	for tag in page.find_all(RUNNING):
		if tag.name != "meta" or tag.get("charset") is None:
			tag.decompose()
	for tag in page.find_all(True):
		for name in list(tag.attrs):
			if (name in LOADING and not _own(str(tag[name]), tag.name)) or name.startswith("on"):
				del tag[name]
			elif name == "style":
				tag[name] = _plain_style(str(tag[name]))
		if tag.name == "style" and tag.string:
			tag.string = _plain_style(tag.string)
	return page


def _own(address: str, tag: str) -> bool:
	if address.startswith("#") or (address.casefold().startswith("data:image/") and "svg" not in address[:30]):
		return True
	if tag == "a":
		return True  # a link is printed, not followed
	site = urlsplit(frappe.utils.get_url())
	parts = urlsplit(address.strip())
	path = unquote(unquote(parts.path))
	if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
		return False
	return path.startswith(FOLDERS) and ".." not in path and "\\" not in path


def _plain_style(style: str) -> str:
	return STYLE.sub("none", style.replace("\\", ""))
