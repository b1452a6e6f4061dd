"""A row of an agreement's scope that names nothing means the whole project, and says so: the desk throws empty rows away."""

import frappe


def execute() -> None:
	scope = frappe.qb.DocType("Agreement Scope")
	nothing = [column.isnull() | (column == "") for column in (scope.lot, scope.building, scope.trade)]
	frappe.qb.update(scope).set(scope.whole_project, 1).where(nothing[0] & nothing[1] & nothing[2]).run()
