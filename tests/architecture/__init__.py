"""Rules of the code base, checked without a bench: imports, endpoints, documents, texts, sizes."""
