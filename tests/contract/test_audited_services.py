"""No service that writes can be added without its audit row, in the same transaction."""

import ast

import pytest
from django.apps import apps
from django.db import DatabaseError

from audit.models import Record
from audit.selectors.history import INTERNAL
from audit.selectors.words import FACTS, KINDS, VERBS
from tests.contract.test_architecture import PRODUCT, ROOT, WRITES, named, python_files
from tests.contract.things import Things
from tests.contract.written import ACTS, DERIVED
from tests.owner import refuse_records

BULK_WRITES = {"insert_rows", "delete_rows", "insert_columns", "delete_columns"}


def module_of(path):
    return named(path).removesuffix(".py").replace("/", ".")


SERVICES = {
    module_of(path): path.read_text()
    for path in python_files(*PRODUCT)
    if "services" in path.relative_to(ROOT).parts
}


def acts_in(source):
    """Return the public functions that a person calls: those with an `actor`."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return [
        function.name
        for function in functions
        if not function.name.startswith("_")
        and "actor" in {argument.arg for argument in function.args.kwonlyargs}
    ]


def writes(source):
    """Tell whether rows are written anywhere in a module."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return any(_is_write(call) for call in calls)


def _is_write(call):
    if isinstance(call.func, ast.Name):
        return call.func.id in BULK_WRITES
    if not isinstance(call.func, ast.Attribute):
        return False
    # A set or dictionary is updated from something, rows by the names of their columns.
    is_set = call.func.attr == "update" and bool(call.args)
    return call.func.attr in WRITES and not is_set


def unlisted(services, acts=frozenset(ACTS), derived=frozenset(DERIVED)):
    """Return the services that write and about whose audit row nothing is said."""
    told = {f"{service.__module__}.{service.__name__}" for service in acts}
    of_people = {f"{name}.{act}" for name, text in services.items() for act in acts_in(text)}
    writing = {name for name, text in services.items() if writes(text)}
    helpers = {f"{name}.{each}" for name in derived for each in acts_in(services.get(name, ""))}
    silent = writing - derived - {service.rpartition(".")[0] for service in told}
    return sorted((of_people - told - helpers) | silent)


def gone(services, derived=frozenset(DERIVED)):
    """Return the modules that are listed as writing and do not."""
    return sorted(name for name in derived if not writes(services.get(name, "")))


def perform(service, act, things):
    return service(actor=things.cast[act.who], **act.arguments(things))


def contents():
    """Return how many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def facts_of(row):
    """Return the names of what was noted beside a change and is shown to a reader."""
    return {*row.detail, *row.detail.get("changes", ())} - {"changes", *INTERNAL}


@pytest.fixture
def things(world, units, cast):
    return Things(world, units, cast)


def test_every_service_that_writes_is_listed():
    assert unlisted(SERVICES) == []
    assert gone(SERVICES) == []


def test_who_leaves_no_row_says_why():
    assert [service for service, act in ACTS.items() if act.rows == 0 and not act.why] == []


@pytest.mark.parametrize("service", ACTS, ids=lambda service: service.__name__)
def test_a_service_leaves_as_many_rows_as_listed(things, service):
    act = ACTS[service]
    before = set(Record.objects.values_list("pk", flat=True))
    perform(service, act, things)
    rows = Record.objects.exclude(pk__in=before)
    assert len(rows) == act.rows
    # Who has read something is nobody's business, the auditor's neither.
    is_reading = service.__name__ in {"mark_read", "mark_notice_read", "mark_all_read"}
    somebody = None if is_reading else things.cast[act.who]
    assert all(row.actor == somebody for row in rows)
    assert [row for row in rows if row.verb not in VERBS or row.subject_kind not in KINDS] == []
    assert {name for row in rows for name in facts_of(row)} - FACTS.keys() == set()


@pytest.mark.parametrize(
    "service",
    [service for service, act in ACTS.items() if act.rows],
    ids=lambda service: service.__name__,
)
def test_without_its_audit_row_nothing_is_stored(things, service):
    refuse_records()
    before = contents()
    with pytest.raises(DatabaseError):
        perform(service, ACTS[service], things)
    assert contents() == before


def test_the_net_catches_a_new_service_of_a_person():
    text = "def rename_unit(*, actor, unit):\n    _rename(unit)\n"
    assert unlisted(SERVICES | {"organization.services.names": text}) == [
        "organization.services.names.rename_unit"
    ]


def test_the_net_catches_a_new_module_that_writes():
    text = "def sweep():\n    Draft.objects.all().delete()\n"
    assert unlisted(SERVICES | {"scorecard.services.sweeping": text}) == [
        "scorecard.services.sweeping"
    ]


def test_the_net_catches_what_is_listed_in_vain():
    assert gone(SERVICES | {"jobs.services.outbox": "def post(): pass"}) == ["jobs.services.outbox"]
