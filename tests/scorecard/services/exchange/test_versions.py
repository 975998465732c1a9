from datetime import date

import pytest
from django.utils import timezone

from organization.models import ALWAYS
from scorecard.models import Kpi, KpiVersion, PerspectiveVersion
from scorecard.services.exchange.versions import Versions
from scorecard.services.present import refresh_current
from tests.factories import make_kpi, make_perspective

pytestmark = pytest.mark.django_db


def test_what_holds_on_a_day_is_the_newest_revision_of_the_latest_day_before():
    perspective = make_perspective(weight=1)
    for weight, day in [(2, date(2026, 1, 1)), (3, date(2026, 1, 1)), (9, date(2027, 1, 1))]:
        PerspectiveVersion.objects.create(
            perspective=perspective, weight=weight, valid_from=day, recorded_at=timezone.now()
        )
    versions = Versions(PerspectiveVersion, ["perspective_id"], ["weight"])
    thing = (perspective.pk,)
    assert versions.on(thing, date(2025, 12, 31)) == {"weight": 1}
    assert versions.on(thing, date(2026, 6, 1)) == {"weight": 3}
    assert versions.last(thing) == (date(2027, 1, 1), {"weight": 9})


def test_nothing_holds_for_what_is_not_stored():
    versions = Versions(PerspectiveVersion, ["perspective_id"], ["weight"])
    assert versions.on((7,), date(2026, 1, 1)) is None
    assert versions.last((7,)) == (ALWAYS, None)


def test_a_thing_that_begins_in_future_shows_its_first_version():
    kpi = make_kpi("FUEL")
    fields = {"kpi": kpi, "unit_rule": "sum", "time_rule": "sum", "frequency": "monthly"}
    late, later = (
        KpiVersion.objects.create(
            name=str(year), valid_from=date(year, 1, 1), recorded_at=timezone.now(), **fields
        )
        for year in (2998, 2999)
    )
    kpi.current = later
    kpi.save()
    KpiVersion.objects.filter(valid_from=ALWAYS).delete()
    refresh_current(Kpi, KpiVersion, "kpi", date(2026, 1, 1))
    assert Kpi.objects.get().current == late
