"""Today on a real organisation names who causes the miss, and the parts add up to it."""

import pytest
from django.http import QueryDict

from organization.models import Unit
from osm.today import today_page
from scorecard.selectors.context import read_context
from tests.factories import make_person

pytestmark = pytest.mark.slow
MONTHS = ("2021-12", "2022-12", "2023-12", "2024-12")


@pytest.fixture
def today(rolled_up):
    rolled_up("nhs_ae")
    person = make_person(role="osm_staff", unit=Unit.objects.get(code="ENG"))

    def page(unit, month):
        context = read_context(person, QueryDict(f"unit={unit}&period={month}"))
        return today_page(person, context, None)

    return page


def test_the_regions_and_the_providers_that_cause_the_miss_are_named(today):
    regions = dict(Unit.objects.filter(parent__code="ENG").values_list("name", "code"))
    for month in MONTHS:
        page = today("ENG", month)
        assert page.lead.row.code == page.lead.miss.missed.code == "AE_4H"
        shared = [part for part in page.lead.miss.parts if part.points is not None]
        assert sum(part.points for part in shared) == pytest.approx(page.lead.row.figure.gap)
        causes = [part for part in shared if part.is_cause]
        assert causes
        assert {part.name for part in causes} <= regions.keys()
        below = today(regions[causes[0].name], month)
        providers = [part for part in below.lead.miss.parts if part.is_cause]
        known = Unit.objects.filter(parent__name=causes[0].name).values_list("name", flat=True)
        assert {part.name for part in providers} <= set(known)
        assert sum(part.points or 0.0 for part in below.lead.miss.parts) == pytest.approx(
            below.lead.row.figure.gap
        )
