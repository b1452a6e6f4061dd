"""Breach of a contractor: notices and their proofs, the order of events, whether a third party may repair (R107)."""
