"""The figures of weeks on the page of their month."""

import json
from decimal import Decimal

import pytest

from scorecard.models import Draft, Entry
from tests.factories import make_kpi, make_reporter, ordinal
from tests.scorecard.views.entry_forms import DRAFT, ENTER, OCTOBER, fields, text_of

WEEKS = [f"2026-W{week}" for week in range(40, 45)]


@pytest.fixture
def trucks(units):
    kpi = make_kpi("TRUCKS", name="Trucks off", frequency="weekly", maximum=Decimal(20))
    make_reporter(units.mara, kpi)
    return kpi


@pytest.fixture
def send(sign_in, mara, units):
    browser = sign_in(mara)

    def post(texts, *, kpi, address=ENTER, key="", others=()):
        """Post a text by week, and what else the form holds."""
        data = {"key": key} | dict(others)
        for week, text in texts.items():
            data |= fields(units.mara, {kpi: text}, week)
        return browser.post(address, data, query_params=OCTOBER)

    post.browser = browser
    return post


def stored():
    return {entry.period: entry.value for entry in Entry.objects.order_by("revision")}


def messages(response):
    return [row.message for row in response.context["page"].rows]


def test_the_weeks_of_a_month_and_its_month_are_submitted_together(send, units, trucks, days):
    texts = {week: str(number) for number, week in enumerate(WEEKS)}
    answer = send(texts, kpi=trucks, others=fields(units.mara, {days: "12"}))
    assert answer.status_code == 302
    assert stored() == {ordinal(week): number for number, week in enumerate(WEEKS)} | {
        ordinal("2026-10"): 12
    }
    page = send.browser.get(answer.url)
    assert "6 figures submitted." in text_of(page)
    assert (page.context["page"].total, page.context["page"].submitted) == (6, 6)


def test_only_the_week_that_i_correct_is_a_new_revision(send, trucks):
    send({WEEKS[0]: "3", WEEKS[1]: "4"}, kpi=trucks)
    send({WEEKS[0]: "3", WEEKS[1]: "5"}, kpi=trucks)
    revisions = Entry.objects.values_list("period", "revision", "value").order_by("id")
    assert list(revisions) == [
        (ordinal(WEEKS[0]), 1, 3),
        (ordinal(WEEKS[1]), 1, 4),
        (ordinal(WEEKS[1]), 2, 5),
    ]


def test_a_bad_week_gets_its_sentence_and_nothing_is_stored(send, trucks):
    answer = send({WEEKS[0]: "3", WEEKS[1]: "21", WEEKS[2]: "many"}, kpi=trucks)
    assert answer.status_code == 422
    first, second, third, *others = messages(answer)
    assert first == "typed, not submitted"
    assert "over 20" in second
    assert "“many” is not a number" in third
    assert others == ["not entered", "not entered"]
    assert not Entry.objects.exists()
    assert Draft.objects.count() == 3


def test_the_sentence_belongs_to_the_field_of_its_week(send, trucks):
    page = text_of(send({WEEKS[1]: "many"}, kpi=trucks))
    assert f'aria-describedby="state-{trucks.pk}-{WEEKS[1]}" aria-invalid="true"' in page
    assert page.count(f'id="state-{trucks.pk}-{WEEKS[1]}"') == 1


def test_a_draft_of_a_week_is_kept_and_answered_by_itself(send, trucks):
    answer = send({WEEKS[2]: "3,500"}, kpi=trucks, address=DRAFT)
    assert "two ways" in json.loads(answer.content)["message"]
    draft = Draft.objects.get()
    assert (draft.period, draft.value) == (ordinal(WEEKS[2]), "3,500")
    assert json.loads(send({WEEKS[2]: ""}, kpi=trucks, address=DRAFT).content) == {
        "state": "todo",
        "message": "not entered",
    }
    assert not Draft.objects.exists()


def test_the_same_post_twice_stores_each_week_once(send, trucks):
    texts = {WEEKS[0]: "3", WEEKS[1]: "4"}
    for _ in range(2):
        assert send(texts, kpi=trucks, key="k").status_code == 302
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("week", ["2026-W45", "2026-W60", "", "0000-W01"])
def test_a_week_of_another_month_is_not_dropped_in_silence(send, trucks, week):
    answer = send({week: "3"}, kpi=trucks)
    assert answer.status_code == 422
    assert "belong to no KPI of this unit" in text_of(answer)
    assert not Entry.objects.exists()


def test_a_week_before_the_unit_reports_is_refused_in_its_row(send, units):
    later = make_kpi("LATER", name="Later", frequency="weekly")
    make_reporter(units.mara, later, "2026-W42")
    answer = send({WEEKS[0]: "3", WEEKS[3]: "4"}, kpi=later)
    assert answer.status_code == 422
    assert "does not report Later for Week 40, 2026." in messages(answer)[0]


def test_a_week_that_has_not_begun_is_refused(sign_in, mara, units, trucks):
    data = fields(units.mara, {trucks: "3"}, "2026-W47")
    november = OCTOBER | {"period": "2026-11"}
    answer = sign_in(mara).post(ENTER, data, query_params=november)
    assert answer.status_code == 422
    assert "Week 47, 2026 has not begun." in text_of(answer)


@pytest.mark.parametrize(
    ("start", "month", "frequency", "name"),
    [
        (1, "2026-09", "quarterly", "Quarter 3, FY 2026"),
        (1, "2025-12", "yearly", "FY 2025"),
        (4, "2026-03", "yearly", "FY 2026"),
        (7, "2026-06", "yearly", "FY 2026"),
        (10, "2026-09", "yearly", "FY 2026"),
    ],
)
def test_a_longer_period_is_typed_with_its_last_month(
    send, organization, units, start, month, frequency, name
):
    organization.fiscal_year_start_month = start
    organization.save()
    kpi = make_kpi("LONG", name="Long", frequency=frequency)
    make_reporter(units.mara, kpi)
    place = {"unit": "MARA", "period": month}
    (row,) = send.browser.get(ENTER, place).context["page"].rows
    assert row.of_period == name
    answer = send.browser.post(ENTER, fields(units.mara, {kpi: "7"}), query_params=place)
    assert answer.status_code == 302
    assert Entry.objects.get().value == 7


@pytest.mark.parametrize("count", [1, 20])
def test_page_and_draft_of_weeks_have_a_fixed_number_of_queries(
    send, units, django_assert_max_num_queries, count
):
    kpis = [make_kpi(frequency="weekly") for _ in range(count)]
    for kpi in kpis:
        make_reporter(units.mara, kpi)
    # One of them counts what is attached to the figures.
    with django_assert_max_num_queries(37):
        assert send.browser.get(ENTER, OCTOBER).context["page"].total == 5 * count
    # Four of them ask, under the lock and for the answer, what is due and what is locked.
    # One asks which figures are held against each other.
    with django_assert_max_num_queries(28):
        assert send({WEEKS[0]: "1"}, kpi=kpis[0], address=DRAFT).status_code == 200
