"""The pages on which the office shapes: look first, then store; nothing typed is lost."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from organization.models import Organization, Unit
from osm.views import shaping
from scorecard.models import Theme
from tests.factories import make_person

pytestmark = pytest.mark.django_db

THEMES, ALL = "/shape/lists/themes/", "/shape/organization/"


@pytest.fixture
def office(units):
    client = Client()
    client.force_login(make_person("Olga Lind", "osm_staff", units.hq))
    return client


def text(answer):
    return html.unescape(answer.content.decode())


def mark(answer):
    return answer.context["outlook"].mark


def test_the_page_says_what_comes_next_and_how_much_there_is(office):
    page = text(office.get("/shape/"))
    assert "Next: Strategy" in page
    assert Unit.objects.count() > 1
    assert f">{Unit.objects.count()}</span>" in page


def test_rows_are_looked_at_then_stored(office):
    typed = {"text": "GROWTH\tGrowth"}
    looked = office.post(THEMES, typed)
    assert looked.status_code == 200
    assert "1 new, 0 changed" in text(looked)
    assert not Theme.objects.filter(code="GROWTH").exists()
    stored = office.post(THEMES, {**typed, "store": "", "seen": mark(looked)})
    assert stored.headers["Location"] == THEMES
    assert Theme.objects.get(code="GROWTH").name == "Growth"


def test_a_file_is_shown_as_rows_and_then_stored_as_those(office):
    file = SimpleUploadedFile("themes.csv", "code;name\nGROWTH;Wzrost – świętość".encode())
    looked = office.post(THEMES, {"file": file})
    shown = looked.context["form"]["text"].value()
    assert shown == "code\tname\nGROWTH\tWzrost – świętość\n"
    office.post(THEMES, {"text": shown, "store": "", "seen": mark(looked)})
    assert Theme.objects.get(code="GROWTH").name == "Wzrost – świętość"


def test_what_was_not_looked_at_is_not_stored_and_not_lost(office):
    answer = office.post(THEMES, {"text": "GROWTH\tGrowth", "store": "", "seen": "old"})
    assert answer.status_code == 422
    assert "Nothing of yours is stored or lost" in text(answer)
    assert "GROWTH\tGrowth" in text(answer)
    assert not Theme.objects.filter(code="GROWTH").exists()


def test_a_change_without_a_reason_asks_for_one_and_keeps_the_rows(office):
    Theme.objects.create(code="GROWTH", name="Growth")
    looked = office.post(THEMES, {"text": "GROWTH\tMore growth"})
    typed = {"text": "GROWTH\tMore growth", "store": "", "seen": mark(looked)}
    answer = office.post(THEMES, typed)
    assert answer.status_code == 422
    assert "Say why this changes" in text(answer)
    assert "More growth" in answer.context["form"]["text"].value()
    office.post(THEMES, typed | {"reason": "It was too little."})
    assert Theme.objects.get(code="GROWTH").name == "More growth"


@pytest.mark.parametrize("typed", [{}, {"text": " "}, {"text": "x" * 200_000}])
def test_what_cannot_be_read_is_said_beside_the_field(office, typed):
    answer = office.post(THEMES, typed)
    assert answer.status_code in {200, 422}
    assert answer.context["form"].errors or answer.context["outlook"].problems


def test_two_who_store_the_same_at_the_same_moment_are_told(office, monkeypatch):
    def collide(**_asked):
        raise IntegrityError

    looked = office.post(THEMES, {"text": "GROWTH\tGrowth"})
    monkeypatch.setattr(shaping, "store", collide)
    typed = {"text": "GROWTH\tGrowth", "store": "", "seen": mark(looked)}
    answer = office.post(THEMES, typed)
    assert answer.status_code == 422
    assert "at the same moment" in text(answer)
    assert "GROWTH\tGrowth" in text(answer)


def test_a_hostile_name_is_only_text(office):
    name = "<script>alert(1)</script>"
    looked = office.post(THEMES, {"text": f"GROWTH\t{name}"})
    assert name not in looked.content.decode()
    assert name in text(looked)


def test_what_holds_for_all_is_looked_at_then_stored(office):
    typed = {
        "name": "Northland Health",
        "fiscal_year_start_month": "4",
        "time_zone": "Europe/Oslo",
        "score_at_red_flag": "40",
        "score_at_goal": "70",
        "reason": "As the ministry wants it.",
    }
    looked = office.post(ALL, typed)
    assert not Organization.objects.filter(name="Northland Health").exists()
    stored = office.post(ALL, {**typed, "store": "", "seen": mark(looked)})
    assert stored.headers["Location"] == ALL
    assert Organization.objects.latest("id").fiscal_year_start_month == 4
    refused = office.post(ALL, typed | {"score_at_red_flag": "90"})
    assert "the first is the lower one" in text(refused)


def test_a_list_as_a_file_comes_back_without_a_difference(office):
    file = office.get("/shape/lists/units/file/xlsx/")
    content = SimpleUploadedFile("units.xlsx", file.content)
    answer = office.post("/shape/lists/units/", {"file": content})
    assert "Nothing would change" in text(answer)


def test_rows_are_found_by_what_stands_in_them(office, units):
    page = office.get("/shape/lists/units/", {"q": units.mara.code.lower()}).context["page"]
    assert page.count < Unit.objects.count()
    assert any(units.mara.code in row for row in page.rows)
    assert office.get("/shape/lists/nothing/").status_code == 404
