"""Spreadsheets people keep, read by rules: reader, cells, columns, and one importer per kind of file."""
