"""Signed links: what a person without an account may open, once and until when."""
