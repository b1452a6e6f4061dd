"""The people of the repair centre: accounts, projects, what each has in hand, who takes over."""
