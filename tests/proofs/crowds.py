"""Workers by the dozen on one database, as programs of proofs 7 and 8: `python -m … <which>`."""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from threading import Barrier, Lock, Thread

WORKERS, ENTRIES, MORE_KPIS = 8, 500, 40
SECONDS = 60
POISONED_KPIS, YEARS = 250, (2023, 2024, 2025, 2026)


def stored():
    """Return everything derived, in an order."""
    from scorecard.models import Result, Score

    return [sorted(model.objects.values_list(), key=repr) for model in (Result, Score)]


def everything_due():
    """Forget all that is derived and ask for it anew."""
    from jobs.services.outbox import post
    from scorecard.models import Result, Score
    from scorecard.services.dependents import keys_of_everything, score_years

    keys = keys_of_everything()
    Result.objects.all().delete()
    Score.objects.all().delete()
    post("rollup", keys)
    post("scores", score_years(keys))


def enter():
    """Give the army some figures."""
    from organization.models import Unit
    from scorecard.models import Kpi
    from tests.factories import make_entry, make_kpi, make_reporter
    from tests.proofs.deadline import ENTERED, MONTHS

    chance = random.Random(7)
    units = list(Unit.objects.filter(code__startswith="B"))
    more = [make_kpi(f"X{number:02}") for number in range(MORE_KPIS)]
    for kpi in more:
        for unit in units:
            make_reporter(unit, kpi, "2026-01", f"2026-0{MONTHS}")
    kpis = [*Kpi.objects.filter(code__in=ENTERED), *more]
    for _ in range(ENTRIES):
        month = f"2026-0{chance.randint(1, MONTHS)}"
        make_entry(chance.choice(units), chance.choice(kpis), month, chance.randrange(1, 200))


def eightfold():
    """Let one run work off everything, then eight at a time each key; compare."""
    from jobs.models import OutboxRow
    from jobs.services import drain as module

    enter()
    everything_due()
    module.drain()
    alone = stored()
    everything_due()
    done, tried = Counter(), 0
    known = module.handler
    guard = Lock()

    def handler(topic):
        def counted(key):
            known(topic)(key)
            with guard:
                done[topic, key] += 1

        return counted

    module.handler = handler
    while keys := list(OutboxRow.objects.values_list("topic", "key").order_by("id").distinct()):
        for key in dict.fromkeys(keys):
            before = done[key]
            at_once(lambda key=key: module._try(key, set()))
            tried += 1
            if done[key] - before != 1:
                yield f"{key} was done {done[key] - before} times by {WORKERS} workers"
    same = stored() == alone
    yield f"{tried} keys, each taken by {WORKERS} workers at once: done once each"
    yield "the same as one run" if same else "NOT THE SAME AS ONE RUN"


def at_once(work):
    """Do something eight times at the same moment, each with a connection of its own."""
    from django.db import connections

    barrier, errors = Barrier(WORKERS), []

    def one():
        try:
            barrier.wait(SECONDS)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    crowd = [Thread(target=one) for _ in range(WORKERS)]
    for worker in crowd:
        worker.start()
    for worker in crowd:
        worker.join(SECONDS)
    if errors:
        raise errors[0]


def open_ended(moment):
    """Give the army a KPI whose windows have no end, as it stands at a moment."""
    import time_machine

    from organization.models import Unit
    from scorecard.services.rollup.full import rebuild
    from tests.factories import make_kpi, make_reporter

    kpi = make_kpi("OPEN")
    for unit in Unit.objects.filter(code__startswith="B"):
        make_reporter(unit, kpi, "2026-01")
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        rebuild()
    yield "open"


def beat(shift):
    """Do at each moment that comes in what a beat asks for, by a clock that is wrong by `shift`."""
    import time_machine

    from jobs.tasks import drain
    from scorecard.services.rollup import results
    from scorecard.services.rollup.openings import post_begun_periods

    write, written = results.write_results, []

    def counted(*arguments):
        found = write(*arguments)
        written.append(found.count)
        return found

    results.write_results = counted
    for line in sys.stdin:
        moment = datetime.fromisoformat(line.strip()) + timedelta(seconds=int(shift))
        with time_machine.travel(moment, tick=False):
            posted = post_begun_periods()
            drain()
        yield json.dumps([len(posted), sum(written)])
        written.clear()


def as_rebuilt(moment):
    """Compare with the rebuild at a moment; count what stands in the period that has begun."""
    import time_machine

    from jobs.models import OutboxRow
    from scorecard.models import Result
    from scorecard.services.rollup.full import rebuild
    from tests.factories import ordinal

    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        waiting, differed = OutboxRow.objects.count(), rebuild()
    opened = Result.objects.filter(kpi__code="OPEN", period=ordinal("2026-07")).count()
    yield json.dumps([waiting, differed, opened])


def many_kpis():
    """Make a thousand keys: KPIs of one unit with a value in each year."""
    from tests import factories as make

    make.make_organization()
    hq = make.make_unit("HQ")
    unit = make.make_unit("B00", hq)
    for number in range(POISONED_KPIS):
        kpi = make.make_kpi(f"K{number:03}")
        make.make_reporter(unit, kpi, f"{YEARS[0]}-01", f"{YEARS[-1]}-01")
        for year in YEARS:
            make.make_entry(unit, kpi, f"{year}-01", number)
    everything_due()
    yield json.dumps(list(rollup_keys()))


def rollup_keys():
    from jobs.models import OutboxRow

    return OutboxRow.objects.filter(topic="rollup").values_list("key", flat=True).order_by("id")


def poisoned(raising, deadly):
    """Drain for ever; some keys raise, some kill whoever works on them."""
    from jobs.services import drain as module

    raising, deadly, known = json.loads(raising), json.loads(deadly), module.handler

    def handler(topic):
        def work(key):
            if topic == "rollup" and key in deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            if topic == "rollup" and key in raising:
                raise ArithmeticError(f"poison in {key}")
            known(topic)(key)

        return work

    module.handler = handler
    while True:
        module.drain()
        time.sleep(0.2)


def parked():
    """Return what is parked with its reason, how much waits, and if the others are as rebuilt."""
    from jobs.models import OutboxRow
    from scorecard.services.rollup.full import rebuild

    rows = OutboxRow.objects.parked().order_by("id").values_list("key", "attempts", "last_error")
    found, waiting = list(rows), OutboxRow.objects.waiting().count()
    bad = {tuple(map(int, key.split(":"))) for key, *_ in found}
    before = results_beside(bad)
    rebuild()
    yield json.dumps([found, waiting, len(before), before == results_beside(bad)])


def results_beside(bad):
    """Return the results of all KPIs and years but some, in an order."""
    from scorecard.models import Result

    names = [field.attname for field in Result._meta.concrete_fields]
    kpi, period = names.index("kpi_id"), names.index("period")
    rows = Result.objects.values_list(*names)
    return sorted((row for row in rows if (row[kpi], row[period] // 12) not in bad), key=repr)


COMMANDS = {
    each.__name__: each
    for each in (eightfold, open_ended, beat, as_rebuilt, many_kpis, poisoned, parked)
}

if __name__ == "__main__":
    import django

    django.setup()
    for line in COMMANDS[sys.argv[1]](*sys.argv[2:]) or ():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
