"""300 managers submit 40 figures each over HTTP, 32 at a time, until all results are final.

Three of ten press twice. The peer is the same product with the roll-up inside the request,
measured on the first managers and extended to all of them. Afterwards the database is counted from
outside: a figure that is lost, doubled or wrong is a wrong answer, whatever the speed.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.verdict import Line, Place, WrongError
from tests.proofs.deadline_day import (
    KPIS,
    MONTHS,
    Day,
    Post,
    counted,
    differing,
    posts_of,
    prepare,
    settle,
    submit,
)
from tests.proofs.parts import Running
from tests.services import private_redis

SIZES = ("S",)
AT_ONCE, TIMES_FASTER = 32, 30.0
#: As many managers are enough to measure the peer, which takes seconds for each.
SAMPLE = 24


def measure(place: Place) -> list[Line]:
    """Let all managers submit, once to the queue and, some of them, to the roll-up itself."""
    if not place.has_goal:
        raise WrongError("The load of the last day is PostgreSQL's: give its address.")
    with _organization() as (running, managers):
        place.say(f"{len(managers)} managers submit …")
        ours = posts_of(managers, MONTHS[0], 0.0, seed=1)
        day = _submitted(running, ours, MONTHS[0])
        place.say(f"{SAMPLE} of them submit again, rolled up inside the request …")
        theirs = posts_of(managers[:SAMPLE], MONTHS[1], 0.0, seed=2)
        running.parts["web"].kill()
        running.environment["DJANGO_SETTINGS_MODULE"] = "tests.bench.inline"
        peer = _submitted(running, theirs, MONTHS[1], with_worker=False)
        differ = differing(running)
    if differ:
        raise WrongError(f"{differ} rows differ from the rebuild")
    every = peer.settled * len(ours) / len(theirs)
    note = (
        f"{len(ours)} posts, the last answered after {day.lasted:.1f} s; "
        f"the peer from {len(theirs)} posts"
    )
    return [
        Line(
            place,
            "until all results are final",
            day.settled * 1000,
            every * 1000,
            TIMES_FASTER,
            note,
            faster=True,
        )
    ]


@contextmanager
def _organization() -> Iterator[tuple[Running, list[dict]]]:
    """Lend the organisation with its managers; nothing serves it yet."""
    with tempfile.TemporaryDirectory(prefix="osm-bench-") as name, private_redis() as redis:
        folder = Path(name)
        environment = {
            **os.environ,
            "REDIS_URL": redis,
            "OSM_LOG_LEVEL": "WARNING",
            "PROMETHEUS_MULTIPROC_DIR": name,
        }
        running = Running(folder, environment)
        try:
            running.run("manage.py", "migrate", "--no-input", "--verbosity=0")
            yield running, prepare(running)
        finally:
            running.end()


def _submitted(running: Running, posts: list[Post], month: str, *, with_worker: bool = True) -> Day:
    """Serve, submit, wait until nothing is left to roll up, and count what is stored."""
    running.add_web()
    running.wait_until_ready("web")
    if with_worker:
        running.add_worker(1)
        running.wait_until_ready("worker-1")
    day = submit(running, posts, month, AT_ONCE)
    settle(running, day)
    if with_worker:
        running.parts.pop("worker-1").kill()
    found = counted(running, posts, day, month)
    wanted = len({post.unit for post in posts}) * KPIS
    if day.n_failed or found["stored"] != wanted or found["lost"] or found["wrong"]:
        raise WrongError(f"answers {dict(day.answers)}, {dict(found)} of {wanted}")
    return day
