"""A schedule as sheets of cells: written out to be edited by hand, and read back."""
