"""Schedules as text that fits 80 columns, and as plain JSON documents. Pure functions; ids only."""
