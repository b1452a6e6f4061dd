"""Stock moves of ours: standard ERPNext vouchers, made, found and undone here (design 2.1)."""
