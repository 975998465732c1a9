"""What import-linter cannot say: names, lengths, and that only services write."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DRIVER = re.compile(r"^\s*(?:from|import) (?:psycopg|django\.contrib\.postgres)", re.MULTILINE)
PRODUCT = (
    "osm",
    "core",
    "accounts",
    "audit",
    "jobs",
    "organization",
    "scorecard",
    "initiatives",
    "communications",
    "demo",
)
BANNED = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)(_|$)")
MOST_LINES = 400
# Parts of an app that read, decide or show. Migrations and management commands are none of them.
READERS = {
    "admin",
    "api",
    "charts",
    "forms",
    "policies",
    "querysets",
    "selectors",
    "tasks",
    "templatetags",
    "views",
}
NOT_PRODUCT = {"demo", "tests", "build"}
WITHOUT_ROOMS = {"osm", "core"}
# `createsuperuser` and the tests make people through Django's manager, which is a queryset's kin.
MAKES_PEOPLE = "accounts/querysets.py"
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "asave",
    "acreate",
    "aupdate",
    "adelete",
}


def python_files(*folders):
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def named(path):
    return str(path.relative_to(ROOT))


def has_an_empty_name(path):
    """Tell whether a file or its folder is named after nothing in particular."""
    return any(BANNED.search(part) for part in Path(path).with_suffix("").parts)


def reads_only(path):
    return not READERS.isdisjoint(Path(path).with_suffix("").parts[1:2])


def writes(source):
    """Return the lines that write rows: calls of a model's or queryset's writing methods."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return sorted(
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
    )


def too_long(text):
    return len(text.splitlines()) > MOST_LINES


def apps(root):
    """Return the folders that are apps or their root: packages with code for the product."""
    packages = {path.parent.name for path in root.glob("*/__init__.py")}
    return packages - NOT_PRODUCT


def outside_the_contracts(names, rules):
    """Return the apps that an import contract leaves out."""
    layers, inside, *_ = rules["contracts"]
    listed = {name.strip() for layer in layers["layers"] for name in layer.split("|")}
    # The root puts everything together; core has no rooms inside.
    known = set(rules["root_packages"]) & listed & {*inside["containers"], *WITHOUT_ROOMS}
    return names - known if inside["exhaustive"] else names


FILES = python_files(*PRODUCT)
READING = [
    path for path in FILES if reads_only(path.relative_to(ROOT)) and named(path) != MAKES_PEOPLE
]


def linter_rules():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def test_every_app_is_under_the_import_contracts():
    assert outside_the_contracts(apps(ROOT), linter_rules()) == set()
    assert apps(ROOT) | {"demo"} == set(PRODUCT)


def test_the_net_catches_an_app_outside_the_import_contracts(tmp_path):
    for name in ("scorecard", "planning", "tests"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    assert outside_the_contracts(apps(tmp_path), linter_rules()) == {"planning"}


def test_every_file_is_named_after_something():
    assert [named(path) for path in FILES if has_an_empty_name(path.relative_to(ROOT))] == []


def test_no_file_is_longer_than_a_story():
    everything = [*FILES, *python_files("tests")]
    assert [named(path) for path in everything if too_long(path.read_text())] == []


def test_there_is_something_to_look_at():
    looked_at = {path.relative_to(ROOT).with_suffix("").parts[1] for path in READING}
    assert looked_at >= {"admin", "api", "forms", "policies", "querysets", "selectors", "views"}


@pytest.mark.parametrize("path", READING, ids=named)
def test_only_services_write(path):
    assert writes(path.read_text()) == []


@pytest.mark.parametrize(
    "path", ["scorecard/utils.py", "core/date_helpers.py", "scorecard/common/dates.py"]
)
def test_the_net_catches_a_file_named_after_nothing(path):
    assert has_an_empty_name(path)


@pytest.mark.parametrize(
    "path", ["jobs/management/commands/drain.py", "core/commons_of_units.py", "osm/celery.py"]
)
def test_the_net_leaves_other_names_alone(path):
    assert not has_an_empty_name(path)


def test_the_net_catches_a_view_that_writes():
    source = "def view(request):\n    unit = find()\n    unit.name = 1\n    unit.save()\n"
    assert reads_only("organization/views/units.py")
    assert writes(source) == [4]
    assert writes("Entry.objects.filter(pk=1).update(value=2)") == [1]


def test_the_net_leaves_services_alone():
    assert not reads_only("organization/services/units.py")
    assert not reads_only("organization/management/commands/views.py")


def test_the_net_catches_a_file_that_is_too_long():
    assert too_long("pass\n" * (MOST_LINES + 1))


def asking_for_a_driver(root):
    """Return the files of the product that import what only PostgreSQL's driver brings."""
    files = [file for file in root.rglob("*.py") if not {"tests", ".venv"} & set(file.parts)]
    return [str(file) for file in files if DRIVER.search(file.read_text())]


def test_the_small_edition_starts_without_the_driver_of_the_large_one():
    assert asking_for_a_driver(ROOT) == []


def test_the_net_catches_an_import_of_the_driver(tmp_path):
    (tmp_path / "migration.py").write_text("from django.contrib.postgres.operations import X\n")
    assert len(asking_for_a_driver(tmp_path)) == 1
