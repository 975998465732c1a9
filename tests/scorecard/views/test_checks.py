"""What is asked on the page on which figures are entered, and the page that decides it."""

import json

import pytest

from scorecard.models import CheckRule, CrossCheck, Draft, Entry
from tests.factories import make_check_rule, make_entry, make_kpi, make_reporter
from tests.scorecard.checked import make_cross_check
from tests.scorecard.views.entry_forms import DRAFT, cell_of, fields, post, text_of

PAGE = "/checks/VEH/"
QUIET = [10, 12, 11, 13, 10, 12, 11, 13, 12]
USUAL = {"slip": "ask", "part": "ask", "jump": "ask", "red": "off", "evidence": "off"}


@pytest.fixture
def quiet(units):
    """A KPI whose figures of January to September move between 10 and 13."""
    kpi = make_kpi("QUIET", name="Quiet days")
    make_reporter(units.mara, kpi)
    for month, value in enumerate(QUIET, 1):
        make_entry(units.mara, kpi, f"2026-0{month}", value)
    return kpi


def with_comment(unit, kpi, text, comment):
    return fields(unit, {kpi: text}) | {f"cell-{kpi.pk}-{unit.pk}-comment": comment}


def row_of(answer, kpi):
    (row,) = [row for row in answer.context["page"].rows if row.kpi_id == kpi.pk]
    return row


def test_a_doubtful_figure_is_asked_about_in_its_row_and_kept(sign_in, mara, units, quiet):
    answer = post(sign_in(mara), units.mara, {quiet: "40"})
    row = row_of(answer, quiet)
    assert (answer.status_code, row.state, row.shows_comment) == (422, "jump", True)
    assert "is unusual here" in row.message
    assert cell_of(answer, quiet)[0] == "40"
    assert "1 needs a comment" in text_of(answer)
    assert not Entry.objects.filter(period=24321).exists()
    assert Draft.objects.get().value == "40"


def test_the_comment_answers_and_is_shown_with_the_figure(sign_in, mara, units, quiet):
    browser = sign_in(mara)
    data = with_comment(units.mara, quiet, "40", " The bridge was closed. ") | {"key": ""}
    answer = browser.post("/enter/?unit=MARA&period=2026-10", data, follow=True)
    entry = Entry.objects.latest("id")
    assert (entry.comment, entry.is_checked) == ("The bridge was closed.", True)
    row = row_of(answer, quiet)
    assert (row.state, row.answered) == ("ok", "The bridge was closed.")
    assert (row.comment.typed, row.shows_comment) == ("", False)
    page = browser.get("/kpis/QUIET/?unit=MARA&period=2026-10")
    assert "The bridge was closed." in text_of(page)
    assert "asked because it is outside what was usual before" in text_of(page)


def test_a_draft_is_asked_about_and_keeps_its_comment(sign_in, mara, units, quiet):
    browser = sign_in(mara)
    address = f"{DRAFT}?unit=MARA&period=2026-10"
    answer = json.loads(browser.post(address, fields(units.mara, {quiet: "1300"})).content)
    name = f"cell-{quiet.pk}-{units.mara.pk}-value"
    assert (answer["state"], answer["choices"]) == ("jump", [["13", {name: "13"}]])
    data = with_comment(units.mara, quiet, "1300", "So it is.")
    assert json.loads(browser.post(address, data).content) == {"message": "saved as 1,300"}
    assert Draft.objects.get().comment == "So it is."
    row = row_of(browser.get("/enter/?unit=MARA&period=2026-10"), quiet)
    assert (row.state, row.comment.typed, row.shows_comment) == ("draft", "So it is.", True)


def test_a_comment_that_is_too_long_is_refused_in_a_sentence(sign_in, mara, units, quiet):
    data = with_comment(units.mara, quiet, "12", "x" * 1001)
    answer = sign_in(mara).post(f"{DRAFT}?unit=MARA&period=2026-10", data)
    assert answer.status_code == 422
    assert "at most 1000 characters" in json.loads(answer.content)["message"]


def test_what_cannot_be_read_is_told_beside_what_is_doubtful(sign_in, mara, units, quiet, days):
    answer = post(sign_in(mara), units.mara, {quiet: "40", days: "many"})
    assert [row_of(answer, kpi).state for kpi in (quiet, days)] == ["jump", "err"]


def test_a_rule_that_stops_offers_no_comment(sign_in, mara, ada, units, quiet):
    make_check_rule(quiet, ada, effect="stop")
    answer = post(sign_in(mara), units.mara, {quiet: "40"})
    assert row_of(answer, quiet).state == "err"


def test_the_office_decides_and_reads_what_was_decided(world, ada, sign_in, read):
    browser = sign_in(ada)
    answer = browser.post(PAGE, USUAL | {"red": "stop", "reason": "Agreed in May"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = read(ada, PAGE)
    assert "off target: is refused" in page
    assert "Agreed in May" in page
    assert CheckRule.objects.count() == 1


def test_a_refused_decision_keeps_what_was_chosen(world, ada, sign_in):
    answer = sign_in(ada).post(PAGE, USUAL | {"red": "stop", "reason": ""})
    assert answer.status_code == 422
    assert '<option value="stop" selected>' in answer.content.decode()


def test_the_page_of_the_kpi_leads_there_for_the_office_alone(world, ada, mara, read):
    assert PAGE in read(ada, "/kpis/VEH/?unit=HQ")
    assert PAGE not in read(mara, "/kpis/VEH/?unit=MARA")


@pytest.fixture
def against(days):
    """What figures of days lost can be held against."""
    kpi = make_kpi("OPEN", name="Days open")
    return {"part": days.pk, "relation": "at_most", "whole": kpi.pk, "effect": "ask"}


def test_the_office_holds_kpis_against_each_other_and_changes_its_mind(
    world, ada, sign_in, read, against
):
    browser, page = sign_in(ada), "/checks/DAYS/against/"
    answer = browser.post(page, against | {"reason": "Lost days were open."})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "Days lost is at most Days open: asks for a comment" in read(ada, "/checks/DAYS/")
    row = CrossCheck.objects.get()
    form = browser.get(f"{page}?rule={row.pk}").context["form"]
    assert (form["whole"].value(), form["effect"].value()) == (against["whole"], "ask")
    browser.post(page, against | {"effect": "off", "reason": "It was wrong."})
    assert "Days lost is at most" not in read(ada, "/checks/OPEN/")
    assert "It was wrong." in read(ada, "/checks/OPEN/against/")


@pytest.mark.parametrize("rule", ["0", "x", "9" * 30])
def test_a_rule_that_is_not_there_is_not_found(world, ada, sign_in, days, rule):
    assert sign_in(ada).get(f"/checks/DAYS/against/?rule={rule}").status_code == 404


def test_a_rule_without_the_kpi_of_the_page_is_refused_and_stays_as_chosen(
    world, ada, sign_in, against
):
    other = make_kpi("ELSE", name="Something else")
    wrong = against | {"part": other.pk, "reason": "Agreed."}
    answer = sign_in(ada).post("/checks/DAYS/against/", wrong)
    assert answer.status_code == 422
    assert "Choose Days lost as one of them." in answer.content.decode()
    assert not CrossCheck.objects.exists()


def test_figures_at_odds_are_asked_about_on_the_page(sign_in, mara, ada, units, days):
    whole = make_kpi("OPEN", name="Days open")
    make_reporter(units.mara, whole)
    make_cross_check(ada, [days], whole)
    answer = post(sign_in(mara), units.mara, {days: "25", whole: "20"})
    assert [row_of(answer, kpi).state for kpi in (days, whole)] == ["jump", "draft"]
    assert "Days lost, 25, is more than Days open, 20." in row_of(answer, days).message
