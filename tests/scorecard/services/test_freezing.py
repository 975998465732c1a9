import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.utils import timezone

from jobs.models import Freeze
from jobs.services.positions import recorded_now
from organization.models import Comparison, Deputy, Invitation, Membership
from scorecard.models import (
    CheckRule,
    CollectionRule,
    Comment,
    CommentText,
    CommentWithdrawal,
    CrossCheck,
    Entry,
    Extension,
    Holiday,
    MapChange,
    MapChangeTakenBack,
    MapDraft,
    MapDraftEnding,
    Mention,
    MentionReading,
    MonthLock,
    Reminder,
    ReminderRule,
    Reopening,
    ReopeningAnswer,
    UnitZone,
    UploadLayout,
)
from scorecard.services.freezing import SOURCES, freeze
from tests.factories import make_entry, make_kpi, ordinal

ROOT = Path(__file__).resolve().parents[3]
# They say who may do what and when, what the map may become, how a file is read, or what people say
# of a figure: none is made of them.
NO_SOURCES = {
    *(Membership, Deputy, Invitation, Comparison),
    *(CheckRule, CrossCheck, CollectionRule, Holiday, UnitZone, Extension, Reminder, UploadLayout),
    *(MonthLock, Reopening, ReopeningAnswer, ReminderRule),
    *(MapDraft, MapChange, MapChangeTakenBack, MapDraftEnding),
    *(Comment, CommentText, CommentWithdrawal, Mention, MentionReading),
}
# The demonstration tells of its past on an empty database: nothing is frozen yet.
IN_AN_EMPTY_DATABASE = ROOT / "osm" / "demonstrated_past.py"
SECONDS = 20
TAKEN = {"recorded_now()", "context.recorded_at"}


def test_every_dated_row_of_organisation_and_scorecard_is_a_source():
    dated = {
        model
        for app in ("organization", "scorecard")
        for model in apps.get_app_config(app).get_models()
        if any(field.name == "recorded_at" for field in model._meta.fields)
    }
    assert dated == {*SOURCES, *NO_SOURCES}


def untaken(source):
    """Return the lines that record a source at a moment not taken under the lock."""
    tree, found = ast.parse(source), []
    bound = {
        ast.unparse(target): ast.unparse(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name | ast.Attribute)
    }
    names = {model.__name__ for model in SOURCES} | {"self.model"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".objects")[0] in names:
            found += [
                node.lineno
                for word in node.keywords
                if word.arg == "recorded_at"
                and came_from(ast.unparse(word.value), bound) not in TAKEN
            ]
    return found


def came_from(name, bound):
    """Follow a name to what it was set to in the beginning."""
    seen = set()
    while name in bound and name not in seen:
        seen.add(name)
        name = bound[name]
    return name


@pytest.mark.parametrize("app", ["organization", "scorecard", "osm", "demo"])
def test_every_source_is_recorded_at_a_moment_taken_under_the_lock(app):
    files = [file for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts]
    files = [file for file in files if file != IN_AN_EMPTY_DATABASE]
    assert {
        str(file): untaken(file.read_text()) for file in files if untaken(file.read_text())
    } == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Entry.objects.create(recorded_at=timezone.now())", [1]),
        ("now = timezone.now()\nTarget(recorded_at=now)", [2]),
        ("Entry.objects.create(recorded_at=recorded_now())", []),
        ("moment = recorded_now()\nEntry(recorded_at=moment)", []),
        ("now = recorded_now()\nself.at = now\nEntry(recorded_at=self.at)", []),
        ("now = timezone.now()\nself.at = now\nEntry(recorded_at=self.at)", [3]),
        ("Placement(recorded_at=context.recorded_at)", []),
    ],
)
def test_the_net_catches_a_moment_that_somebody_read_off_a_clock(source, lines):
    assert untaken(source) == lines


@pytest.mark.django_db
def test_a_position_is_after_all_that_was_recorded_whatever_the_clock_says(units, time_machine):
    time_machine.move_to("2027-05-20 10:00Z", tick=False)
    entry = make_entry(units.mara, make_kpi(), "2026-01", 1)
    time_machine.move_to("2027-05-20 09:00Z", tick=False)
    first, second = freeze(), freeze()
    assert first == entry.recorded_at + timedelta(microseconds=1)
    assert second > first
    assert list(Freeze.objects.order_by("at").values_list("at", flat=True)) == [first, second]


@pytest.mark.django_db
def test_whoever_records_after_a_freeze_is_after_it_also_with_a_clock_behind(time_machine):
    time_machine.move_to("2026-05-20 10:00Z", tick=False)
    position = freeze()
    assert position == datetime(2026, 5, 20, 10, tzinfo=UTC)
    time_machine.move_to("2026-05-20 09:00Z", tick=False)
    with transaction.atomic():
        assert recorded_now() == position + timedelta(microseconds=1)


def elsewhere(work):
    """Start work in a thread with its own connection."""

    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


def enter(unit, kpi):
    """Record an entry as services do."""
    place = {"kpi": kpi, "unit": unit, "period": ordinal("2026-01")}
    return Entry.objects.create(value=1, source="typed", recorded_at=recorded_now(), **place)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_freeze_waits_for_whoever_has_recorded_and_comes_after(units):
    kpi, inside, go, positions = make_kpi(), Event(), Event(), []

    @transaction.atomic
    def record():
        enter(units.mara, kpi)
        inside.set()
        assert go.wait(SECONDS)

    writer = elsewhere(record)
    assert inside.wait(SECONDS)
    freezer = elsewhere(lambda: positions.append(freeze()))
    freezer.join(0.5)
    assert freezer.is_alive()
    go.set()
    freezer.join(SECONDS)
    writer.join(SECONDS)
    assert Entry.objects.get().recorded_at < positions[0] <= timezone.now()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_transaction_begun_before_a_freeze_and_committed_after_it_is_after_the_position(units):
    kpi, begun, go = make_kpi(), Event(), Event()

    @transaction.atomic
    def record():
        kpi.refresh_from_db()
        begun.set()
        assert go.wait(SECONDS)
        enter(units.mara, kpi)

    writer = elsewhere(record)
    assert begun.wait(SECONDS)
    position = freeze()
    go.set()
    writer.join(SECONDS)
    assert Entry.objects.get().recorded_at > position
