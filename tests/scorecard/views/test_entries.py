from decimal import Decimal

import pytest
from django.test import Client

from audit.models import Record
from jobs.models import OutboxRow
from scorecard.models import Draft, Entry
from tests.factories import (
    make_kpi,
    make_line,
    make_objective,
    make_reporter,
    make_unit,
    ordinal,
)
from tests.scorecard.views.entry_forms import DRAFT, ENTER, OCTOBER, cell_of, fields, post, text_of


def test_what_i_type_is_submitted_with_one_button(sign_in, mara, units, days, ready, rate):
    texts = {days: "12.5", ready: ("8", "10"), rate: "82.5"}
    answer = post(sign_in(mara), units.mara, texts)
    assert (answer.status_code, answer.url) == (302, "/enter/?unit=MARA&period=2026-10")
    entries = {entry.kpi: entry for entry in Entry.objects.all()}
    assert entries[days].value == Decimal("12.5")
    assert (entries[ready].numerator, entries[ready].denominator) == (8, 10)
    assert str(entries[rate].value) == "0.825"
    assert {entry.author for entry in entries.values()} == {mara}
    assert {entry.period for entry in entries.values()} == {ordinal("2026-10")}


def test_after_submitting_the_page_says_so_and_shows_the_figures(sign_in, mara, units, days):
    browser = sign_in(mara)
    page = browser.get(post(browser, units.mara, {days: "12.50"}).url)
    assert "1 figure submitted." in text_of(page)
    assert cell_of(page, days) == ("12.5", "submitted")
    assert not Draft.objects.exists()


def test_without_an_address_it_is_my_first_unit_and_the_last_month_that_ended(sign_in, mara, days):
    page = sign_in(mara).get(ENTER).context["page"]
    assert (page.unit.code, page.month_text) == ("MARA", "2026-10")


def test_an_empty_cell_stays_missing(sign_in, mara, units, days, rate):
    post(sign_in(mara), units.mara, {days: "", rate: "1"})
    assert [entry.kpi for entry in Entry.objects.all()] == [rate]


def test_only_what_changed_becomes_a_revision(sign_in, mara, units, days, rate):
    browser = sign_in(mara)
    post(browser, units.mara, {days: "5", rate: "80"})
    post(browser, units.mara, {days: "5.0", rate: "81"})
    assert Entry.objects.filter(kpi=days).count() == 1
    assert Entry.objects.filter(kpi=rate).count() == 2
    page = browser.get(post(browser, units.mara, {days: "5", rate: "81"}).url)
    assert "Nothing has changed since you last submitted." in text_of(page)
    assert not Draft.objects.exists()


def test_an_emptied_cell_takes_no_submitted_figure_back(sign_in, mara, units, days):
    browser = sign_in(mara)
    post(browser, units.mara, {days: "5"})
    page = browser.get(post(browser, units.mara, {days: ""}).url)
    assert cell_of(page, days) == ("5", "submitted")


def test_not_applicable_is_stored_as_such(sign_in, mara, units, days, ready):
    post(sign_in(mara), units.mara, {days: "n/a", ready: ("n/a", "")})
    assert [entry.not_applicable for entry in Entry.objects.all()] == [True, True]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ten", "“ten” is not a number"),
        ("NaN", "is not a number"),
        ("Infinity", "is not a number"),
        ("-inf", "is not a number"),
        ("1e3", "is not a number"),
        ("1,234", "can be read in two ways"),
        ("31.01", "This is over 31, the highest possible value"),
        ("9" * 61, "at most 60 characters"),
        ("5\0", "invisible character"),
    ],
)
def test_a_bad_figure_gets_a_sentence_in_its_row_and_nothing_is_stored(
    sign_in, mara, units, days, rate, text, words
):
    answer = post(sign_in(mara), units.mara, {days: text, rate: "80"})
    assert answer.status_code == 422
    typed, message = cell_of(answer, days)
    assert typed == text
    assert words in message
    assert cell_of(answer, rate) == ("80", "typed, not submitted")
    assert not Entry.objects.exists()
    assert not OutboxRow.objects.exists()
    assert not Record.objects.filter(subject_kind="entry").exists()


def test_every_bad_figure_gets_its_sentence_at_once(sign_in, mara, units, days, ready, rate):
    texts = {days: "99", ready: ("3", ""), rate: "x"}
    answer = post(sign_in(mara), units.mara, texts)
    assert "over 31" in cell_of(answer, days)[1]
    assert "needs both numbers" in cell_of(answer, ready, "numerator")[1]
    assert "is not a number" in cell_of(answer, rate)[1]
    assert "Nothing was submitted yet" in text_of(answer)


def test_a_refused_page_is_still_there_when_i_come_back(sign_in, mara, units, days, rate):
    browser = sign_in(mara)
    post(browser, units.mara, {days: "1,500", rate: "80"})
    page = browser.get(ENTER, OCTOBER)
    assert cell_of(page, days)[0] == "1,500"
    assert cell_of(page, rate)[0] == "80"


def test_the_sentence_belongs_to_its_field(sign_in, mara, units, days):
    page = text_of(post(sign_in(mara), units.mara, {days: "<b>x</b>"}))
    assert f'aria-describedby="state-{days.pk}" aria-invalid="true"' in page
    assert f'id="state-{days.pk}"><span class="st s-r">“&lt;b&gt;x&lt;/b&gt;” is not' in page


def test_a_kpi_that_the_unit_does_not_report_is_refused_in_a_row(sign_in, mara, units, days):
    other = make_kpi("FUEL", name="Fuel")
    make_line(make_objective(unit=units.hq), other)
    answer = post(sign_in(mara), units.mara, {other: "5"})
    assert answer.status_code == 422
    assert "does not report Fuel" in cell_of(answer, other)[1]
    assert not Entry.objects.exists()


def test_a_kpi_of_another_unit_is_refused_without_its_name(sign_in, mara, units, days):
    other = make_kpi("FUEL", name="Fuel")
    make_reporter(units.nils, other)
    answer = post(sign_in(mara), units.mara, {other: "5"})
    assert answer.status_code == 422
    assert "belong to no KPI of this unit" in answer.content.decode()
    assert "Fuel" not in answer.content.decode()


def test_a_period_that_has_not_begun_is_refused(sign_in, mara, units, days):
    answer = post(sign_in(mara), units.mara, {days: "5"}, period="2026-12")
    assert answer.status_code == 422
    assert "December 2026 has not begun" in cell_of(answer, days)[1]


def test_a_unit_that_was_closed_is_refused(sign_in, ada, units, days):
    closed = make_unit("GONE", units.command, closed_on="2026-09-30")
    make_reporter(closed, days)
    answer = post(sign_in(ada), closed, {days: "5"})
    assert answer.status_code == 422
    assert "GONE was not open in October 2026" in cell_of(answer, days)[1]


def test_a_figure_for_another_unit_is_not_dropped_in_silence(sign_in, mara, units, days):
    data = fields(units.mara, {days: "5"}) | fields(units.nils, {days: "6"})
    answer = sign_in(mara).post(ENTER, data, query_params=OCTOBER)
    assert answer.status_code == 422
    assert "belong to no KPI of this unit" in text_of(answer)
    assert not Entry.objects.exists()


def test_a_repeated_post_stores_once_and_answers_the_same(sign_in, mara, units, days):
    browser = sign_in(mara)
    first, second = (post(browser, units.mara, {days: "5"}, key="k") for _ in range(2))
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert Entry.objects.count() == 1
    assert not Draft.objects.exists()
    assert text_of(browser.get(second.url)).count("1 figure submitted.") == 2


def test_an_old_page_with_other_figures_is_asked_about_and_kept(sign_in, mara, units, days):
    browser = sign_in(mara)
    post(browser, units.mara, {days: "5"}, key="k")
    answer = post(browser, units.mara, {days: "6"}, key="k")
    assert answer.status_code == 422
    assert "was submitted before, with other figures" in text_of(answer)
    assert cell_of(answer, days) == ("6", "typed, not submitted")
    assert post(browser, units.mara, {days: "6"}, key=answer.context["key"]).status_code == 302
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("key", ["k" * 81, "a b", "k\0", "ключ"])
def test_a_key_that_is_none_does_no_harm(sign_in, mara, units, days, key):
    assert post(sign_in(mara), units.mara, {days: "5"}, key=key).status_code == 302
    assert Entry.objects.get().idempotency_key == ""


def test_every_page_has_a_key_of_its_own_and_is_not_kept_by_the_browser(sign_in, mara, days):
    pages = [sign_in(mara).get(ENTER) for _ in range(2)]
    assert len({page.context["key"] for page in pages}) == 2
    assert all("no-store" in page["Cache-Control"] for page in pages)


def test_the_form_works_without_script(sign_in, mara, units, days):
    page = text_of(sign_in(mara).get(ENTER, OCTOBER))
    assert '<form method="post" action="?unit=MARA&amp;period=2026-10"' in page
    assert f'name="cell-{days.pk}-{units.mara.pk}-value"' in page
    assert '<button class="btn go" type="submit">' in page


def test_somebody_elses_draft_survives_my_empty_field(sign_in, mara, ada, units, days, rate):
    post(sign_in(ada), units.mara, {days: "5"}, address=DRAFT)
    post(sign_in(mara), units.mara, {days: "", rate: "80"})
    assert Draft.objects.get().value == "5"


def test_my_own_emptied_draft_goes(sign_in, mara, units, days):
    browser = sign_in(mara)
    post(browser, units.mara, {days: "5"}, address=DRAFT)
    post(browser, units.mara, {days: ""})
    assert not Draft.objects.exists()


def test_the_select_offers_my_reporting_units_and_no_other(sign_in, ada, mara, units, days):
    make_unit("IDLE", units.mara, name="Idle")
    pages = [sign_in(person).get(ENTER).context["page"] for person in (mara, ada)]
    assert [[choice.value for choice in page.units] for page in pages] == [
        ["MARA"],
        ["MARA", "NILS"],
    ]


@pytest.mark.parametrize("code", ["NILS", "CMD", "HQ", "GHOST", "", "\0"])
@pytest.mark.parametrize("address", [ENTER, DRAFT])
def test_a_unit_that_is_not_mine_to_enter_is_not_found(sign_in, mara, days, address, code):
    browser = sign_in(mara)
    assert browser.post(address, query_params={"unit": code}).status_code == 404
    if address == ENTER:
        assert browser.get(address, {"unit": code}).status_code == 404


@pytest.mark.parametrize("word", ["October", "2026-13", "2026-Q4", "FY2026", "0001-01", "9999-12"])
def test_what_is_no_month_is_not_found(sign_in, mara, days, word):
    assert sign_in(mara).get(ENTER, {"period": word}).status_code == 404


@pytest.mark.parametrize("word", ["1900-01", "2199-12", "2030-03"])
def test_a_month_far_away_is_an_ordinary_page(sign_in, mara, days, word):
    assert sign_in(mara).get(ENTER, {"period": word}).status_code == 200


@pytest.mark.parametrize("who", ["otto", "vera", "chief", "nils"])
def test_who_enters_nothing_gets_an_empty_page_and_no_post(request, sign_in, units, who):
    browser = sign_in(request.getfixturevalue(who))
    page = browser.get(ENTER)
    assert page.status_code == 200
    assert "You have no figures to enter" in text_of(page)
    answer = browser.post(ENTER)
    assert answer.status_code == 403
    assert "You may not enter figures for any unit." in text_of(answer)
    assert browser.post(DRAFT).status_code == 404


def test_nobody_enters_without_signing_in(db):
    for address in (ENTER, DRAFT):
        answer = Client().post(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/sign-in/")


def test_a_foreign_page_cannot_submit_in_my_name(mara, units, days):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mara)
    assert post(strict, units.mara, {days: "5"}).status_code == 403
    assert not Entry.objects.exists()


def test_a_month_without_anything_due_says_so(sign_in, mara, units):
    make_reporter(units.mara, make_kpi(frequency="quarterly"))
    assert "Nothing is due for this month" in text_of(sign_in(mara).get(ENTER, OCTOBER))
    assert "Nothing is due" not in text_of(
        sign_in(mara).get(ENTER, OCTOBER | {"period": "2026-09"})
    )
