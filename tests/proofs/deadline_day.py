"""The last day of a month: 300 managers, each with all 40 figures of their unit, over HTTP.

Each submits with an idempotency key, and some press twice. Afterwards the database itself is
counted, without the product, and its results are held against a full rebuild.
"""

import contextlib
import http.client
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tests.proofs.parts import Running

#: Managers, the KPIs of each, and how many of ten press twice.
MANAGERS, KPIS, REPEATS_OF_TEN = 300, 40, 3
MONTHS = ("2025-11", "2025-12")
SECONDS_TO_ANSWER, SECONDS_TO_SETTLE = 120, 900
TAKEN = frozenset({HTTPStatus.OK, HTTPStatus.CREATED})
COUNTED = """
SELECT unit.code, kpi.code, entry.value, entry.numerator, entry.denominator
FROM scorecard_entry AS entry
JOIN organization_unit AS unit ON unit.id = entry.unit_id
JOIN scorecard_kpi AS kpi ON kpi.id = entry.kpi_id
WHERE entry.source = 'api' AND entry.period = %s
"""
WAITING = "SELECT count(*) FROM jobs_outboxrow WHERE parked_at IS NULL AND topic <> 'notices'"

Figures = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Post:
    """What a manager sends, and when, in seconds after the beginning."""

    unit: str
    token: str
    figures: Figures
    at: float


@dataclass
class Day:
    """What was answered: the status of each post, and how long it took from when it was due."""

    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    began: float = 0.0
    lasted: float = 0.0
    settled: float = 0.0

    @property
    def p95(self) -> float:
        """Seconds within which 95 of 100 were answered."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]

    @property
    def n_failed(self) -> int:
        """How many answers were neither taken nor a repeat."""
        return sum(count for status, count in self.answers.items() if status not in TAKEN)


def prepare(place: Running, **more: str) -> list[dict[str, Any]]:
    """Load the organisation, rolled up; return each manager's unit, token and KPIs."""
    file = place.folder / "managers.json"
    place.run("-m", "tests.proofs.deadline_day", "prepare", str(file), *more)
    return json.loads(file.read_text())


def posts_of(managers: list[dict[str, Any]], month: str, seconds: float, seed: int) -> list[Post]:
    """Return what is sent on the day, repeats among it, spread over some time."""
    chance = random.Random(seed)
    posts = []
    for manager in managers:
        figures = [_figure(chance, manager["unit"], month, *kpi) for kpi in manager["kpis"]]
        first = Post(manager["unit"], manager["token"], figures, seconds * chance.random())
        posts.append(first)
        if chance.randrange(10) < REPEATS_OF_TEN:
            posts.append(Post(first.unit, first.token, figures, first.at + chance.random()))
    return sorted(posts, key=lambda post: post.at)


def _figure(
    chance: random.Random, unit: str, month: str, kpi: str, is_ratio: bool
) -> dict[str, Any]:
    # Random figures are unusual ones: each answers what it could be asked.
    said = {"unit": unit, "kpi": kpi, "period": month, "comment": "Counted."}
    if is_ratio:
        whole = chance.randint(50, 500)
        return said | {"numerator": str(chance.randint(1, whole)), "denominator": str(whole)}
    return said | {"value": str(chance.randint(5_000, 50_000) / 100)}


def submit(place: Running, posts: Sequence[Post], month: str, at_once: int) -> Day:
    """Send all of it, and count what was answered."""
    day, lock = Day(began=time.monotonic()), threading.Lock()

    def send(post: Post) -> None:
        time.sleep(max(0.0, day.began + post.at - time.monotonic()))
        status = _answer(place.port, post, f"{post.unit}-{month}")
        took = time.monotonic() - day.began - post.at
        with lock:
            day.answers[status] += 1
            day.seconds.append(took)
            if status in TAKEN:
                day.taken.add(post.unit)

    with ThreadPoolExecutor(at_once) as crowd:
        list(crowd.map(send, posts))
    day.lasted = time.monotonic() - day.began
    return day


def _answer(port: int, post: Post, key: str) -> int:
    """Return the status of the answer; 0 where there was none."""
    head = {
        "Authorization": f"Bearer {post.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)
    try:
        with contextlib.closing(asked):
            asked.request("POST", "/api/v1/entries/", json.dumps(post.figures), head)
            answer = asked.getresponse()
            answer.read()
            return answer.status
    except (OSError, http.client.HTTPException):
        return 0


def settle(place: Running, day: Day) -> None:
    """Wait until nothing is left to roll up; note when, after the beginning."""
    while _asked(place.database, WAITING)[0][0]:
        if time.monotonic() - day.began > SECONDS_TO_SETTLE:
            raise RuntimeError("The roll-up did not come to an end.")
        time.sleep(0.05)
    day.settled = time.monotonic() - day.began


def counted(place: Running, posts: Sequence[Post], day: Day, month: str) -> Counter[str]:
    """Count in the database itself what is stored, lost, doubled and wrong."""
    year, number = map(int, month.split("-"))
    rows = _asked(place.database, COUNTED, [year * 12 + number - 1])
    found = Counter((unit, kpi) for unit, kpi, *_ in rows)
    stored = {(unit, kpi): _told(numbers) for unit, kpi, *numbers in rows}
    wanted = {
        (post.unit, each["kpi"]): _wanted(each)
        for post in posts
        if post.unit in day.taken
        for each in post.figures
    }
    return Counter(
        stored=len(rows),
        lost=sum(cell not in stored for cell in wanted),
        doubled=sum(count > 1 for count in found.values()),
        wrong=sum(stored[cell] != told for cell, told in wanted.items() if cell in stored),
    )


def differing(place: Running) -> int:
    """Rebuild everything; return how many rows of results and scores that changed."""
    return int(place.run("-m", "tests.proofs.deadline_day", "rebuild").strip().splitlines()[-1])


def _told(numbers: Sequence[Any]) -> tuple[float | None, ...]:
    return tuple(None if number is None else float(number) for number in numbers)


def _wanted(figure: Mapping[str, Any]) -> tuple[float | None, ...]:
    return _told([figure.get(name) for name in ("value", "numerator", "denominator")])


def _asked(database: str, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(database, autocommit=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def _prepare(file: Path) -> None:
    """Load size S without its last months, roll it up, and give each lowest unit a manager."""
    from accounts.models import User
    from organization.models import Membership, Unit
    from scorecard.models import Kpi
    from scorecard.services.rollup.full import rebuild
    from tests.accounts.factories import make_token
    from tests.bench.worlds import COMMANDS, load, make_world
    from tests.factories import ALWAYS, recorded

    world = make_world("S")
    for measure in world.measures:
        for numbers in (measure.x, measure.w):
            numbers[:, -len(MONTHS) :] = float("nan")
        measure.not_applicable[:, -len(MONTHS) :] = False
    load(world)
    rebuild()
    ratios = {measure.code: measure.unit_rule == "ratio" for measure in world.measures}
    kpis = [(code, ratios[code]) for code in Kpi.objects.values_list("code", flat=True)]
    managers = []
    for unit in Unit.objects.order_by("id")[1 + COMMANDS : 1 + COMMANDS + MANAGERS]:
        person = User.objects.create(email=f"{unit.code.lower()}@aldmark.example", name=unit.code)
        Membership.objects.create(
            person=person,
            unit=unit,
            role="unit_manager",
            valid_from=ALWAYS,
            recorded_at=recorded(),
        )
        token = make_token(person, "read", "enter").secret
        managers.append({"unit": unit.code, "token": token, "kpis": kpis})
    file.write_text(json.dumps(managers))


def _main(arguments: Sequence[str]) -> None:
    import django

    django.setup()
    if arguments[0] == "prepare":
        _prepare(Path(arguments[1]))
    else:
        from scorecard.services.rollup.full import rebuild

        sys.stdout.write(f"{rebuild()}\n")


if __name__ == "__main__":
    _main(sys.argv[1:])
