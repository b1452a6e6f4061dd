"""What people see who are narrowed to projects, beside the documents of these: sums of vouchers, journals, what Frappe keeps for one person."""
