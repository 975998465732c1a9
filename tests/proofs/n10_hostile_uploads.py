"""Promise 10: what is uploaded cannot harm: it is read, or refused soon and with a sentence.

Two thousand files come out of sound ones by a seed: bytes are flipped, cut out, doubled and put in,
in the file, or in a part of it that is packed anew, so that the damage reaches the reader. Beside
them stand the files of `tests/core/hostile_files.py`. Each is uploaded through the page as somebody
who may, and read as a worker reads it.
"""

import random
import resource
import sys
from collections import Counter

from tests.core.hostile_files import HOSTILE, book, packed, parts_of
from tests.proofs.databases import a_database

FILES, SECONDS, MEGABYTES = 2_000, 2.0, 64
ROWS = [("Unit", "KPI", "Month", "Figure"), *((f"U{n}", "FUEL", "2026-10", n) for n in range(40))]
LONGEST_STRETCH = 40


def prove():
    """Print answers, times and memory; tell whether they are as promised."""
    with a_database():
        return _proved()


def _proved():
    from tests.cast import make_member, make_units
    from tests.factories import make_kpi, make_organization, make_reporter

    make_organization()
    units = make_units()
    mara = make_member("mara", units)
    make_reporter(units.mara, make_kpi("FUEL"))
    tried = _Trial(mara, units.mara)
    for name, make, _words in HOSTILE.values():
        tried.bring(name, make())
    say(f"{len(HOSTILE)} files that mean harm: {tried.told()}")
    is_refused = tried.read == 0
    chance = random.Random(10)
    before = memory()
    for number in range(FILES):
        tried.bring(*mutated(chance, number))
    grown = memory() - before
    say(f"{FILES:,} mutated files: {tried.told()}")
    say(f"the slowest after {tried.slowest:.2f} s of its own work, this process grew by {grown} MB")
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    say(f"the other process that reads had at most {children} MB")
    is_quick = tried.slowest < SECONDS
    return is_refused and not tried.broken and is_quick and grown < MEGABYTES


class _Trial:
    """Brings files to the page, and lets them be read."""

    def __init__(self, person, unit):
        from django.test import Client

        self.person, self.unit = person, unit
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)
        self.slowest, self.read, self.broken = 0.0, 0, 0
        self.found = Counter()

    def bring(self, name, content):
        from django.core.files.uploadedfile import SimpleUploadedFile

        begun = seconds()
        body = {"unit": self.unit.code, "file": SimpleUploadedFile(name, content)}
        status = self.client.post("/enter/upload/", body).status_code
        what = f"answered {status}"
        if status == 302:
            what = self._worked()
        self.found[what] += 1
        self.broken += status >= 500 or "broke" in what
        self.slowest = max(self.slowest, seconds() - begun)

    def _worked(self):
        from jobs.models import OutboxRow
        from scorecard.models import Upload
        from scorecard.services.uploads.work import work_key

        upload = Upload.objects.get()
        try:
            work_key(str(upload.pk))
            upload.refresh_from_db()
            self.read += upload.state == Upload.READ
            what = "read" if upload.state == Upload.READ else "refused by the reader"
        except Exception as error:
            what = f"broke: {error!r}"
        Upload.objects.all().delete()
        OutboxRow.objects.all().delete()
        return what

    def told(self):
        told = ", ".join(f"{count:,} {what}" for what, count in sorted(self.found.items()))
        self.found.clear()
        return told


def mutated(chance, number):
    """Return the name and content of a damaged file, by turns of each kind."""
    kind = number % 4
    if kind == 0:
        text = "\n".join(";".join(map(str, row)) for row in ROWS).encode()
        return "a.csv", damaged(text, chance)
    if kind == 1:
        return "a.xlsx", damaged(book(*ROWS), chance)
    parts = parts_of(book(*ROWS))
    name = chance.choice(sorted(parts))
    parts[name] = damaged(parts[name], chance)
    return "a.xlsx", packed(parts)


def damaged(content, chance):
    """Flip, cut out, double or put in, up to six times."""
    bytes_now = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(bytes_now) + 1)
        stretch = chance.randint(1, LONGEST_STRETCH)
        match chance.randrange(4):
            case 0:
                bytes_now[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del bytes_now[at : at + stretch]
            case 2:
                bytes_now[at:at] = bytes_now[at : at + stretch] * chance.choice((1, 3, 50))
            case _:
                bytes_now[at:at] = chance.randbytes(stretch)
        bytes_now = bytes_now or bytearray(b"0")
    return bytes(bytes_now)


def seconds():
    """Return the work of this process and of those that it ran: other programs do not count."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def memory():
    """Return the most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(what):
    sys.stdout.write(f"  {what}\n")
    sys.stdout.flush()
