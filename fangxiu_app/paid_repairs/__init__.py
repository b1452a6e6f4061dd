"""Paid repair after the warranty: quotation, acceptance, invoice (R58, R59)."""
