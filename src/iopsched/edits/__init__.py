"""What was edited by hand in a schedule: found, told by its cells, and kept while the rest is mended."""
