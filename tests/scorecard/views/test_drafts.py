import json

import pytest

from jobs.models import OutboxRow
from scorecard.models import Draft, Entry
from tests.factories import make_entry, make_kpi, make_reporter, ordinal
from tests.scorecard.views.entry_forms import DRAFT, ENTER, OCTOBER, cell_of, fields, post


def save(browser, unit, texts, **query):
    answer = post(browser, unit, texts, address=DRAFT, **query)
    return answer.status_code, json.loads(answer.content)


def test_a_draft_is_kept_letter_for_letter(sign_in, mara, units, days):
    status, answer = save(sign_in(mara), units.mara, {days: " 7.0"})
    assert (status, answer) == (200, {"message": "saved as 7"})
    draft = Draft.objects.get()
    assert (draft.value, draft.period, draft.typed_by) == (" 7.0", ordinal("2026-10"), mara)


@pytest.mark.parametrize(
    ("text", "words"), [("7 ?", "is not a number"), ("7,500", "two ways"), ("32", "over 31")]
)
def test_a_draft_that_cannot_be_submitted_is_kept_with_a_sentence(
    sign_in, mara, units, days, text, words
):
    status, answer = save(sign_in(mara), units.mara, {days: text})
    assert (status, answer["state"]) == (200, "err")
    assert words in answer["message"]
    assert Draft.objects.get().value == text


def test_half_a_ratio_is_no_mistake_while_i_type(sign_in, mara, units, ready):
    assert save(sign_in(mara), units.mara, {ready: ("3", "")}) == (200, {})
    assert Draft.objects.get().numerator == "3"


@pytest.mark.parametrize("text", ["1" * 61, "1\0"])
def test_a_draft_that_cannot_be_kept_is_422_with_the_reason(sign_in, mara, units, days, text):
    status, answer = save(sign_in(mara), units.mara, {days: text})
    assert status == 422
    assert answer["message"]
    assert not Draft.objects.exists()


def test_a_draft_for_another_unit_or_no_kpi_is_422(sign_in, mara, units, days):
    browser = sign_in(mara)
    for names in (fields(units.nils, {days: "1"}), {"cell-999999-1-value": "1"}):
        assert browser.post(DRAFT, names, query_params=OCTOBER).status_code == 422
    assert not Draft.objects.exists()


def test_an_emptied_draft_goes_and_the_row_is_open_again(sign_in, mara, units, days):
    browser = sign_in(mara)
    save(browser, units.mara, {days: "7"})
    answer = save(browser, units.mara, {days: ""})
    assert answer == (200, {"state": "todo", "message": "not entered"})
    assert not Draft.objects.exists()


def test_what_stands_submitted_is_no_draft(sign_in, mara, units, days):
    make_entry(units.mara, days, "2026-10", 7)
    browser = sign_in(mara)
    assert save(browser, units.mara, {days: "7.0"})[1]["state"] == "ok"
    assert not Draft.objects.exists()
    assert "stays until you submit another" in save(browser, units.mara, {days: ""})[1]["message"]


def test_a_draft_is_seen_by_those_who_enter_for_the_unit_and_by_nobody_else(
    request, sign_in, mara, ada, units, days
):
    save(sign_in(mara), units.mara, {days: "17.1717"})
    assert cell_of(sign_in(ada).get(ENTER, OCTOBER), days)[0] == "17.1717"
    pages = ["/", "/?unit=MARA", "/scorecard/?unit=MARA", "/kpis/DAYS/?unit=MARA"]
    for name in ("nils", "otto", "vera", "chief"):
        browser = sign_in(request.getfixturevalue(name))
        for page in [ENTER, *pages, "/api/v1/results/?unit=MARA"]:
            assert b"17.17" not in browser.get(page).content


def test_a_draft_starts_no_roll_up(sign_in, mara, units, days):
    save(sign_in(mara), units.mara, {days: "7"})
    assert not OutboxRow.objects.exists()
    assert not Entry.objects.exists()


def test_drafts_are_only_posted(sign_in, mara, days):
    assert sign_in(mara).get(DRAFT).status_code == 405


@pytest.mark.parametrize("count", [5, 50])
def test_page_and_draft_have_a_fixed_number_of_queries(
    sign_in, mara, units, django_assert_max_num_queries, count
):
    kpis = [make_kpi() for _ in range(count)]
    for kpi in kpis:
        make_reporter(units.mara, kpi)
        make_entry(units.mara, kpi, "2026-09", 1)
    browser = sign_in(mara)
    # One of them counts what is attached to the figures.
    with django_assert_max_num_queries(37):
        assert browser.get(ENTER).context["page"].total == count
    # Four of them ask, under the lock and for the answer, what is due and what is locked.
    # One asks which figures are held against each other.
    with django_assert_max_num_queries(28):
        assert save(browser, units.mara, {kpis[0]: "1"})[0] == 200


def test_a_saved_row_says_what_was_understood(sign_in, mara, units, days, ready):
    browser = sign_in(mara)
    assert save(browser, units.mara, {days: "7,50"})[1] == {"message": "saved as 7.5"}
    assert save(browser, units.mara, {ready: ("3", "4")})[1] == {"message": "saved as 3 of 4"}
    assert save(browser, units.mara, {ready: ("3", "")})[1] == {}


def test_a_draft_that_is_refused_brings_what_may_have_been_meant(sign_in, mara, units, days):
    _status, answer = save(sign_in(mara), units.mara, {days: "315"})
    name = f"cell-{days.pk}-{units.mara.pk}-value"
    assert answer["choices"] == [["3.15", {name: "3.15"}]]


def test_a_draft_that_cannot_be_submitted_says_so_when_the_page_is_opened(
    sign_in, mara, units, days, ready
):
    browser = sign_in(mara)
    save(browser, units.mara, {days: "1,5,,"})
    save(browser, units.mara, {ready: ("3", "")})
    page = browser.get(ENTER, OCTOBER)
    assert "is not a number" in cell_of(page, days)[1]
    assert "needs both numbers" in cell_of(page, ready, "numerator")[1]
    assert {row.name for row in page.context["page"].to_correct} == {"Days lost", "Share ready"}


def test_an_opened_page_has_what_may_have_been_meant(sign_in, mara, units, days):
    browser = sign_in(mara)
    save(browser, units.mara, {days: "315"})
    choices = json.loads(browser.get(ENTER, OCTOBER).context["choices"])
    name = f"cell-{days.pk}-{units.mara.pk}-value"
    assert choices == {f"cell-{days.pk}": [["3.15", {name: "3.15"}]]}
