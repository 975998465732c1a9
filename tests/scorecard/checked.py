"""Evidence at figures, and rules that hold figures against each other, for tests."""

import hashlib
from datetime import date

from django.utils import timezone

from scorecard.models import CrossCheck, Evidence
from tests.factories import ordinal, recorded


def make_evidence(unit, kpi, period, author, *, name="list.txt", content=b"Counted by hand.\n"):
    """Attach a file of text to a figure."""
    return Evidence.objects.create(
        unit=unit,
        kpi=kpi,
        period=ordinal(period),
        name=name,
        kind="txt",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        author=author,
        recorded_at=recorded(),
    )


def make_cross_check(
    author, parts, whole, *, relation="at_most", effect="ask", valid_from=date(1, 1, 1)
):
    """Hold the figures of KPIs against each other."""
    part, other = [*sorted(parts, key=lambda kpi: kpi.pk), None][:2]
    return CrossCheck.objects.create(
        part=part,
        other=other,
        whole=whole,
        relation=relation,
        effect=effect,
        reason="Agreed",
        valid_from=valid_from,
        author=author,
        recorded_at=timezone.now(),
    )
