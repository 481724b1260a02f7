"""Makes instances."""
