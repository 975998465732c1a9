"""What an upload keeps packed: the sheets of its file, and what is to become of its figures."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from typing import Any

from core.uploaded_files import ReadSheet
from scorecard.models import Upload
from scorecard.services.entries import Figure
from scorecard.services.uploads.checks import Checked

NUMBERS = ("value", "numerator", "denominator")


def pack_sheets(sheets: Sequence[ReadSheet]) -> bytes:
    """Return sheets as they are kept."""
    return _packed([asdict(sheet) for sheet in sheets])


def sheets_of(upload: Upload) -> list[ReadSheet]:
    """Return the sheets of a file that was read; none before."""
    return [ReadSheet(**sheet) for sheet in _unpacked(upload.sheets)]


def pack_rows(rows: Sequence[Checked]) -> bytes:
    """Return what becomes of each figure as it is kept."""
    return _packed([asdict(row) for row in rows])


def rows_of(upload: Upload) -> list[Checked]:
    """Return what becomes of each figure; none before it was checked."""
    return list(_rows(_unpacked(upload.preview)))


def mark_of(upload: Upload) -> str:
    """Return what a person has seen who confirms."""
    return sha256(bytes(upload.preview or b"")).hexdigest()


def figure_in(row: Checked) -> Figure:
    """Return the figure of a row that is to be stored."""
    kept: dict[str, Any] = {
        name: Decimal(said) if name in NUMBERS else said
        for name, said in (row.figure or {}).items()
    }
    return Figure(**kept)


def _rows(kept: Sequence[Any]) -> Iterator[Checked]:
    for row in kept:
        place = row.pop("place")
        yield Checked(**row, place=tuple(place) if place else None)


def _packed(said: Any) -> bytes:
    return zlib.compress(json.dumps(said).encode())


def _unpacked(kept: Any) -> Any:
    return json.loads(zlib.decompress(bytes(kept))) if kept else []
