"""The rows of the page on which figures are entered: one KPI each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from core.numbers import amount, target
from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Draft, Entry, Kpi, Line, Result
from scorecard.selectors.corrections import Rejection
from scorecard.selectors.due import periods_ending_with
from scorecard.selectors.entry_fields import (
    Placed,
    field_name,
    figure_query,
    joined,
    place_of,
)
from scorecard.selectors.entry_numbers import as_typed, value_of
from scorecard.selectors.entry_standing import Standings
from scorecard.selectors.evidence import counted, evidence_counts
from scorecard.selectors.periods import period_name, period_short
from scorecard.selectors.sentences import history_head

if TYPE_CHECKING:
    from scorecard.querysets import EntryQuerySet

PREVIOUS, SPARK = 5, 12

Due = Sequence[Placed]


@dataclass(frozen=True)
class Cell:
    """One field: its name in the form, what is typed in it, and what it is called."""

    name: str
    label: str
    typed: str


@dataclass(frozen=True)
class Row:
    """One figure to be entered: previous figures, fields, target and state.

    Attributes
    ----------
    key
        What tells the rows of a page apart: the KPI, and of a weekly one the week.
    of_period
        The week, quarter or year that is entered, empty for a month.
    previous
        What was entered for the months before; empty under a month with which no period ended.
        Of a weekly KPI the weeks before.
    previous_names
        What those periods are called where they are not the months of the page: ``W39``.
    spark_head
        How many periods the small line shows: ``12 months``.
    state
        ``todo``, ``draft``, ``ok``, ``err``, or ``jump`` where a comment is asked for; `message`
        says it in words.
    comment, answered
        The field for what answers a question, and the comment of what stands submitted.
    rejection, history
        What was rejected here, until another figure is submitted; which figure it is, for the
        address of what was ever submitted here, empty where nothing was.
    evidence, place
        How many files of evidence stand at it, in words; which figure it is, for their address.
    """

    kpi_id: int
    key: str
    name: str
    unit_of_measure: str
    of_period: str
    previous: list[str]
    previous_names: list[str]
    spark: list[float | None]
    spark_head: str
    cells: list[Cell]
    comment: Cell
    answered: str
    target: str
    state: str
    message: str
    evidence: str
    place: str
    rejection: Rejection | None = None
    history: str = ""
    enters: str = ""  # Somebody else than the reader.

    @property
    def shows_comment(self) -> bool:
        """Whether there is something to answer, or an answer."""
        return self.state == "jump" or bool(self.comment.typed)

    @property
    def is_in_the_way(self) -> bool:
        """Whether nothing can be submitted before this is corrected or explained."""
        return self.state in {"err", "jump"}

    @property
    def is_pair(self) -> bool:
        """Whether numerator and denominator are typed."""
        return len(self.cells) > 1

    @property
    def earlier(self) -> list[tuple[str, str]]:
        """Name and figure of the periods before; the name is empty where it heads the column."""
        return list(zip_longest(self.previous_names, self.previous, fillvalue=""))


@dataclass(frozen=True)
class Group:
    """The KPIs of one perspective."""

    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Refused:
    """What a refused post brings back: texts by field name, sentences by KPI id and period.

    `asked` are those of the sentences that a comment answers.
    """

    typed: Mapping[str, str]
    problems: Mapping[tuple[int, int], str]
    asked: Collection[tuple[int, int]] = ()


NOTHING_REFUSED = Refused({}, {})


def entry_groups(
    unit: Unit, month: Period, calendar: FiscalCalendar, due: Due, refused: Refused
) -> list[Group]:
    """Return the rows of what is due, by perspective in the order of the scorecard.

    Five queries, however many rows; two more where only approved figures count.
    """
    rows = _Rows(unit, month, calendar, due, refused)
    places = _perspectives(due)
    groups: dict[tuple[int, str, str], list[Row]] = defaultdict(list)
    for kpi, period in sorted(due, key=lambda pair: (str(pair[0]), pair[1])):
        groups[places.get(kpi.pk, (10**6, "", _("Other figures")))].append(rows.row(kpi, period))
    return [Group(place[2], groups[place]) for place in sorted(groups)]


def standing_entries(unit: Unit, due: Due, back: int = 0) -> dict[tuple[int, int], Entry]:
    """Return the newest standing entry of each cell, by KPI and period, in one query.

    Parameters
    ----------
    back
        How many periods before those due are wanted, too.
    """
    rows = standing_rows(unit, due, back)
    return {(entry.kpi_id, entry.period): entry for entry in rows}


def standing_rows(unit: Unit, due: Due, back: int) -> "EntryQuerySet":
    """Return the standing entries of cells and of `back` periods before, the newest last."""
    cells = Q(pk__in=[])
    for frequency in {period.frequency for _kpi, period in due}:
        kpis = {kpi for kpi, period in due if period.frequency is frequency}
        ordinals = [period.ordinal for _kpi, period in due if period.frequency is frequency]
        cells |= Q(kpi__in=kpis, period__range=(min(ordinals) - back, max(ordinals)))
    rows: EntryQuerySet = Entry.objects.standing().filter(cells, unit=unit)
    return rows.order_by("revision")


def _perspectives(due: Due) -> dict[int, tuple[int, str, str]]:
    """Return position, code and name of the perspective that each KPI serves."""
    perspective = "objective__current__perspective"
    lines = Line.objects.filter(kpi__in=[kpi for kpi, _period in due]).order_by("-id")
    found = lines.values_list(
        "kpi_id", f"{perspective}__position", f"{perspective}__code", f"{perspective}__name"
    )
    return {kpi_id: (position, code, name) for kpi_id, position, code, name in found}


class _Rows:
    """Makes rows of what one unit has entered and typed."""

    def __init__(
        self, unit: Unit, month: Period, calendar: FiscalCalendar, due: Due, refused: Refused
    ) -> None:
        self.unit, self.refused = unit, refused
        self.entries = standing_entries(unit, due, back=SPARK)
        self.before = [
            periods_ending_with(Period(month.frequency, month.ordinal - back), calendar)
            for back in range(PREVIOUS, 0, -1)
        ]
        kpis = [kpi for kpi, _period in due]
        cells = {"unit": unit, "kpi__in": kpis, "period__in": {p.ordinal for _kpi, p in due}}
        drafts = Draft.objects.filter(**cells)
        self.evidence = evidence_counts(unit, due)
        self.standings = Standings(unit, due, self.entries.values())
        self.drafts = {(draft.kpi_id, draft.period): draft for draft in drafts}
        self.targets = {
            (result.kpi_id, result.period): (result.goal, result.red_flag)
            for result in Result.objects.filter(**cells)
        }

    def row(self, kpi: Kpi, period: Period) -> Row:
        version, cells = kpi.definition, self._cells(kpi, period)
        state, message = self._state(kpi, period, cells)
        return Row(
            kpi_id=kpi.pk,
            key=joined(*place_of(kpi, period)),
            name=version.name,
            unit_of_measure=version.unit_of_measure,
            of_period="" if period.frequency is Frequency.MONTHLY else period_name(period),
            previous=self._previous(kpi, period),
            previous_names=_weeks_before(period),
            spark=[self._value(kpi, period.ordinal - back) for back in range(SPARK, 0, -1)],
            spark_head=history_head(SPARK, period.frequency),
            cells=cells,
            comment=self._cell(kpi, period, "comment", _("Say why")),
            answered=self._comment(kpi, period) if state == "ok" else "",
            target=self._target(kpi, period),
            state=state,
            message=message,
            evidence=counted(self.evidence.get((kpi.pk, period.ordinal), 0)) or _("Evidence"),
            place=figure_query(self.unit, kpi, period),
            rejection=self.standings.rejection(kpi, period),
            history=self._history(kpi, period),
        )

    def _history(self, kpi: Kpi, period: Period) -> str:
        stands = (kpi.pk, period.ordinal) in self.entries
        if not stands and not self.standings.rejection(kpi, period):
            return ""
        return figure_query(self.unit, kpi, period)

    def _comment(self, kpi: Kpi, period: Period) -> str:
        entry = self.entries.get((kpi.pk, period.ordinal))
        return entry.comment if entry else ""

    def _previous(self, kpi: Kpi, period: Period) -> list[str]:
        if period.frequency is Frequency.WEEKLY:
            return [self._text(kpi, week) for week in _before(period)]
        texts = []
        for ended in self.before:
            same = [each for each in ended if each.frequency is period.frequency]
            texts += [self._text(kpi, each) for each in same] or [""]
        return texts

    def _text(self, kpi: Kpi, period: Period) -> str:
        version = kpi.definition
        value = self._value(kpi, period.ordinal)
        return amount(value, version.unit_of_measure, decimals=version.decimals)

    def _target(self, kpi: Kpi, period: Period) -> str:
        goal, red = self.targets.get((kpi.pk, period.ordinal), (None, None))
        if goal is None:
            return ""
        return target(goal, red, kpi.definition.unit_of_measure, bare=True)

    def _value(self, kpi: Kpi, ordinal: int) -> float | None:
        entry = self.entries.get((kpi.pk, ordinal))
        return value_of(entry) if entry else None

    def _cells(self, kpi: Kpi, period: Period) -> list[Cell]:
        name = kpi.definition.name
        if period.frequency is Frequency.WEEKLY:
            name = f"{name}, {period_name(period)}"
        if not kpi.definition.is_ratio:
            return [self._cell(kpi, period, "value", name)]
        words = {"numerator": _("how many"), "denominator": _("of how many")}
        return [self._cell(kpi, period, part, f"{name}: {word}") for part, word in words.items()]

    def _cell(self, kpi: Kpi, period: Period, part: str, label: str) -> Cell:
        """Fill a field with what a refused post, a draft or the last revision has in it."""
        name = field_name(kpi, self.unit, period, part)
        draft = self.drafts.get((kpi.pk, period.ordinal))
        if name in self.refused.typed:
            return Cell(name, label, self.refused.typed[name])
        if draft is not None:
            return Cell(name, label, str(getattr(draft, part)))
        if part == "comment" or self.standings.rejection(kpi, period):
            # What stands was answered; another figure is asked anew. What stood before one that
            # was rejected may be right after all: it is typed again.
            return Cell(name, label, "")
        entry = self.entries.get((kpi.pk, period.ordinal))
        return Cell(name, label, as_typed(entry, kpi.definition, part))

    def _state(self, kpi: Kpi, period: Period, cells: list[Cell]) -> tuple[str, str]:
        if problem := self.refused.problems.get((kpi.pk, period.ordinal)):
            return "jump" if (kpi.pk, period.ordinal) in self.refused.asked else "err", problem
        is_rejected = self.standings.rejection(kpi, period) is not None
        if not any(cell.typed.strip() for cell in cells):
            return "todo", _("rejected, to be corrected") if is_rejected else _("not entered")
        if is_rejected:
            return "draft", _("typed, not submitted")
        entry = self.entries.get((kpi.pk, period.ordinal))
        parts = {cell.name.rsplit("-", 1)[1]: cell.typed for cell in cells}
        if all(text == as_typed(entry, kpi.definition, part) for part, text in parts.items()):
            return "ok", self.standings.words(kpi, entry)
        return "draft", _("typed, not submitted")


def _before(period: Period) -> list[Period]:
    return [Period(period.frequency, period.ordinal - back) for back in range(PREVIOUS, 0, -1)]


def _weeks_before(period: Period) -> list[str]:
    """Name the weeks before a week, as heads of its own; none where the columns are headed."""
    if period.frequency is not Frequency.WEEKLY:
        return []
    return [period_short(week).split()[0] for week in _before(period)]
