"""Who may see and do what: roles, projects, rows, files, methods, personal numbers."""
