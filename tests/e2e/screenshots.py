"""Make the pictures of the documentation: `make screenshots`.

They show the demo on 12 November 2026 at 08:00, in light, on a desk or a phone, so that
pictures of two runs look alike where the pages do.
"""

import argparse
import struct
import zlib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.e2e.installation import installed
from tests.e2e.visitors import ADA, CHIEF, MARA, OTTO, chromium, visit

NOW = datetime(2026, 11, 12, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# A picture of many small figures is a heavy one.
LOW = {"width": 1440, "height": 680}
# File name -> who looks at what, in which window.
PICTURES = {
    "today": (CHIEF, "/", LOW),
    "today-phone": (CHIEF, "/", PHONE),
    "scorecard": (CHIEF, "/scorecard/", DESK),
    "units": (CHIEF, "/units/", LOW),
    "kpi": (CHIEF, "/kpis/VEH_AVAIL/", DESK),
    "enter": (MARA, "/enter/", DESK),
    "initiatives": (ADA, "/initiatives/", LOW),
    "reach": (ADA, "/messages/sent/4/", DESK),
    "letter-phone": (OTTO, "/messages/4/", PHONE),
}
MOST_BYTES = 200_000
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def take(folder):
    """Start a demo and write every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with installed(now=NOW) as demo, chromium() as browser:
        for name, picture in PICTURES.items():
            data = smaller(screenshot(browser, demo, *picture))
            if len(data) > MOST_BYTES:
                raise SystemExit(f"{name}.png has {len(data)} bytes: make its window smaller.")
            (folder / f"{name}.png").write_bytes(data)


def screenshot(browser, demo, person, path, window):
    """Return what one person sees, as the browser writes it."""
    visitor = visit(browser, demo.address, person, viewport=window, color_scheme="light")
    visitor.page.goto(path, wait_until="networkidle")
    found = visitor.page.screenshot()
    visitor.context.close()
    return found


def smaller(png):
    """Return the same picture, packed as tightly as zlib can; the browser packs in haste."""
    chunks = list(chunks_of(png))
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    head = [chunk for chunk in chunks if chunk[0] == b"IHDR"]
    packed = [*head, (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(written(kind, data) for kind, data in packed)


def chunks_of(png):
    """Yield kind and data of each part of a PNG file."""
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def written(kind, data):
    """Return one part of a PNG file, with its length and its check sum."""
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    take(parser.parse_args().folder)


if __name__ == "__main__":
    main()
