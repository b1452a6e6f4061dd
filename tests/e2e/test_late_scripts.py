"""The desk stands however late the scripts come that Frappe loads on its own."""

from __future__ import annotations

from playwright.sync_api import Route, expect


def test_the_desk_stands_before_a_script_that_comes_late_and_uploads_stay_private_after_it(desk):
	clerk = desk("Repair Clerk")
	held: list[Route] = []

	def hold_back(route: Route) -> None:
		# those of the page itself are script elements; what Frappe asks for afterwards it fetches
		if route.request.resource_type in ("fetch", "xhr") and "file_uploader.bundle" in route.request.url:
			held.append(route)
		else:
			route.continue_()

	clerk.page.route("**/assets/**", hold_back)
	clerk.open("repair-desk")
	expect(clerk.page.locator('[data-fx="main"]')).to_be_visible()
	assert held and clerk.page.evaluate("frappe.ui.FileUploader === undefined")
	for route in held:
		route.continue_()
	clerk.page.wait_for_function("Boolean(frappe.ui.FileUploader)")
	clerk.page.unroute("**/assets/**", hold_back)
	clerk.page.evaluate("void new frappe.ui.FileUploader({ folder: 'Home' })")
	expect(clerk.page.locator(".modal.fx-private.show")).to_be_visible()
