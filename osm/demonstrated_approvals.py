"""Figures of the demo that wait for approval, one of them doubtful, and one that was rejected."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from demo.approvals import KPI, REASON, REJECTED, tables, typed
from demo.package import write_tables
from jobs.services.drain import drain
from organization.models import Membership, Unit
from osm.exchange import import_package
from scorecard.models import CheckRule, Entry, Kpi
from scorecard.selectors.entries import calendar_now, month_to_enter
from scorecard.services.approvals import reject_entry
from scorecard.services.check_rules import decide_checks
from scorecard.services.entries import Figure, submit_entries

if TYPE_CHECKING:
    from accounts.models import User


def let_wait_and_reject(office: "User") -> None:
    """Let managers submit what somebody else has to approve, and the office reject some of it."""
    calendar, month = calendar_now(), month_to_enter()
    with TemporaryDirectory() as folder:
        write_tables(tables(calendar.format(month), calendar.fiscal_year(month)), Path(folder))
        import_package(actor=None, path=Path(folder))
    # Whether a figure is off target is asked of the results.
    drain()
    kpi = Kpi.objects.select_related("current").get(code=KPI)
    decide_checks(actor=office, kpi=kpi, effects={CheckRule.RED: CheckRule.ASK}, reason=REASON)
    for one in typed():
        unit = Unit.objects.get(code=one.unit)
        manager = Membership.objects.filter(unit=unit, role="unit_manager").order_by("id")
        figure = Figure(value=Decimal(one.text), comment=one.comment)
        submit_entries(
            actor=manager.select_related("person")[0].person,
            unit=unit,
            figures={(kpi, month): figure},
        )
    for again in REJECTED:
        waiting = Entry.objects.filter(kpi=kpi, unit__code=again.unit, period=month.ordinal)
        entry = waiting.select_related("unit", "kpi__current", "author").latest("revision")
        reject_entry(actor=office, entry=entry, figure_hash=entry.figure_hash, reason=again.reason)
    drain()
