"""Tiny weeks that can be planned by trying everything, and the trying."""
