"""Text of tables that a spreadsheet would take for a formula: made harmless, and back.

A guarded text has an apostrophe before it, which spreadsheets show as text. Whatever is guarded reads
back as it was, texts with apostrophes of their own too.
"""

_STARTS_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_HIDES_FORMULA = ("\t", "\r", "\n")


def guarded(text: str) -> str:
    """Return a text as a spreadsheet may open it."""
    return f"'{text}" if _looks_like_formula(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(_HIDES_FORMULA) or bare.lstrip().startswith(_STARTS_FORMULA)
