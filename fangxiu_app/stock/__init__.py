"""Stock moves of spare parts: standard ERPNext vouchers, made, found and undone here."""
