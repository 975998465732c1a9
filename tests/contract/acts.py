"""What a service is asked for, and how many audit rows that leaves."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Act:
    """Who does what, and how many audit rows that leaves; `why` it leaves none."""

    who: str
    arguments: Any
    rows: int = 1
    why: str = ""
