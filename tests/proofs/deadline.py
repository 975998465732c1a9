"""A small army in which everybody reports at once: its units, the load, and the judge.

The load goes through the API and repeats what was not answered, with the same key. The judge is
the full rebuild: what the drains made must equal it bit for bit, and every figure that was
acknowledged must be stored, once.
"""

import contextlib
import http.client
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.proofs.parts import Running

BRIGADES, COMMANDS, MONTHS = 12, 3, 6
KPIS = ("FUEL", "AMMO", "HEADS", "MOOD", "SHARE", "BOTH")
ENTERED = KPIS[:4]
SECONDS_TO_ANSWER = 30


class Load:
    """Writers that submit for their units until they are told to stop."""

    def __init__(self, place: Running, token: str, writers: int = 6, pause: float = 0.1) -> None:
        self.place, self.token, self.pause = place, token, pause
        self.acknowledged: dict[str, tuple[str, str, str, str]] = {}
        self.unanswered: dict[str, tuple[str, str, str, str]] = {}
        self.answers: Counter[str] = Counter()
        self.slowest = 0.0
        self._stopped, self._lock = threading.Event(), threading.Lock()
        self._writers = [
            threading.Thread(target=self._write, args=(number, writers), daemon=True)
            for number in range(writers)
        ]

    def __enter__(self) -> "Load":
        for writer in self._writers:
            writer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for writer in self._writers:
            writer.join()

    def _write(self, number: int, writers: int) -> None:
        chance, count = random.Random(number), 0
        mine = range(number, BRIGADES, writers)
        while not self._stopped.is_set():
            count += 1
            cell = f"B{chance.choice(mine):02}", chance.choice(ENTERED), f"2026-0{month(chance)}"
            figure = (*cell, str(chance.randrange(1, 200)))
            self._submit(f"w{number}-{count}", figure)
            time.sleep(self.pause * chance.random())

    def _submit(self, key: str, figure: tuple[str, str, str, str]) -> None:
        """Send it until it is answered, as people do who see that nothing came back."""
        with self._lock:
            self.unanswered[key] = figure
        while True:
            began = time.monotonic()
            status = self._ask(key, figure)
            with self._lock:
                self.answers[status] += 1
                self.slowest = max(self.slowest, time.monotonic() - began)
                if status in {"200", "201"}:
                    self.acknowledged[key] = self.unanswered.pop(key)
                    return
            if self._stopped.is_set():
                return
            time.sleep(0.2)

    def _ask(self, key: str, figure: tuple[str, str, str, str]) -> str:
        unit, kpi, period, value = figure
        # The figures are random, and so most of them are unusual.
        said = {"unit": unit, "kpi": kpi, "period": period, "value": value, "comment": "Counted."}
        body = json.dumps(said)
        head = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            port = self.place.port
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)
            with contextlib.closing(asked):
                asked.request("POST", "/api/v1/entries/", body, head)
                return str(asked.getresponse().status)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__

    def told(self) -> str:
        """Say what was sent and answered."""
        answers = ", ".join(f"{count} {word}" for word, count in self.answers.most_common())
        return f"{len(self.acknowledged)} acknowledged; {answers}; slowest {self.slowest:.1f} s"


def month(chance: random.Random) -> int:
    return chance.randint(1, MONTHS)


def prepare(place: Running) -> str:
    """Make the army; return a token of somebody who enters for all of it."""
    return place.run("-m", "tests.proofs.deadline", "prepare").strip().splitlines()[-1]


def judged(place: Running, load: Load, name: str) -> bool:
    """Let the judge look; print what was found."""
    file = place.folder / "figures.json"
    file.write_text(json.dumps({"acknowledged": load.acknowledged, "unanswered": load.unanswered}))
    lines = place.run("-m", "tests.proofs.deadline", "judge", str(file)).strip().splitlines()
    say("\n".join(f"{name}: {line}" for line in lines))
    return bool(lines) and lines[-1] == "as the full rebuild"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _prepare() -> str:
    """Brigades under commands under HQ; sums, a weighted mean, formulas, one objective each."""
    from scorecard.services.rollup.full import rebuild
    from tests import factories as make
    from tests.accounts.factories import make_token

    make.make_organization()
    hq = make.make_unit("HQ")
    commands = [make.make_unit(f"C{number}", hq) for number in range(COMMANDS)]
    units = [make.make_unit(f"B{n:02}", commands[n % COMMANDS]) for n in range(BRIGADES)]
    rules = {
        "MOOD": {"unit_rule": "weighted_mean"},
        "SHARE": {"unit_rule": "none", "formula": "FUEL / HEADS"},
        "BOTH": {"unit_rule": "none", "formula": "FUEL + AMMO"},
    }
    kpis = {}
    for code in KPIS:
        more = {"weight_kpi": kpis["HEADS"]} if code == "MOOD" else {}
        kpis[code] = make.make_kpi(code, min_coverage=0, **rules.get(code, {}), **more)
    objectives = [make.make_objective(code, unit=hq) for code in ("READY", "SPARE")]
    for place, code in enumerate(KPIS):
        make.make_line(objectives[place % 2], kpis[code])
        make.make_target(hq, kpis[code], "FY2026", goal=1200, red_flag=12)
    for code in ENTERED:
        for unit in units:
            make.make_reporter(unit, kpis[code], "2026-01", f"2026-0{MONTHS}")
    ada = make.make_person("Ada Whitlock", "osm_staff", hq)
    rebuild()
    return make_token(ada, "read", "enter").secret


def _judge(file: str) -> list[str]:
    """Return what was found; the last line is the verdict."""
    from jobs.models import OutboxRow
    from scorecard.models import Entry, Result, Score
    from scorecard.services.rollup.full import rebuild

    def stored() -> list:
        return [sorted(model.objects.values_list(), key=repr) for model in (Result, Score)]

    sent = json.loads(Path(file).read_text())
    rows = Entry.objects.exclude(idempotency_key="").values_list(
        "idempotency_key", "unit__code", "kpi__code", "period", "value"
    )
    # The key is kept with the period beside it.
    found = Counter(row[0].split()[0] for row in rows)
    figures = {row[0].split()[0]: (row[1], row[2], float(row[4])) for row in rows}
    lost = [
        key
        for key, (unit, kpi, _, value) in sent["acknowledged"].items()
        if figures.get(key) != (unit, kpi, float(value))
    ]
    doubled = [key for key, count in found.items() if count > 1]
    unknown = set(found) - set(sent["acknowledged"]) - set(sent["unanswered"])
    waiting, parked = OutboxRow.objects.waiting().count(), OutboxRow.objects.parked().count()
    made = stored()
    differed = rebuild()
    Result.objects.all().delete()
    Score.objects.all().delete()
    rebuild()
    same = stored() == made
    holds = not (lost or doubled or unknown or waiting or parked or differed) and same
    return [
        f"{len(sent['acknowledged'])} acknowledged, {len(lost)} lost, {len(doubled)} doubled",
        f"{len(unknown)} from nowhere; {waiting} rows wait, {parked} are parked",
        f"{len(made[0])} results and {len(made[1])} scores, {differed} differ from the rebuild"
        + ("" if same else "; from nothing it comes out otherwise"),
        "as the full rebuild" if holds else "NOT AS IT MUST BE",
    ]


def _main(arguments: list[str]) -> Iterator[str]:
    import django

    django.setup()
    if arguments[0] == "prepare":
        yield _prepare()
    else:
        yield from _judge(arguments[1])


if __name__ == "__main__":
    for line in _main(sys.argv[1:]):
        say(line)
