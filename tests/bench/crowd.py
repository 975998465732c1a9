"""How long Today takes while twenty people read it, over HTTP, served as in production.

Each of twenty people of the demo opens Today, reads for a second, and opens it again. First
nothing changes meanwhile; then a figure comes in every few seconds, and each time everybody's
Today is another one. The peer is the goal: what 95 of 100 answers may take.
"""

import http.client
import itertools
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from tests.bench.pages import CHIEF, KPI, Visitor, check, prepare
from tests.bench.verdict import Line, Place, WrongError
from tests.proofs.served import served

SIZES = ("S",)
PEOPLE = 20
SECONDS_WARM, SECONDS_MEASURED = 5.0, 30.0
SECONDS_READING, SECONDS_BETWEEN_FIGURES = 1.0, 5.0
MOST_MILLISECONDS = 150.0


def measure(place: Place) -> list[Line]:
    """Load the demo where it is not, serve it, and let twenty people read."""
    from django.conf import settings

    prepare(place)
    cookies = [Visitor(email).cookies for email in _readers()]
    more = {"OSM_SECRET_KEY": settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "osm.settings"}
    with (
        tempfile.TemporaryDirectory(prefix="osm-bench-") as folder,
        served(os.environ["DATABASE_URL"], Path(folder), **more) as server,
    ):
        _read(server.port, cookies, SECONDS_WARM)
        place.say(f"{len(cookies)} people read Today …")
        quiet = _read(server.port, cookies, SECONDS_MEASURED)
        place.say("The same while figures come in …")
        with _figures_coming_in():
            busy = _read(server.port, cookies, SECONDS_MEASURED)
    check(Visitor(CHIEF))
    return [*_lines(place, "nothing changes", quiet), *_lines(place, "figures come in", busy)]


def _readers() -> list[str]:
    """Return the mail addresses of executives, managers and the office, as the demo lists them."""
    from accounts.models import User

    roles = ("executive", "osm_staff", "unit_manager")
    rows = User.objects.filter(memberships__role__in=roles).order_by("id")
    return list(rows.values_list("email", flat=True)[:PEOPLE])


def _read(port: int, cookies: list[str], seconds: float) -> list[float]:
    """Let everybody read for some time; return the milliseconds of each answer."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(cookies)) as crowd:
        read = crowd.map(lambda place: _reader(port, cookies[place], place, until), range(PEOPLE))
        return list(itertools.chain.from_iterable(read))


def _reader(port: int, cookie: str, place: int, until: float) -> list[float]:
    """Open Today again and again, as one of many who did not begin at the same moment."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(SECONDS_READING * place / PEOPLE)
    taken = []
    while time.monotonic() < until:
        begun = time.perf_counter()
        connection.request("GET", "/", headers={"Cookie": cookie, "Accept-Language": "en"})
        answer = connection.getresponse()
        body = answer.read()
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status != HTTPStatus.OK or b"<h1" not in body:
            raise WrongError(f"Today answered {answer.status}")
        time.sleep(SECONDS_READING)
    return taken


@contextmanager
def _figures_coming_in() -> Iterator[None]:
    """Submit a figure and roll it up every few seconds while the block lasts."""
    over = threading.Event()

    def submit() -> None:
        for number in itertools.count():
            _submit(number)
            if over.wait(SECONDS_BETWEEN_FIGURES):
                return

    with ThreadPoolExecutor(1) as desk:
        done = desk.submit(submit)
        try:
            yield
        finally:
            over.set()
        done.result()


def _submit(number: int) -> None:
    """Enter a unit's newest figure again, with one more vehicle at work or one less."""
    from accounts.models import User
    from jobs.services.drain import drain
    from scorecard.engine.periods import Frequency, Period
    from scorecard.models import Entry
    from scorecard.services.entries import Figure, submit_entries

    newest = Entry.objects.filter(kpi__code=KPI).order_by("-period", "unit__path", "-revision")[0]
    part = newest.numerator + (-1 if number % 2 else 1)
    figure = Figure(numerator=part, denominator=newest.denominator)
    period = Period(Frequency.MONTHLY, newest.period)
    manager = User.objects.filter(
        memberships__role="unit_manager", memberships__unit=newest.unit
    ).first()
    submit_entries(actor=manager, unit=newest.unit, figures={(newest.kpi, period): figure})
    drain()


def _lines(place: Place, what: str, taken: list[float]) -> Iterator[Line]:
    """Hold the 95th percentile against the goal, and tell the median."""
    slowest = statistics.quantiles(taken, n=20)[-1]
    note = f"95 of 100 of {len(taken)}; the peer is the goal"
    yield Line(place, f"Today, {what}", slowest, MOST_MILLISECONDS, 1.0, note)
    yield Line(place, f"Today, {what}, median", statistics.median(taken), MOST_MILLISECONDS, None)
