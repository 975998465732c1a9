"""Lines as CSV or JSON, numbers as every program reads them."""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import IO, Any

from core.decimals import shortest


def write_csv(stream: IO[str], columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Write UTF-8 CSV with LF; empty is unknown."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([shortest(cell) if isinstance(cell, float) else cell for cell in line])


def write_json(stream: IO[str], columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Write a list of objects, one a line; null is unknown."""
    stream.write("[")
    for place, line in enumerate(lines):
        stream.write(",\n" if place else "\n")
        pairs = (
            f"{json.dumps(name)}: {shortest(cell) if isinstance(cell, float) else _json(cell)}"
            for name, cell in zip(columns, line, strict=True)
        )
        stream.write("{" + ", ".join(pairs) + "}")
    stream.write("\n]\n")


def _json(cell: Any) -> str:
    return json.dumps(cell, ensure_ascii=False)
