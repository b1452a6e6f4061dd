"""What crosses all subjects: search, counts of the desk, what waits for a signature."""
