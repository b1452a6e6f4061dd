"""Money between developer, contractors and owners, on the vouchers of the ledger."""
