"""Drains that are wrong on purpose: each forgets one thing that ours does.

They show that the races of `test_wrong_drains.py` are real; nothing else uses them.
"""

from django.db import transaction

from core.database import lock_key
from jobs.models import OutboxRow
from jobs.services.drain import handler, work_off
from jobs.services.outbox import post
from scorecard.engine.types import Frequency
from scorecard.services.rollup import results, scores
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.lines import load_strategy
from scorecard.services.rollup.meanings import load_meaning


def skipping_what_is_locked():
    """Lock rows instead of keys: a second row of a key that is worked on is free to take."""
    while True:
        with transaction.atomic():
            rows = OutboxRow.objects.select_for_update(skip_locked=True).order_by("id")
            taken = {row.pk: (row.topic, row.key) for row in rows}
            for topic, key in dict.fromkeys(taken.values()):
                handler(topic)(key)
            OutboxRow.objects.filter(pk__in=taken).delete()
        if not taken:
            return


def reading_before_the_lock():
    """Read the sources, then take the lock, then read the rows: some came in between."""
    for key in keys_of("rollup"):
        rolled = computed(key)
        with transaction.atomic():
            locked("rollup", key)
            ids = list(rows_of("rollup", key).values_list("pk", flat=True))
            results.write_results(*rolled)
            post("scores", [key.split(":")[1]])
            OutboxRow.objects.filter(pk__in=ids).delete()
    for year in keys_of("scores"):
        work_off(("scores", year))


def deleting_up_to_the_last_row():
    """Take all rows up to the highest id for read: a lower one may be committed later."""
    for topic in ("rollup", "scores"):
        for key in keys_of(topic):
            with transaction.atomic():
                locked(topic, key)
                last = rows_of(topic, key).latest("pk").pk
                handler(topic)(key)
                rows_of(topic, key).filter(pk__lte=last).delete()


def scoring_with_each_kpi():
    """Write the scores in the job of a KPI: two KPIs of one objective have two locks."""
    for key in keys_of("rollup"):
        with transaction.atomic():
            if not lock_key(f"rollup:{key}"):
                continue
            ids = list(rows_of("rollup", key).values_list("pk", flat=True))
            results.write_results(*computed(key))
            history = load_history()
            months = history.calendar.base_range(int(key.split(":")[1]), Frequency.MONTHLY)
            columns = scores.month_columns(history, load_strategy(history), months)
            scores.write_scores(months, columns)
            OutboxRow.objects.filter(pk__in=ids).delete()


def computed(key):
    """Read the sources of a key; return what there is to write."""
    kpi_id, year = map(int, key.split(":"))
    history = load_history()
    meaning = load_meaning(history.known, kpi_id)
    ordinals = history.calendar.base_range(year, meaning.frequency)
    return (
        kpi_id,
        ordinals,
        results.result_columns(kpi_id, results.roll_up_kpi(history, meaning, ordinals)),
    )


def keys_of(topic):
    rows = OutboxRow.objects.filter(topic=topic).order_by("id")
    return list(dict.fromkeys(rows.values_list("key", flat=True)))


def rows_of(topic, key):
    return OutboxRow.objects.filter(topic=topic, key=key)


def locked(topic, key):
    """Wait for the lock of a key."""
    lock_key(f"{topic}:{key}", wait=True)
