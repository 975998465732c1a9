"""What waits for one's approval: by month, the doubtful ones first, with what helps to decide."""

from decimal import Decimal

import pytest

from scorecard.models import EntryQuestion
from scorecard.selectors.approval_queue import A_PAGE, approval_queue
from tests.factories import make_entry, make_kpi, make_reporter, make_target, make_unit
from tests.scorecard.small import roll_up


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL", name="Fuel in store", approved_only=True, unit_of_measure="t")
    make_reporter(units.mara, kpi)
    return kpi


def text(words):
    return words.replace("\N{NO-BREAK SPACE}", " ")


def units_shown(page):
    return [figure.unit.code for figure in page.figures]


def test_nothing_is_an_empty_page(mara):
    page = approval_queue(mara)
    assert (page.months, page.figures, page.total, page.shown) == ((), (), 0, None)


def test_a_figure_has_what_helps_to_decide(units, mara, otto, fuel):
    make_entry(units.mara, fuel, "2026-09", Decimal(5), author=otto)
    make_target(units.mara, fuel, "2026-10", goal=9, red_flag=8)
    entry = make_entry(
        units.mara, fuel, "2026-10", Decimal(7), author=otto, comment="New depot", is_checked=True
    )
    EntryQuestion.objects.create(entry=entry, kind="jump")
    roll_up()
    (figure,) = approval_queue(mara, word="2026-10").figures
    shown = (figure.text, figure.before, figure.change, figure.target)
    assert tuple(map(text, shown)) == ("7 t", "5 t", "+2 t", "≥ 9 t")
    assert figure.doubts == ("outside what was usual before",)
    assert (figure.is_off_target, figure.comment, figure.by) == (True, "New depot", "Otto Strand")
    assert (figure.origin, figure.checked, figure.corrects) == ("typed", True, False)


def test_what_was_asked_about_comes_first_then_what_is_off_target(units, mara, otto, fuel):
    names = ("A-PLAIN", "B-OFF", "C-ASKED")
    for name in names:
        unit = make_unit(name, units.mara)
        make_reporter(unit, fuel)
        make_target(unit, fuel, "2026-10", goal=9, red_flag=8)
        value = Decimal(7 if name == "B-OFF" else 10)
        entry = make_entry(unit, fuel, "2026-10", value, author=otto)
        if name == "C-ASKED":
            EntryQuestion.objects.create(entry=entry, kind="jump")
    roll_up()
    page = approval_queue(mara)
    assert units_shown(page) == ["C-ASKED", "B-OFF", "A-PLAIN"]
    assert page.n_plain == 1
    assert approval_queue(mara, select="plain").chosen == {page.figures[2].entry_id}
    assert page.chosen == frozenset()


def test_of_a_ratio_the_share_is_held_against_the_red_flag(units, mara, otto):
    kpi = make_kpi("READY", unit_rule="ratio", approved_only=True, unit_of_measure="%")
    make_reporter(units.mara, kpi)
    make_target(units.mara, kpi, "2026-10", goal="0.8", red_flag="0.7")
    make_entry(units.mara, kpi, "2026-10", pair=(60, 100), author=otto)
    make_entry(units.mara, kpi, "2026-09", pair=(0, 0), author=otto)
    roll_up()
    (figure,) = approval_queue(mara, word="2026-10").figures
    assert figure.is_off_target
    assert text(figure.text) == "60 of 100"


def test_months_are_counted_and_the_oldest_is_shown_unless_another_is_asked_for(
    units, mara, otto, fuel
):
    tank = make_kpi("TANK", approved_only=True, frequency="weekly")
    make_reporter(units.mara, tank)
    for period in ("2026-09", "2026-10"):
        make_entry(units.mara, fuel, period, Decimal(7), author=otto)
    make_entry(units.mara, tank, "2026-W41", Decimal(7), author=otto)
    page = approval_queue(mara)
    counts = [(month.word, month.count, month.is_shown) for month in page.months]
    assert counts == [("2026-09", 1, True), ("2026-10", 2, False)]
    assert page.total == 3
    later = approval_queue(mara, word="2026-10")
    assert [figure.kpi.code for figure in later.figures] == ["FUEL", "TANK"]
    assert approval_queue(mara, word="nonsense").shown.word == "2026-09"


def test_only_the_office_may_ask_for_what_waits_for_anybody(units, ada, mara, nils, otto, fuel):
    make_entry(units.mara, fuel, "2026-10", Decimal(7), author=otto)
    assert (approval_queue(ada).total, approval_queue(ada, show="all").total) == (0, 1)
    assert approval_queue(ada, show="all").shows_all
    for person in (nils, otto):
        page = approval_queue(person, show="all")
        assert (page.total, page.shows_all, page.can_show_all) == (0, False, False)


def test_ones_own_figures_wait_for_somebody_else(units, mara, ada, fuel):
    make_entry(units.mara, fuel, "2026-10", Decimal(7), author=mara)
    assert approval_queue(mara).total == 0
    assert approval_queue(ada, show="all").total == 1


@pytest.mark.parametrize("many", [3, A_PAGE + 10])
def test_it_costs_a_fixed_number_of_queries(
    units, mara, otto, fuel, django_assert_max_num_queries, many
):
    for _ in range(many):
        unit = make_unit(None, units.mara)
        make_reporter(unit, fuel)
        make_entry(unit, fuel, "2026-10", Decimal(7), author=otto)
    with django_assert_max_num_queries(11):
        page = approval_queue(mara)
    assert page.total == many
    assert len(page.figures) == min(many, A_PAGE)
