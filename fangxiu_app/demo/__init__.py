"""The fictional estate: made through the same importers and services that people use, and removed without a trace."""
