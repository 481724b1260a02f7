"""Random screening days: drawn from a secret among the days on which clients are on site."""
