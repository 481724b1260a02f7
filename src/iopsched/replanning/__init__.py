"""Planning again: what changes from a published schedule, and why."""
