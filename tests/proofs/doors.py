"""What is no number at each door that figures come through: form, draft, API, files, services.

Import it where Django is set up.
"""

import json
import re
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django.db import transaction
from django.test import Client
from xlsxwriter import Workbook

from jobs.models import OutboxRow
from osm.exchange import RefusedError as PackageRefusedError
from osm.exchange import import_package
from scorecard.models import Draft, Entry, Result, Target
from scorecard.services.entries import Figure, RefusedError, submit_entries
from tests.factories import (
    calendar,
    make_kpi,
    make_organization,
    make_person,
    make_reporter,
    make_unit,
)
from tests.packages import write
from tests.scorecard.views.entry_forms import DRAFT, ENTER, cell_of, post

SIGNS = ("", "+", "-", "\N{MINUS SIGN}")
NAMES = ("nan", "NaN", "NAN", "sNaN", "nan1", "inf", "Inf", "INF", "infinity", "Infinity", "∞")
NONSENSE = [sign + name for sign in SIGNS for name in NAMES]
TOO_LARGE = ["1e999", "-1e999", "1e309", "9" * 310]
# How a program writes them that takes JSON for JavaScript.
BARE = ["NaN", "Infinity", "-Infinity", *TOO_LARGE]
PERIOD = "2026-01"
VALUES, TARGETS = "unit,kpi,period,value,numerator,denominator\n", "unit,kpi,period,goal,red_flag\n"


def refused_everywhere(say) -> bool:
    """Bring everything to every door; tell whether all was refused and nothing was stored."""
    world = make_world()
    doors = {
        "form": (at_the_form, NONSENSE + TOO_LARGE),
        "draft, then submitted": (as_a_draft, NONSENSE + TOO_LARGE[:3]),
        "API, as text": (in_json_text, NONSENSE + TOO_LARGE),
        "API, bare": (in_bare_json, BARE),
        "import of CSV": (in_csv, NONSENSE + TOO_LARGE),
        "import of .xlsx, text": (in_a_text_cell, NONSENSE + TOO_LARGE),
        "import of .xlsx, number": (in_a_number_cell, ["NaN", "INF", "-INF", "1E+999"]),
        "import of targets": (in_targets, NONSENSE + TOO_LARGE),
        "service": (in_a_service, ["NaN", "-NaN", "sNaN", "Infinity", "-Infinity"]),
    }
    found = [holds(say, world, name, *door) for name, door in doors.items()]
    return all(found)


def holds(say, world, name, door, words) -> bool:
    """Knock with every word in every field; a sound number must come in, or nothing is shown."""
    fields = ("goal", "red_flag") if door is in_targets else ("value", "numerator", "denominator")
    refused = sum(not comes_in(door, world, word, field) for word in words for field in fields)
    sound = sum(comes_in(door, world, "12", field) for field in fields)
    said = f"{refused} of {len(words) * len(fields)} refused, nothing stored"
    say(f"{name}: {said}; 12 came in at {sound} of {len(fields)} fields")
    return refused == len(words) * len(fields) and sound == len(fields)


def comes_in(door, world, word, field) -> bool:
    """Tell whether the door let it in, or stored anything; whatever it did is undone."""
    with transaction.atomic():
        let_in = door(world, word, field)
        stored = any(model.objects.exists() for model in (Entry, Result, Target, OutboxRow))
        transaction.set_rollback(True)
    return let_in or stored


def make_world():
    """One unit that reports a number and a ratio, and who enters for it."""
    make_organization()
    unit = make_unit("MARA", make_unit("HQ"))
    kpis = {"value": make_kpi("DAYS"), "numerator": make_kpi("SHARE", unit_rule="ratio")}
    kpis["denominator"] = kpis["numerator"]
    for kpi in {kpis["value"], kpis["numerator"]}:
        make_reporter(unit, kpi, "2025-01", "2026-01")
    person = make_person("Mara Whitlock", "unit_manager", unit)
    client = Client()
    client.force_login(person)
    return SimpleNamespace(unit=unit, kpis=kpis, person=person, client=client)


def numbers(word, field):
    """Return the numbers of one figure, one of them as the word."""
    if field == "value":
        return {"value": word}
    return {"numerator": "1", "denominator": "2"} | {field: word}


def typed(word, field):
    """Return what is typed into one or two fields."""
    found = numbers(word, field)
    return found["value"] if field == "value" else (found["numerator"], found["denominator"])


def at_the_form(world, word, field):
    texts = {world.kpis[field]: typed(word, field)}
    answer = post(world.client, world.unit, texts, period=PERIOD)
    if answer.status_code == 422:
        assert cell_of(answer, world.kpis[field], field)[1]
        return False
    return answer.status_code == 302


def as_a_draft(world, word, field):
    """Keep it as a draft, come back to the page, and submit what stands there."""
    kpi = world.kpis[field]
    post(world.client, world.unit, {kpi: typed(word, field)}, address=DRAFT, period=PERIOD)
    assert getattr(Draft.objects.get(), field) == word
    page = world.client.get(ENTER, {"unit": "MARA", "period": PERIOD})
    parts = ("value",) if field == "value" else ("numerator", "denominator")
    shown = [cell_of(page, kpi, part)[0] for part in parts]
    texts = {kpi: shown[0] if field == "value" else tuple(shown)}
    return post(world.client, world.unit, texts, period=PERIOD).status_code == 302


def in_json_text(world, word, field):
    return sent(world, field, json.dumps(numbers(word, field)))


def in_bare_json(world, word, field):
    return sent(world, field, json.dumps(numbers("@", field)).replace('"@"', word))


def sent(world, field, body):
    place = {"unit": "MARA", "kpi": world.kpis[field].code, "period": PERIOD}
    body = json.dumps(place)[:-1] + ", " + body[1:]
    return world.client.post("/api/v1/entries/", body, "application/json").status_code == 201


def row(world, word, field):
    found = {"value": "", "numerator": "", "denominator": ""} | numbers(word, field)
    return ["MARA", world.kpis[field].code, PERIOD, *found.values()]


def in_csv(world, word, field):
    return imported(lambda folder: write(folder, values=VALUES + ",".join(row(world, word, field))))


def in_targets(world, word, field):
    goals = {"goal": "20", "red_flag": "10"} | {field: word}
    line = ",".join(["MARA", "DAYS", PERIOD, *goals.values()])
    return imported(lambda folder: write(folder, targets=TARGETS + line))


def in_a_text_cell(world, word, field):
    return imported(lambda folder: book(folder / "a.xlsx", row(world, word, field)))


def in_a_number_cell(world, word, field):
    """Write the word where a number stands in the file; Excel would not, a program may."""

    def make(folder):
        path = book(folder / "a.xlsx", row(world, "31337", field), mark="31337")
        return replaced(path, rb"<v>31337</v>", f"<v>{word}</v>".encode())

    return imported(make)


def book(path, cells, mark=None):
    with Workbook(str(path)) as workbook:
        page = workbook.add_worksheet("values")
        page.write_row(0, 0, VALUES.strip().split(","))
        for column, cell in enumerate(cells):
            page.write(1, column, float(cell) if cell == mark else cell)
    return path


def replaced(path, pattern, content):
    """Replace something in the sheet of a workbook."""
    changed = path.with_name("b.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(pattern, content, old.read(name)))
    assert changed.read_bytes() != path.read_bytes()
    return changed


def imported(make):
    with tempfile.TemporaryDirectory(prefix="osm-proof-") as name:
        try:
            import_package(actor=None, path=make(Path(name)))
        except PackageRefusedError:
            return False
    return True


def in_a_service(world, word, field):
    figure = Figure(**{name: Decimal(text) for name, text in numbers(word, field).items()})
    figures = {(world.kpis[field], calendar().parse(PERIOD)): figure}
    try:
        submit_entries(actor=world.person, unit=world.unit, figures=figures)
    except RefusedError:
        return False
    return True
