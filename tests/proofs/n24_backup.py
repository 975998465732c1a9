"""Proof 24: a backup that is made while people submit comes back whole, on both databases."""

import os
import random
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.installations import new_installation
from tests.services import private_postgresql

WRITERS, BACKUPS, SECONDS_OF_LEAD = 4, 3, 2.0
SUBMITTED = re.compile(r"^submitted (\d+)$", re.MULTILINE)


def prove():
    """Print what each backup held and how it came back; tell whether all did."""
    with tempfile.TemporaryDirectory(prefix="osm-proof-") as name, private_postgresql() as url:
        folder = Path(name)
        # pg_dump runs as whoever runs the proof, the server as another.
        return all([_holds("SQLite", folder, ""), _holds("PostgreSQL", folder, url)])


def _holds(name, folder, server):
    place = new_installation(folder, f"filled_{name.lower()}", server)
    _must(place.manage("migrate", "--verbosity=0"))
    _finished(place.start("-m", "tests.proofs.n24_backup", "fill"))
    backups = [folder / f"{name}-{number}.backup" for number in range(BACKUPS)]
    writers = [place.start("-m", "tests.proofs.n24_backup", "submit", n) for n in range(WRITERS)]
    time.sleep(SECONDS_OF_LEAD)
    for path in backups:
        say(name, _must(place.manage("backup", path)).stdout.partition(" holds ")[2].strip())
    for writer in writers:
        writer.terminate()
    submitted = sum(int(_finished(writer)) for writer in writers)
    say(name, f"{submitted} submissions by {WRITERS} writers meanwhile, none refused")
    came_back = [_comes_back(name, folder, server, path) for path in backups]
    damaged = _damaged_are_refused(name, folder, server, backups[0])
    return all(came_back) and damaged and submitted > 0


def _comes_back(name, folder, server, path):
    place = new_installation(folder, f"empty_{path.stem.lower().replace('-', '_')}", server)
    done = place.manage("restore", path)
    for line in done.stdout.splitlines():
        say(f"{name}, {path.stem}", line)
    if done.returncode:
        say(f"{name}, {path.stem}", done.stderr[-500:])
    files = (place.uploads / "letter.txt").read_text() == "Dear Mara"
    verified = place.manage("verify_audit").returncode == 0
    again = place.manage("restore", path)
    refused = again.returncode == 1 and "goes into an empty one" in again.stderr
    return done.returncode == 0 and files and verified and refused


def _damaged_are_refused(name, folder, server, whole, times=10):
    """Cut and flip at random; tell whether each was refused and left the place empty."""
    chance, refused = random.Random(24), 0
    place = new_installation(folder, f"never_{name.lower()}", server)
    content = whole.read_bytes()
    path = folder / f"{name}.damaged"
    for number in range(times):
        copy = bytearray(content)
        if number % 2:
            copy = copy[: chance.randrange(len(copy))]
        else:
            copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
        path.write_bytes(copy)
        refused += place.manage("restore", path).returncode == 1
    # Still empty, for a whole one goes in.
    goes_in = place.manage("restore", whole).returncode == 0
    say(
        name,
        f"{refused} of {times} damaged or cut files refused; the place stayed empty: {goes_in}",
    )
    return refused == times and goes_in


def say(name, text):
    """Print one line at once."""
    sys.stdout.write(f"{name}: {text}\n")
    sys.stdout.flush()


def _must(done):
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done


def _finished(process):
    out = process.communicate(timeout=120)[0]
    if process.returncode:
        raise RuntimeError(out)
    found = SUBMITTED.search(out or "")
    return found[1] if found else 0


def fill():
    """Make a unit for each writer, KPIs, and an uploaded file."""
    from django.conf import settings

    from scorecard.services.rollup.full import rebuild
    from tests import factories as make

    Path(settings.MEDIA_ROOT).mkdir()
    (Path(settings.MEDIA_ROOT) / "letter.txt").write_text("Dear Mara")
    make.make_organization()
    hq = make.make_unit("HQ")
    make.make_person("Ada Whitlock", "osm_staff", hq)
    objective = make.make_objective("READY", unit=hq)
    units = [make.make_unit(f"W{number}", hq) for number in range(WRITERS)]
    for code in ("FUEL", "AMMO", "FOOD"):
        kpi = make.make_kpi(code)
        make.make_line(objective, kpi)
        make.make_target(hq, kpi, "FY2026", goal=1200, red_flag=12)
        for unit in units:
            make.make_reporter(unit, kpi, "2026-01", "2026-06")
    rebuild()


def submit(number):
    """Submit for one unit until asked to stop, and roll up now and then; say how often."""
    import signal
    from decimal import Decimal

    from accounts.models import User
    from jobs.services import hints
    from jobs.services.drain import drain
    from organization.models import Unit
    from scorecard.models import Kpi
    from scorecard.services.entries import Figure, submit_entries
    from tests.factories import calendar

    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    unit, actor = Unit.objects.get(code=f"W{number}"), User.objects.get()
    times = 0
    with hints.withheld():
        while not stopped:
            period = calendar().parse(f"2026-{times % 6 + 1:02}")
            figures = {(kpi, period): Figure(value=Decimal(times)) for kpi in Kpi.objects.all()}
            submit_entries(actor=actor, unit=unit, figures=figures)
            times += 1
            if times % 10 == 0:
                drain()
    sys.stdout.write(f"submitted {times}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.upload_settings")
    import django

    django.setup()
    {"fill": fill, "submit": submit}[sys.argv[1]](*sys.argv[2:])
