"""Reports that go out, and the lists managers work through (R12, R24, R43, R105)."""
