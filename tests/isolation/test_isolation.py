"""No manager reads a byte of a unit beside theirs; tests/proofs/n15_unit_isolation.py asks more."""

from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path

from initiatives.models import Initiative
from organization.models import Unit
from organization.querysets import UnitQuerySet
from scorecard.querysets import KpiQuerySet
from scorecard.selectors import results
from tests.isolation.routes import Ids, addresses, routes
from tests.isolation.watch import Report, Watch
from tests.isolation.world import NOW, change_all_that_is_hidden, everybody_beside, make_world

# Several processes share the addresses; of each part so many answer with a page.
PARTS, FEW = 12, 10


@pytest.fixture
def report():
    return Report()


@pytest.fixture
def quiet(caplog):
    """Refusals are what is asked for here: no line for each of them."""
    caplog.set_level("ERROR", logger="django.request")


@pytest.fixture
def world(db, time_machine, quiet):
    """HQ, two commands, and a brigade in each."""
    time_machine.move_to(NOW, tick=False)
    return make_world((2, 1))


def held_by(world, code):
    return next(held for held in world.held.values() if held.unit.code == code)


@pytest.fixture
def watch(world, report):
    return Watch(world, held_by(world, "B1"), report)


# What the gate lets through follows from the paths of units, in whatever database they lie.
@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_byte_of_a_foreign_unit_is_read_and_none_moves_with_it(world, report, part):
    watch = Watch(world, held_by(world, "B1"), report, part, PARTS)
    watch.read_everything()
    change_all_that_is_hidden(world, watch.beside[0])
    watch.read_everything()
    assert report.changed == []
    watch.write_everything()
    assert list(map(str, report.leaks)) == []
    assert report.answers[200] > FEW
    assert report.answers[500] == 0


def test_own_things_and_what_is_published_above_are_read(world, report):
    watch = Watch(world, held_by(world, "B1R1"), report)
    mine = {secret.text for secret in world.secrets if secret.path == watch.held.unit.path}
    own = watch.proof.client().get(f"/initiatives/{watch.held.initiative.pk}/").content.decode()
    above = watch.proof.client().get("/scorecard/?unit=B1&period=2026-10").content.decode()
    assert any(text in own for text in mine)
    published = [s.text for s in world.secrets if s.kind in {"objective", "KPI"} and s.published]
    assert any(text in above for text in published)
    assert watch.foreign


def test_every_address_with_every_id_is_asked(world):
    ids = Ids()
    asked = {name: addresses(route, converters, ids) for name, route, converters in routes()}
    assert {"today", "kpi", "detail", "milestone-done", "letter", "entries"} <= asked.keys()
    assert len(asked["detail"]) == Initiative.objects.count() + 1
    assert {f"/kpis/KPI-{unit.code}/" for unit in world.units[1:]} <= set(asked["kpi"])
    assert len(asked["milestone-done"]) > len(asked["detail"])


def test_the_watch_finds_an_open_list_of_units(watch, report, monkeypatch):
    monkeypatch.setattr(UnitQuerySet, "published_to", lambda self, _user: self)
    watch.ask("GET", "/units/find/?unit=Unit")
    watch.ask("GET", "/search/?q=Unit")
    watch.ask("GET", "/scorecard/?unit=B2&period=2026-10")
    assert {leak.kind for leak in report.leaks} >= {"name", "objective", "KPI"}


def test_the_watch_finds_a_kpi_that_is_told_in_a_refusal(watch, report, monkeypatch):
    other = watch.beside[0]
    watch.write("enter/", "/enter/", watch.partly(other))
    watch.write("api/v1/entries/", "/api/v1/entries/", watch.partly(other))
    assert report.leaks == []
    monkeypatch.setattr(KpiQuerySet, "known_at", lambda self, _unit: self)
    monkeypatch.setattr(KpiQuerySet, "known_to", lambda self, _user: self)
    watch.write("enter/", "/enter/", watch.partly(other))
    watch.write("api/v1/entries/", "/api/v1/entries/", watch.partly(other))
    watch.ask("GET", f"/kpis/{other.kpi.code}/")
    asked = {leak.asked.split("?")[0] for leak in report.leaks if leak.kind == "KPI"}
    assert asked == {"POST /enter/", "POST /api/v1/entries/", f"GET /kpis/{other.kpi.code}/"}


def test_the_watch_finds_the_figure_of_one_unit_in_the_unit_above(watch, report, monkeypatch):
    watch.ask("GET", "/api/v1/results/?unit=HQ")
    assert report.leaks == []
    monkeypatch.setattr(KpiQuerySet, "on_scorecard_of", lambda self, _unit: self)
    monkeypatch.setattr(KpiQuerySet, "known_to", lambda self, _user: self)
    watch.ask("GET", "/api/v1/results/?unit=HQ")
    assert {leak.kind.split(" of ")[0] for leak in report.leaks} == {"entry"}


def test_the_watch_finds_who_an_address_belongs_to(world, watch, report, monkeypatch):
    watch.write("initiatives/new/", "/initiatives/new/", watch.partly(watch.beside[0]))
    assert report.leaks == []
    monkeypatch.setattr(UnitQuerySet, "published_to", lambda *_: Unit.objects.all())
    watch.write("initiatives/new/", "/initiatives/new/", watch.partly(watch.beside[0]))
    assert "name of the unit_manager" in {leak.kind for leak in report.leaks}


def test_a_page_that_is_read_twice_says_the_same(watch, report):
    for address in ("/", "/enter/", "/initiatives/", "/messages/", "/api/v1/units/"):
        watch.ask("GET", address)
        watch.ask("GET", address)
    assert report.changed == []


def test_the_watch_finds_a_count_that_moves(world, watch, report, monkeypatch):
    monkeypatch.setattr(results, "may", lambda *_: True)
    watch.ask("GET", "/api/v1/results/?unit=HQ")
    change_all_that_is_hidden(world, watch.beside[0])
    watch.ask("GET", "/api/v1/results/?unit=HQ")
    assert report.changed == ["B1 at GET /api/v1/results/?unit=HQ"]


def test_the_watch_finds_a_new_page_at_which_nobody_looked(world, report, settings):
    other = everybody_beside(world, held_by(world, "B1").unit)[0]

    @login_not_required
    def hole(_request, initiative_id):
        found = get_object_or_404(Initiative, pk=initiative_id)
        return HttpResponse(found.current.description)

    module = ModuleType("holed_urls")
    module.urlpatterns = [path("hole/<int:initiative_id>/", hole), path("", include("osm.urls"))]
    settings.ROOT_URLCONF = module
    watch = Watch(world, held_by(world, "B1"), report)
    (found,) = [route for route in routes(module) if route[1].startswith("hole/")]
    for address in addresses(found[1], found[2], Ids()):
        watch.ask("GET", address)
    assert f"GET /hole/{other.initiative.pk}/" in {leak.asked for leak in report.leaks}
