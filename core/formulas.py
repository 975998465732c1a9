"""Keep spreadsheets from running what people typed."""

# How a cell begins that a spreadsheet computes, or hides something in front of.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Return a text as a cell that stays text: with an apostrophe where it looks like a formula.

    >>> harmless("=1+1"), harmless("Fuel"), harmless("")
    ("'=1+1", 'Fuel', '')
    """
    return f"'{text}" if text.startswith(RISKY) else text
