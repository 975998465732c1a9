"""How long a page takes beside an empty view of the same stack, and how long a 304 takes.

One process, warm, no network: the WSGI application is called as a web server calls it. The
chief goes from unit to unit and from KPI to KPI, so that no page is simply the one before.
"""

import gc
import itertools
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any

from tests.bench.verdict import Line, Place, WrongError

SIZES = ("S",)
CHIEF = "chief@aldmark.example"
ROUNDS = 60
MOST_TIMES, MOST_TIMES_UNCHANGED = 6.0, 1.5
# HQ and its commands, which have units below them.
INNER = 14
KPI, FRAME, EMPTY = "VEH_AVAIL", "frame", "/bench/empty/"


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many milliseconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    milliseconds: float


class Visitor:
    """Somebody signed in, who asks the application itself."""

    def __init__(self, email: str) -> None:
        from django.test import Client

        from accounts.models import User
        from osm.wsgi import application

        client = Client()
        client.force_login(User.objects.get(email=email))
        # As a browser after its first page: the cookie of the forms is there.
        client.cookies["csrftoken"] = "c" * 32
        self.cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
        self.application = application

    def get(self, address: str, etag: str = "") -> Answer:
        """Ask for a page; with the mark of the one that the browser kept."""
        path, _, query = address.partition("?")
        environ = self._environ(path, query) | ({"HTTP_IF_NONE_MATCH": etag} if etag else {})
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            told.update(status=int(status[:3]), headers=dict(headers))

        begun = time.perf_counter()
        answer = self.application(environ, start)
        body = b"".join(answer)
        answer.close()
        took = (time.perf_counter() - begun) * 1000
        return Answer(told["status"], told["headers"], body, took)

    def _environ(self, path: str, query: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "HTTP_COOKIE": self.cookies,
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }


def measure(place: Place) -> list[Line]:
    """Load the demo where it is not, check its pages, and measure."""
    prepare(place)
    visitor, pages = Visitor(CHIEF), addresses()
    check(visitor)
    place.say(f"Measuring {', '.join(pages)}: {ROUNDS} rounds …")
    first = first_times(visitor, pages)
    lines = list(verdicts(place, timed(visitor, pages), first))
    check(visitor)
    return lines


def prepare(place: Place) -> None:
    """Migrate and load; put the empty views beside the product's addresses."""
    from django.conf import settings
    from django.core.management import call_command

    settings.ROOT_URLCONF = "tests.bench.addresses"
    call_command("migrate", interactive=False, verbosity=0)
    place.say("Loading the Army of Aldmark …")
    call_command("load_demo", stdout=BytesIOText())
    gc.collect()
    gc.freeze()


class BytesIOText:
    """Swallows what a command answers."""

    def write(self, text: str) -> None:
        """Forget it."""


def addresses() -> dict[str, list[str]]:
    """Return the addresses of each page: HQ, its commands, and some units below."""
    from organization.models import Unit
    from scorecard.models import Kpi

    units = list(Unit.objects.order_by("path").values_list("code", flat=True)[:40])
    kpis = list(Kpi.objects.order_by("code").values_list("code", flat=True))
    return {
        FRAME: ["/bench/frame/"],
        "Today": [f"/?unit={unit}" for unit in units],
        "Scorecard": [f"/scorecard/?unit={unit}" for unit in units],
        "Units": [f"/units/?unit={unit}" for unit in units[:INNER]],
        "KPI": [f"/kpis/{kpi}/?unit={unit}" for kpi, unit in zip(itertools.cycle(kpis), units)],
    }


@dataclass
class Times:
    """Milliseconds, by page: of whole answers, of unchanged ones, and of the empty view."""

    whole: dict[str, list[float]]
    unchanged: dict[str, list[float]]
    empty: list[float]

    @classmethod
    def of(cls, pages: Iterable[str]) -> "Times":
        """Return none yet."""
        return cls({name: [] for name in pages}, {name: [] for name in pages}, [])


def first_times(visitor: Visitor, pages: dict[str, list[str]]) -> dict[str, float]:
    """Ask for each address once; return the median milliseconds of a page nobody has seen yet.

    The first of each page also loads code and templates, and does not count.
    """
    found = {}
    for name, choices in pages.items():
        answers = [require(visitor.get(each), HTTPStatus.OK, each) for each in choices]
        found[name] = statistics.median(each.milliseconds for each in answers[1:] or answers)
    return found


def timed(visitor: Visitor, pages: dict[str, list[str]]) -> Times:
    """Ask for each page in turn; everything is warm: each address was asked before."""
    times = Times.of(pages)
    for turn in range(ROUNDS):
        for name, choices in pages.items():
            ask(visitor, name, choices[turn % len(choices)], turn, times)
    return times


def ask(visitor: Visitor, name: str, address: str, turn: int, times: Times) -> None:
    """Ask for a page, then for the empty view and for the same page again, unchanged.

    Now the one comes first and now the other: after a heavy page the processor's memory is cold.
    """
    whole = require(visitor.get(address), HTTPStatus.OK, address)
    times.whole[name].append(whole.milliseconds)
    etag = whole.headers.get("ETag", "")
    for is_peer in (True, False) if turn % 2 else (False, True):
        if is_peer:
            times.empty.append(require(visitor.get(EMPTY), HTTPStatus.OK, EMPTY).milliseconds)
        elif etag:
            again = require(visitor.get(address, etag), HTTPStatus.NOT_MODIFIED, address)
            times.unchanged[name].append(again.milliseconds)


def require(answer: Answer, status: int, address: str) -> Answer:
    """Refuse an answer of another status."""
    if answer.status != status:
        raise WrongError(f"{address} answered {answer.status} instead of {status}")
    return answer


def verdicts(place: Place, times: Times, first: dict[str, float]) -> Iterator[Line]:
    """Hold the medians against the empty view's."""
    empty, frame = statistics.median(times.empty), statistics.median(times.whole[FRAME])
    yield Line(place, FRAME, frame, empty, None, "the navigation around nothing")
    for name in [name for name in times.whole if name != FRAME]:
        yield Line(place, f"{name}, first", first[name], empty, None, "after a change")
        yield Line(place, name, statistics.median(times.whole[name]), empty, MOST_TIMES)
        if times.unchanged[name]:
            again = statistics.median(times.unchanged[name])
            yield Line(place, f"{name}, unchanged", again, empty, MOST_TIMES_UNCHANGED)


def check(visitor: Visitor) -> None:
    """Compare HQ's share of working vehicles with the sum over the units' own entries."""
    from scorecard.models import Entry

    newest: dict[int, tuple[int, Any, Any]] = {}
    rows = Entry.objects.filter(kpi__code=KPI).order_by("revision")
    last = rows.order_by("-period").values_list("period", flat=True)[0]
    for unit, part, whole in rows.filter(period=last).values_list(
        "unit", "numerator", "denominator"
    ):
        newest[unit] = (unit, part, whole)
    share = sum(row[1] for row in newest.values()) / sum(row[2] for row in newest.values())
    wanted = f"{share:.1%}".replace("%", "\N{NO-BREAK SPACE}%")
    page = require(visitor.get(f"/kpis/{KPI}/?unit=HQ"), HTTPStatus.OK, KPI)
    if wanted not in page.body.decode():
        raise WrongError(f"the page of {KPI} does not show {wanted}")
