"""The one way by which people are told something: an outbox, and channels that empty it."""
