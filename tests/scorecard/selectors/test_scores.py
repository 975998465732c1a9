from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Score
from scorecard.selectors.scores import unit_scores


def calendar():
    return FiscalCalendar(present_organization().fiscal_year_start_month)


def test_scores_come_by_kind_then_node_then_month(world, chief):
    lines = unit_scores(chief, world.units.hq, calendar())
    months = ["2026-08", "2026-09", "2026-10", "2026-11"]
    kinds = ["scorecard", "perspective", "objective"]
    assert [(line.node_kind, line.period) for line in lines] == [
        (kind, month) for kind in kinds for month in months
    ]


def test_a_line_is_what_is_stored(world, chief):
    lines = unit_scores(chief, world.units.hq, calendar(), kinds=[Score.SCORECARD])
    stored = Score.objects.filter(unit=world.units.hq, node_kind=Score.SCORECARD)
    assert [line.score for line in lines] == [row.score for row in stored.order_by("period")]
    assert lines[-2].worst == "PROC"


def test_the_number_of_queries_is_fixed(world, chief, django_assert_max_num_queries):
    fiscal = calendar()
    with django_assert_max_num_queries(7):
        unit_scores(chief, world.units.hq, fiscal)
