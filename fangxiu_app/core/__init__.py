"""What every room builds on and that knows no subject: refusals, money, phones, time, access, files, Frappe narrowed."""
