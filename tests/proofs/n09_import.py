"""Proof 9: a file of 5,000 figures is stored whole or not at all, whenever its worker is killed.

A file is uploaded, laid out, checked and confirmed. Then a worker that stores it is killed with
SIGKILL, fifty times, each time at another moment and on a copy of the same database, and the rows
are counted. At last one worker is let live, and the same file is uploaded and confirmed again.
"""

import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from tests.installations import new_installation

KILLS, KPIS, MONTHS = 50, 25, 200
ROWS = KPIS * MONTHS
FIRST_YEAR = 2001


def prove():
    """Print how many rows each kill left; tell whether it was none or all."""
    with tempfile.TemporaryDirectory(prefix="osm-proof-") as name:
        place = new_installation(Path(name), "upload", "")
        place.manage("migrate", "--verbosity=0")
        process = place.start("-m", "tests.proofs.n09_import", name)
        out, errors = process.communicate()
        sys.stdout.write(out)
        if process.returncode:
            say(errors[-1000:])
        return process.returncode == 0


def within(folder):
    """Do all of it in this process, which has the database of the place."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    upload = confirmed(fill())
    whole = Path(settings.DATABASES["default"]["NAME"])
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    _rows, usual = stored(whole, folder / "whole.sqlite3")
    say(f"{ROWS:,} rows are stored in {usual:.1f} s where nobody is killed")
    chance = random.Random(9)
    left = [
        stored(whole, folder / "cut.sqlite3", usual * chance.uniform(0, 1.1))[0]
        for _ in range(KILLS)
    ]
    none, every = left.count(0), left.count(ROWS)
    other = KILLS - none - every
    say(f"{KILLS} workers killed: {none} times 0 rows, {every} times {ROWS:,}, else {other}")
    whole_rows, second = twice(folder / "whole.sqlite3", upload)
    say(f"let live: {whole_rows:,} rows; the same file again added {second - whole_rows}")
    return none + every == KILLS and none > 0 and whole_rows == second == ROWS


def fill():
    """Make a unit that reports, and the file of its figures; return who uploads, and both."""
    from tests.cast import make_member, make_units
    from tests.factories import make_kpi, make_organization, make_reporter

    make_organization()
    units = make_units()
    for at in range(KPIS):
        make_reporter(units.mara, make_kpi(f"K{at}"))
    rows = [
        f"MARA;K{kpi};{FIRST_YEAR + month // 12}-{month % 12 + 1:02};{kpi * month % 97}"
        for kpi in range(KPIS)
        for month in range(MONTHS)
    ]
    return make_member("mara", units), units.mara, "\n".join(["a;b;c;d", *rows]).encode()


def confirmed(what):
    """Upload and confirm a file; return its number."""
    from core.errors import DomainError
    from scorecard.models import Upload
    from scorecard.services.uploads.layouts import Layout
    from scorecard.services.uploads.packed import mark_of
    from scorecard.services.uploads.uploads import confirm, receive
    from scorecard.services.uploads.work import work_key

    person, unit, content = what
    layout = Layout("CSV", 1, unit=1, kpi=2, period=3, value=4)
    upload = receive(actor=person, unit=unit, name="figures.csv", content=content, layout=layout)
    for _ in range(2):
        work_key(str(upload.pk))
    upload = Upload.objects.get(pk=upload.pk)
    try:
        confirm(actor=person, upload=upload, seen=mark_of(upload), leaves_out=False)
    except DomainError as error:
        say(f"the file is answered: {error.message}")
    return upload.pk


def stored(whole, copy, seconds=None):
    """Let a worker store the file on a copy, and kill it in time; return rows and seconds."""
    for end in ("", "-wal", "-shm"):
        copy.with_name(copy.name + end).unlink(missing_ok=True)
    shutil.copy(whole, copy)
    begun = time.monotonic()
    child = os.fork()
    if not child:
        work(copy)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with sqlite3.connect(copy) as database:
        (rows,) = database.execute("SELECT count(*) FROM scorecard_entry").fetchone()
    database.close()
    return rows, time.monotonic() - begun


def on(database):
    """Turn to another database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(database)


def work(database):
    """Do what a worker does, in a process of its own."""
    from jobs.services.drain import drain

    on(database)
    drain({"uploads"})
    os._exit(0)


def twice(database, upload):
    """Upload the file once more where it is stored; return the rows before and after."""
    from jobs.services.drain import drain
    from scorecard.models import Entry, Upload

    on(database)
    before = Entry.objects.count()
    old = Upload.objects.select_related("person", "unit").get(pk=upload)
    confirmed((old.person, old.unit, bytes(old.content)))
    drain({"uploads"})
    return before, Entry.objects.count()


def say(what):
    sys.stdout.write(f"  {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(0 if within(Path(sys.argv[1])) else 1)
