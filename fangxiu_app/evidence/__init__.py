"""Evidence as a court asks for it: a chain of hashes per ticket, who had it in hand, what is missing, the pack (R109)."""
