"""The life of a ticket: the table of its actions, what each asks, and what it leaves behind."""
