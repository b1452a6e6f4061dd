frappe.query_reports["Waiting for My Approval"] = { filters: [] };
