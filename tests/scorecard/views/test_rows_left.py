"""The page with what is left to do, and with figures that do not apply, without script."""

from scorecard.models import Draft, Entry
from tests.factories import make_entry
from tests.scorecard.views.entry_forms import ENTER, OCTOBER, cell_of, fields, post, text_of

TO_DO = OCTOBER | {"show": "todo"}


def names(page):
    return [row.name for group in page.context["page"].shown for row in group.rows]


def test_to_do_shows_what_is_not_submitted_with_its_number(sign_in, mara, units, days, rate, ready):
    make_entry(units.mara, days, "2026-10", 7)
    browser = sign_in(mara)
    page = browser.get(ENTER, TO_DO)
    assert sorted(names(page)) == ["Repair rate", "Share ready"]
    assert "All 3" in text_of(page)
    assert "To do 2" in text_of(page)
    assert len(names(browser.get(ENTER, OCTOBER))) == 3


def test_a_draft_and_a_refused_figure_are_still_to_do(sign_in, mara, units, days, rate):
    answer = post(sign_in(mara), units.mara, {days: "99", rate: "80"}, show="todo")
    assert sorted(names(answer)) == ["Days lost", "Repair rate"]
    assert f'href="#cell-{days.pk}"' in text_of(answer)


def test_submitting_what_is_left_leads_back_to_what_is_left(sign_in, mara, units, days, rate):
    make_entry(units.mara, rate, "2026-10", 1)
    browser = sign_in(mara)
    answer = post(browser, units.mara, {days: "5"}, show="todo")
    assert answer.url == "/enter/?unit=MARA&period=2026-10&show=todo"
    page = browser.get(answer.url)
    assert names(page) == []
    assert "Nothing is left to do here" in text_of(page)
    assert Entry.objects.get(kpi=rate).value == 1


def test_another_word_in_the_address_shows_all(sign_in, mara, days):
    assert len(names(sign_in(mara).get(ENTER, OCTOBER | {"show": "<b>"}))) == 1


def without(browser, unit, kpi, texts, part="value", **query):
    """Press the button of a row, without script."""
    name = f"cell-{kpi.pk}-{unit.pk}-{part}"
    typed = fields(unit, texts) | {"without": name, "key": "k"}
    return browser.post(ENTER, typed, query_params=OCTOBER | query)


def test_one_button_says_that_a_figure_does_not_apply_and_keeps_the_rest(
    sign_in, mara, units, days, ready
):
    browser = sign_in(mara)
    texts = {days: "12?", ready: ("", "")}
    answer = without(browser, units.mara, ready, texts, "numerator", show="todo")
    assert answer.url == "/enter/?unit=MARA&period=2026-10&show=todo"
    page = browser.get(answer.url)
    assert cell_of(page, ready, "numerator") == ("n/a", "typed, not submitted")
    assert cell_of(page, days)[0] == "12?"
    assert not Entry.objects.exists()


def test_what_cannot_be_kept_is_refused_with_everything_as_it_was_typed(
    sign_in, mara, units, days, rate
):
    answer = without(sign_in(mara), units.mara, rate, {days: "1" * 61, rate: ""})
    assert answer.status_code == 422
    assert cell_of(answer, days)[0] == "1" * 61


def test_a_field_of_another_unit_is_left_alone(sign_in, mara, units, days):
    answer = without(sign_in(mara), units.nils, days, {})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_enter_in_a_field_presses_the_button_that_submits(sign_in, mara, units, days):
    page = sign_in(mara).get(ENTER, OCTOBER).content.decode()
    first = page.index('type="submit"', page.index("data-entry"))
    assert "data-without" not in page[first - 200 : first + 200]
