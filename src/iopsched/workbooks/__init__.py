"""Workbooks as bytes: the one to fill in, the one with its errors marked, and the schedule."""
