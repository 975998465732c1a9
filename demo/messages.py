"""What the Chief of Army has said to the units, and how many have read it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from demo.package import read_text_table
from demo.people import address


@dataclass(frozen=True)
class Message:
    """A message; ``sent_before`` is the time from sending to now, None for a draft.

    ``read_share`` is the share (0 to 1) of people in a command who have read it, by command code.
    """

    title: str
    text: str
    speaker: str
    drafter: str
    audience: tuple[str, ...]
    objectives: tuple[str, ...]
    asks_acknowledgement: bool
    sent_before: dt.timedelta | None
    read_share: dict[str, float]


# command | per cent who have read: Spares, Bridging date, Loads in winter, Strategy on one page
READ: Final = """
HQ  | 96 | 97 | 92 | 99
NFC | 74 | 86 | 73 | 91
SFC | 82 | 88 | 76 | 93
EFC | 70 | 84 | 71 | 89
SOC | 89 | 90 | 80 | 95
AMD | 85 | 88 | 77 | 93
SIG | 93 | 93 | 82 | 97
MAT | 90 | 91 | 79 | 95
LOG | 84 | 87 | 78 | 93
ENG | 83 | 89 | 76 | 92
MED | 87 | 88 | 78 | 94
TDC | 88 | 89 | 79 | 95
PER | 91 | 92 | 81 | 97
RES | 71 | 80 | 66 | 85
"""
FIELD: Final = ("NFC", "SFC", "EFC", "LOG", "RES")
MODERNISERS: Final = ("MAT", "ENG", "SIG", "AMD")


def write_messages() -> tuple[Message, ...]:
    """Return four messages that were sent and one draft, newest first."""
    return (_contract_line(), _spares(), _bridging(), _loads(), _strategy())


def _reads(column: int, commands: tuple[str, ...] = ()) -> dict[str, float]:
    rows = {cells[0]: int(cells[column + 1]) / 100 for cells in read_text_table(READ)}
    return {code: share for code, share in rows.items() if not commands or code in commands}


def _contract_line() -> Message:
    return Message(
        title="One contract, sixty vehicles a month",
        text=(
            "From January a contract repair line opens in Eastnes. It clears sixty vehicles a "
            "month while we train 300 more mechanics.\n"
            "What we ask of you: report every vehicle waiting for a part by 15:00 the same day."
        ),
        speaker=address("chief"),
        drafter=address("ada"),
        audience=("EFC", "NFC", "MAT"),
        objectives=("REPAIR", "READY"),
        asks_acknowledgement=True,
        sent_before=None,
        read_share={},
    )


def _spares() -> Message:
    return Message(
        title="Spares come first until March",
        text=(
            "A vehicle that waits for a part is a unit that cannot go. Until March, spares come "
            "first.\nWhat I ask of you: if a part is stuck, say so the same day."
        ),
        speaker=address("chief"),
        drafter=address("ada"),
        audience=("HQ",),
        objectives=("REPAIR",),
        asks_acknowledgement=True,
        sent_before=dt.timedelta(days=3, hours=1),
        read_share=_reads(0),
    )


def _bridging() -> Message:
    return Message(
        title="Why we moved the Bridging date",
        text=(
            "The ferry engine failed its test twice. We will not send you a bridge that stops in "
            "the river, so the first set comes six months later. Until then the old bridges stay, "
            "and their crews are paid for the extra work."
        ),
        speaker=address("h.novak"),
        drafter=address("ada"),
        audience=MODERNISERS,
        objectives=("FIELDING", "BUDGET"),
        asks_acknowledgement=False,
        sent_before=dt.timedelta(days=17, hours=1),
        read_share=_reads(1, MODERNISERS),
    )


def _loads() -> Message:
    return Message(
        title="Safety of loads in winter",
        text=(
            "Three loads slipped on icy roads last winter, and two people were hurt. Before each "
            "trip, stop after one kilometre and check the straps.\n"
            "What I ask of you: no trip without that stop."
        ),
        speaker=address("s.vidal"),
        drafter=address("m.osterlie"),
        audience=FIELD,
        objectives=("SUPPLY", "HEALTH"),
        asks_acknowledgement=True,
        sent_before=dt.timedelta(days=31),
        read_share=_reads(2, FIELD),
    )


def _strategy() -> Message:
    return Message(
        title="Our strategy on one page",
        text=(
            "Three things until 2030: be ready now, be modern by 2030, put people first. Every "
            "unit has a part in it, and yours stands on your page.\n"
            "What I ask of you: read it, and tell your commander where it does not fit."
        ),
        speaker=address("chief"),
        drafter=address("ada"),
        audience=("HQ",),
        objectives=(),
        asks_acknowledgement=True,
        sent_before=dt.timedelta(days=72),
        read_share=_reads(3),
    )
