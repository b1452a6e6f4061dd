"""The engineer's day on the phone."""
