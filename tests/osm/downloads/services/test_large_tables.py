"""A large table is written step by step for one person, and is gone a day later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from core.sheets import as_csv
from jobs.models import Job, OutboxRow
from jobs.services.drain import drain
from organization.models import Membership
from osm.downloads.services import large_tables
from osm.downloads.services.large_tables import (
    TOPIC,
    ask_for_table,
    discard_outdated,
    written_rows,
    written_sheet,
)
from osm.models import LargeTable, LargeTablePart
from tests.osm.factories import make_large_table
from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def november(time_machine):
    return time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


@pytest.fixture
def asked(world, units, mara):
    return ask_for_table(actor=mara, unit=units.mara, kind="csv")


def again(table):
    return LargeTable.objects.select_related("job", "unit").get(pk=table.pk)


def steps(count):
    """Let so many keys be worked off."""
    left = iter([False] * count + [True])
    drain({TOPIC}, is_stopped=lambda: next(left))


def test_asking_promises_a_table_with_its_number_of_rows_and_leaves_a_record(asked, mara):
    assert asked.job.total > 0
    assert OutboxRow.objects.filter(topic=TOPIC, key=str(asked.pk)).count() == 1
    assert Record.objects.get(subject_kind="table").actor == mara


def test_a_table_is_written_a_kpi_a_step_until_it_is_whole(asked):
    steps(1)
    half = again(asked).job
    assert 0 < half.done < half.total
    assert half.finished_at is None
    drain()
    whole = again(asked).job
    assert whole.done == whole.total == len(list(written_rows(asked)))
    assert whole.finished_at is not None
    assert not OutboxRow.objects.filter(topic=TOPIC).exists()


def test_rows_carry_names_period_shares_and_status(asked):
    drain()
    rows = {(row[1], row[3], row[5]): row for row in written_rows(asked)}
    row = rows["MARA", "VEH", "October 2026"]
    assert row[:5] == ("1st Armoured Brigade", "MARA", "Vehicle availability", "VEH", "%")
    assert row[6:9] == (0.5, 0.8, 0.7)
    assert row[12] == "Off target"


def test_nobody_gets_rows_of_a_unit_beside(asked):
    drain()
    assert {row[1] for row in written_rows(asked)} == {"MARA"}


def test_a_step_that_is_done_twice_adds_nothing_once_the_table_is_whole(asked):
    drain()
    large_tables.write_next(str(asked.pk))
    assert LargeTablePart.objects.filter(table=asked).count() == 2


def test_a_step_that_fails_is_tried_again_from_where_it_was(asked, monkeypatch, time_machine):
    steps(1)

    def broken(*_):
        raise OSError("the disk is away")

    with monkeypatch.context() as patched:
        patched.setattr(large_tables.figures, "rows_in", broken)
        drain({TOPIC})
    assert LargeTablePart.objects.filter(table=asked).count() == 1
    time_machine.shift(timedelta(minutes=5))
    drain({TOPIC})
    assert again(asked).job.done == asked.job.total


def test_what_fails_again_and_again_is_given_up_and_can_be_asked_for_anew(
    asked, mara, units, monkeypatch, time_machine
):
    with monkeypatch.context() as patched:
        patched.setattr(large_tables.figures, "rows_in", None)
        for _ in range(large_tables.MOST_AT_A_TIME + 1):
            drain({TOPIC})
            time_machine.shift(timedelta(minutes=5))
    assert large_tables.has_failed(asked)
    anew = ask_for_table(actor=mara, unit=units.mara, kind="csv")
    assert anew.pk != asked.pk
    drain({TOPIC})
    assert again(anew).job.finished_at


def test_who_may_no_longer_see_the_unit_gets_nothing_written(asked, mara):
    steps(1)
    Membership.objects.filter(person=mara).delete()
    mara.refresh_from_db()
    drain()
    assert again(asked).job.error
    assert list(written_rows(asked)) == []


def test_asking_twice_is_asking_once(asked, mara, units):
    assert ask_for_table(actor=mara, unit=units.mara, kind="csv").pk == asked.pk
    assert Job.objects.filter(kind=TOPIC).count() == 1


def test_nobody_asks_for_what_they_may_not_see(world, mara, units):
    with pytest.raises(NotAllowedError):
        ask_for_table(actor=mara, unit=units.hq, kind="csv")


def test_a_workbook_is_written_whole(world, mara, units):
    table = ask_for_table(actor=mara, unit=units.mara, kind="xlsx")
    drain()
    assert bytes(again(table).content).startswith(b"PK")


def test_a_workbook_keeps_its_limit(world, mara, units, monkeypatch):
    monkeypatch.setattr(large_tables, "MOST_IN_A_WORKBOOK", 1)
    with pytest.raises(DomainError, match=r"take the \.csv"):
        ask_for_table(actor=mara, unit=units.mara, kind="xlsx")


def test_nobody_hoards_tables(world, ada, units):
    for unit in (units.hq, units.command, units.mara, units.nils):
        ask_for_table(actor=ada, unit=unit, kind="csv")
    ask_for_table(actor=ada, unit=units.hq, kind="xlsx")
    with pytest.raises(DomainError, match="Ask again"):
        ask_for_table(actor=ada, unit=units.mara, kind="xlsx")


def test_a_day_later_a_table_is_removed_with_all_that_belongs_to_it(asked, mara, units):
    drain()
    now = timezone.now()
    LargeTable.objects.filter(pk=asked.pk).update(asked_at=now - timedelta(days=1))
    kept = make_large_table(mara, units.mara, "xlsx")
    assert discard_outdated() == 1
    assert list(LargeTable.objects.all()) == [kept]
    assert not LargeTablePart.objects.exists()
    assert Job.objects.filter(kind=TOPIC).count() == 1


def test_below_the_table_stands_what_it_holds_and_when_it_was_read(asked):
    drain()
    text = as_csv(written_sheet(again(asked), [])).decode()
    assert "Unit: 1st Armoured Brigade (MARA)" in text
    assert "With all units below it, in every period." in text
    assert "Read between 12 Nov" in text
    assert "what changed later is not in it" in text
