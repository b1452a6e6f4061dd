"""Approval of documents in steps: who signs next, what a signature seals, what is sent back."""
