"""Files kept as proof: originals byte for byte, hashed, tied to what they prove."""
