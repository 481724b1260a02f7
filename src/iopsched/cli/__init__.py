"""The command line: one module per verb, each loaded only when it is asked for."""

from iopsched.cli.program import main

__all__ = ["main"]
