"""Pins and data that no schedule keeps together: which of them, and which rules stand in the way."""
