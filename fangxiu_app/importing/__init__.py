"""Import of users' spreadsheets: reader, cells, columns, and one importer per kind of file."""
