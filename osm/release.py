"""Which release of the program runs: another one may draw the same figures in another way."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

# Everything that decides how a page looks; the locks stand for what is installed.
KINDS = {".css", ".html", ".js", ".mo", ".py", ".svg", ".txt"}
APART = {"build", "demo", "docs", "staticfiles", "tests", "var"}


@cache
def fingerprint() -> str:
    """Return a hash of the program as this process found it; read once."""
    found = hashlib.sha256(settings.OSM_MODE.encode())
    for file in program_files(settings.BASE_DIR):
        found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()


def program_files(root: Path) -> list[Path]:
    """Return the files of the program, in order."""
    rooms = [each for each in root.iterdir() if each.is_dir() and _is_ours(each.name)]
    files = (file for room in rooms for file in room.rglob("*") if file.suffix in KINDS)
    return sorted(files)


def _is_ours(name: str) -> bool:
    return name not in APART and not name.startswith(".")
