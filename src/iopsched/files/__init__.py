"""Bytes to domain and back; nothing else in the package opens files."""
