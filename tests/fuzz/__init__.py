"""Inputs that nobody meant: spoilt copies of instances, and noise."""
