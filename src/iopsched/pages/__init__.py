"""Pages for a browser and a printer: one file each, nothing fetched, no script."""
