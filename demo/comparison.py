"""What the strategy office of Aldmark lets sister units see of each other."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Compared:
    """How sister units are compared, and why."""

    kind: str
    reason: str


COMPARED: Final = Compared(
    "anonymous",
    "Brigades asked where they stand among the others of their command. They see the figures, "
    "without names: the question is what can be learnt, not who is to blame.",
)
