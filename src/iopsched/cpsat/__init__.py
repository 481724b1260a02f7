"""The constraint model: the only package that imports OR-Tools."""
