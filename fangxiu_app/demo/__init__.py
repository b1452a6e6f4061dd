"""The fictional estate of the demo: created by the importers and services that users use, and removed completely."""
