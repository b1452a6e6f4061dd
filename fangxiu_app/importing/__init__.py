"""Lists that people keep, read by rules: sheets, headers, cells, templates. The lists themselves stand in their rooms."""
