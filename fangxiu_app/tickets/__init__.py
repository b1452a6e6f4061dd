"""The repair ticket, from the first call to its end."""
