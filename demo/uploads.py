"""A file that the manager who is late has uploaded and not let be stored: his workshop's list."""

from typing import Final

from demo.people import address

BY: Final = address("nils")
UNIT: Final = "EFC-4MB"
NAME: Final = "Workshop list.csv"
HEADS: Final = ("Unit", "Indicator", "Month", "Figure", "How many", "Of how many", "Remark")
# As the workshop writes them; what is wrong in three of them, and odd in one, the page says.
ROWS: Final = (
    ("EFC-4MB", "Vehicle availability", "", "29", "56", ""),
    ("EFC-4MB", "First-time fix", "", "17", "21", ""),
    ("EFC-4MB", "Repair turnaround, median", "26,5", "", "", "Brake sets came late"),
    ("EFC-4MB", "Critical spare parts out of stock", "11", "", "", ""),
    ("EFC-4MB", "Mechanics and technicians in post", "", "36?", "49", "to be counted"),
    ("EFC-1AB", "Vehicle availability", "", "39", "58", "lent to us"),
)


def workshop_list(last_month: str) -> bytes:
    """Return the file, for the last month of the story, as the workshop's program saves it."""
    lines = [HEADS, *((unit, kpi, last_month, *rest) for unit, kpi, *rest in ROWS)]
    return "\r\n".join(";".join(line) for line in lines).encode("utf-8-sig")
