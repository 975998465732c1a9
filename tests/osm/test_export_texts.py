"""Whatever people write and count: it leaves, comes in elsewhere and leaves again the same."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.decimals import is_same
from organization.models import Unit
from osm.exchange import import_package
from osm.export import export_package
from scorecard.models import Entry
from tests.packages import SMALL, content, forgotten, write

pytestmark = pytest.mark.django_db

# What neither database stores, and what no cell keeps: spaces at its ends.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"),
    min_size=1,
    max_size=60,
)
NAMES = st.one_of(
    st.sampled_from(["=1+1", '"', "a,b", "two\r\nlines", "-5", "@x", "00123", "Ž" * 200]), TEXTS
).filter(lambda name: name.strip())
AMOUNTS = st.one_of(
    st.sampled_from(["1e-7", "0.30000000000000004", "1e21", "-0", "12345678901234567890.5", ".5"]),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda x: f"{Decimal(repr(x)):f}"),
    st.decimals(allow_nan=False, allow_infinity=False, places=9).map(lambda x: f"{x:f}"[:60]),
)
ROWS = st.lists(st.tuples(NAMES, AMOUNTS, TEXTS), min_size=5, max_size=12)


def table(*rows):
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def package(rows):
    units = [(f"U{n}", name, "HQ") for n, (name, _amount, _comment) in enumerate(rows)]
    values = [
        (f"U{n}", "FUEL", "2026-01", amount, comment)
        for n, (_name, amount, comment) in enumerate(rows)
    ]
    works = [(f"W{n}", name, f"U{n}", comment) for n, (name, _amount, comment) in enumerate(rows)]
    return {
        "units": table(("code", "name", "parent"), ("HQ", "Army HQ", ""), *units),
        "kpis": SMALL["kpis"],
        "values": table(("unit", "kpi", "period", "value", "comment"), *values),
        "initiatives": table(("code", "name", "unit", "description"), *works),
    }


@pytest.mark.parametrize(("ending", "examples"), [("", 12), (".zip", 6), (".xlsx", 4)])
def test_any_text_and_any_number_survive_the_way_there_and_back(ending, examples, tmp_path):
    @given(rows=ROWS)
    @settings(
        max_examples=examples,
        deadline=None,
        # The smallest example that fails would take minutes to find.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def survives(rows):
        given_package = write(tmp_path / "given", **package(rows))
        first, second = tmp_path / f"first{ending}", tmp_path / f"second{ending}"
        with forgotten():
            import_package(actor=None, path=given_package)
            assert_stored(rows)
            export_package(path=first)
            again = import_package(actor=None, path=first)
            assert (again.added, again.changed) == (0, 0)
        with forgotten():
            import_package(actor=None, path=first)
            assert_stored(rows)
            export_package(path=second)
        assert content(first) == content(second)

    survives()


def assert_stored(rows):
    names = dict(Unit.objects.exclude(code="HQ").values_list("code", "name"))
    values = dict(Entry.objects.values_list("unit__code", "value"))
    for number, (name, amount, _comment) in enumerate(rows):
        assert names[f"U{number}"] == name.strip()
        assert is_same(values[f"U{number}"], Decimal(amount))
