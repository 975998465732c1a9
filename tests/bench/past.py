"""How long a page takes that shows what was known on a past day, computed anew, nothing kept.

The chief asks for the headquarters in the demo as known 25 days ago. The peer is the goal.
"""

import statistics
from datetime import datetime, time, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from tests.bench.pages import CHIEF, KPI, Visitor, prepare, require
from tests.bench.verdict import Line, Place, WrongError

SIZES = ("S",)
DAYS, ROUNDS = 25, 5
MOST_MILLISECONDS = 2000.0


def measure(place: Place) -> list[Line]:
    """Load the demo where it is not, check what a past day shows, and measure."""
    from django.core.cache import caches
    from django.utils import timezone

    prepare(place)
    visitor, day = Visitor(CHIEF), timezone.localdate() - timedelta(days=DAYS)
    ended = day.replace(day=1) - timedelta(days=1)
    ended = ended.replace(day=1) - timedelta(days=1)
    month, quarter = f"{ended:%Y-%m}", f"{ended:%Y}-Q{(ended.month - 1) // 3 + 1}"
    pages = {
        "Scorecard, month": f"/scorecard/?unit=HQ&period={month}&as_of={day}",
        "Scorecard, quarter": f"/scorecard/?unit=HQ&period={quarter}&as_of={day}",
        "Strategy map": f"/map/?unit=HQ&period={month}&as_of={day}",
        "KPI": f"/kpis/{KPI}/?unit=HQ&period={month}&as_of={day}",
    }
    _check(visitor, pages["KPI"], month, day)
    place.say(f"Measuring {', '.join(pages)}: {ROUNDS} rounds …")
    lines = []
    for name, address in pages.items():
        taken = []
        for _ in range(ROUNDS):
            caches["pages"].clear()
            taken.append(require(visitor.get(address), HTTPStatus.OK, address).milliseconds)
        ours = statistics.median(taken)
        lines.append(Line(place, name, ours, MOST_MILLISECONDS, 1.0, "the peer is the goal"))
    return lines


def _check(visitor: Visitor, address: str, month: str, day) -> None:
    """Compare HQ's share of working vehicles with the sum over what was known of the entries."""
    from organization.models import Organization
    from scorecard.models import Entry

    zone = ZoneInfo(Organization.objects.order_by("-id")[0].time_zone)
    moment = datetime.combine(day, time.max, tzinfo=zone)
    ordinal = int(month[:4]) * 12 + int(month[5:]) - 1
    rows = Entry.objects.filter(kpi__code=KPI, period=ordinal, recorded_at__lte=moment)
    newest = {
        unit: pair
        for unit, *pair in rows.order_by("revision").values_list("unit", "numerator", "denominator")
    }
    share = sum(part for part, _ in newest.values()) / sum(whole for _, whole in newest.values())
    wanted = f"{share:.1%}".replace("%", "\N{NO-BREAK SPACE}%")
    if wanted not in require(visitor.get(address), HTTPStatus.OK, address).body.decode():
        raise WrongError(f"the page of {KPI} does not show {wanted} as of {day}")
