"""Calendars of a solved week, a file for each client, clinician and room. Bytes only: no file is opened."""
