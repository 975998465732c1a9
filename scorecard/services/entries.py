"""Submit values: each becomes a revision of its cell and starts the roll-up."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from audit.services.records import record_each
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.roles import Action
from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.models import Draft, Entry, EntryQuestion, Kpi
from scorecard.services.dependents import keys_of_changes
from scorecard.services.doubts import Doubt, doubts_about, unanswered
from scorecard.services.refusals import refusals
from scorecard.services.rollup.parts import part_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Figure:
    """What is entered for one KPI: a value, a pair, or that it does not apply.

    `comment` answers what is asked about it; figures that say the same are the same without it.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_applicable: bool = False
    comment: str = field(default="", compare=False)


Figures = Mapping[tuple[Kpi, Period], Figure]
# SQLite takes no longer conditions.
MOST_CELLS = 200
NO_ORIGINS: Mapping[tuple[int, int], str] = MappingProxyType({})


class RefusedError(DomainError):
    """Some figures were refused and none was stored.

    `problems` has a sentence by KPI id and ordinal of the period, `asked` those of them that a
    comment answers.
    """

    def __init__(
        self, problems: Mapping[tuple[int, int], str], asked: Collection[tuple[int, int]] = ()
    ) -> None:
        super().__init__(
            _("Nothing was submitted yet: correct the marked figures, then submit again.")
        )
        self.problems = problems
        self.asked = asked


def submit_entries(
    *,
    actor: "User",
    unit: Unit,
    figures: Figures,
    source: str = "typed",
    source_detail: str = "",
    origins: Mapping[tuple[int, int], str] = NO_ORIGINS,
    idempotency_key: str = "",
) -> list[Entry]:
    """Store a revision for each figure, remove the drafts, and start the roll-up: all or none.

    A replay with the same idempotency key returns the entries of the first submission. `origins`
    says by KPI id and period where a figure comes from that has an origin of its own.

    Raises
    ------
    NotAllowedError
        Where `actor` may not enter for `unit`.
    RefusedError
        With a sentence for each figure that cannot be stored, or is doubtful and uncommented.
    DomainError
        Where the key was used for other figures.
    """
    policies.require(actor, Action.ENTER_VALUES, unit)
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever submits for this unit at the same moment waits here, replays included.
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        if replayed := _replayed(actor, unit, idempotency_key, figures):
            return replayed
        doubts = require_sound(unit, figures)
        last = _last_revisions(unit, figures)
        entries = Entry.objects.bulk_create(
            Entry(
                kpi=kpi,
                unit=unit,
                period=period.ordinal,
                revision=last.get((kpi.pk, period.ordinal), 0) + 1,
                value=figure.value,
                numerator=figure.numerator,
                denominator=figure.denominator,
                not_applicable=figure.not_applicable,
                comment=figure.comment,
                is_checked=True,
                author=actor,
                source=source,
                source_detail=origins.get((kpi.pk, period.ordinal)) or source_detail,
                idempotency_key=idempotency_key,
                recorded_at=recorded_at,
            )
            for (kpi, period), figure in figures.items()
        )
        _note_questions(entries, doubts)
        _remove_drafts(entries)
        _audit(actor, unit, figures, entries)
        post("rollup", _keys(figures), part_of([unit.pk]))
        post("notices", [f"entry:{entry.pk}" for entry in entries if _waits(entry)])
    return entries


def require_sound(unit: Unit, figures: Figures) -> dict[tuple[int, int], list[Doubt]]:
    """Return what is doubtful and answered, by KPI id and period.

    Raises
    ------
    RefusedError
        Where a figure cannot be stored, or leaves a question open.
    """
    problems = refusals(unit, figures)
    sound = {
        (kpi, period): figure
        for (kpi, period), figure in figures.items()
        if (kpi.pk, period.ordinal) not in problems
    }
    doubts = doubts_about(unit, sound)
    left = unanswered(sound, doubts)
    if problems or left:
        asked = [key for key, doubt in left.items() if not doubt.is_refused]
        raise RefusedError(problems | {key: left[key].message for key in left}, asked)
    return doubts


def _note_questions(
    entries: list[Entry], doubts: Mapping[tuple[int, int], Sequence[Doubt]]
) -> None:
    """Keep what each entry was asked; its comment is the answer."""
    EntryQuestion.objects.bulk_create(
        EntryQuestion(entry=entry, kind=kind)
        for entry in entries
        for kind in {doubt.kind: 1 for doubt in doubts.get((entry.kpi_id, entry.period), ())}
    )


def _replayed(actor: "User", unit: Unit, key: str, figures: Figures) -> list[Entry]:
    """Return what the same submission stored before.

    Raises
    ------
    DomainError
        Where the key was used for other figures.
    """
    if not key:
        return []
    stored = list(Entry.objects.submitted_with(actor, [key]).filter(unit=unit))
    known = {(entry.kpi_id, entry.period): figure_of(entry) for entry in stored}
    wanted = {(kpi.pk, period.ordinal): figure for (kpi, period), figure in figures.items()}
    if stored and not wanted.items() <= known.items():
        raise DomainError(
            _(
                "This page was submitted before, with other figures. What you typed is kept: "
                "check it and submit again."
            )
        )
    return stored


def figure_of(entry: Entry) -> Figure:
    """Return what an entry says."""
    return Figure(entry.value, entry.numerator, entry.denominator, entry.not_applicable)


def _last_revisions(unit: Unit, figures: Figures) -> dict[tuple[int, int], int]:
    """Return the newest revision of each cell that has one, standing or not."""
    kpis, periods = {kpi for kpi, _ in figures}, {period.ordinal for _, period in figures}
    wanted = Entry.objects.filter(unit=unit, kpi__in=kpis, period__in=periods)
    last = wanted.values_list("kpi_id", "period").annotate(last=Max("revision"))
    return {(kpi_id, period): revision for kpi_id, period, revision in last}


def _remove_drafts(entries: list[Entry]) -> None:
    for start in range(0, len(entries), MOST_CELLS):
        cells = Q(pk__in=[])
        for entry in entries[start : start + MOST_CELLS]:
            cells |= Q(kpi=entry.kpi_id, unit=entry.unit_id, period=entry.period)
        Draft.objects.filter(cells).delete()


def _audit(actor: "User", unit: Unit, figures: Figures, entries: list[Entry]) -> None:
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    record_each(
        actor=actor,
        verb="submitted",
        kind="entry",
        done=[
            (
                f"{unit.code} {kpi.code} {calendar.format(period)}",
                {"entry": entry.pk, "revision": entry.revision},
            )
            for (kpi, period), entry in zip(figures, entries, strict=True)
        ],
        unit_id=unit.pk,
    )


def _waits(entry: Entry) -> bool:
    """Tell whether a figure counts only once it is approved, as its KPI is defined now."""
    current = entry.kpi.current
    return current is not None and current.approved_only


def _keys(figures: Figures) -> list[str]:
    """Return what has to be rolled up again."""
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    years: dict[int, set[int]] = defaultdict(set)
    for kpi, period in figures:
        years[kpi.pk].add(calendar.fiscal_year(period))
    return keys_of_changes(years)
