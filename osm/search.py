"""Find units, KPIs, objectives, people, initiatives and messages by their words.

Every group asks its own gate, in one query, and compares the rows themselves: there is no index
that could lag behind, or hold what the gate would not show.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Length
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from communications.models import Delivery
from core import dates
from core.similarity import WordSimilarity
from initiatives.models import Initiative
from organization.models import Unit
from organization.querysets import paths_in_person
from organization.roles import Action
from organization.selectors.people import members_shown_to
from scorecard.models import Kpi, Line, Objective, Reporter

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEWEST_LETTERS = 2
MOST_LETTERS = 100
MOST_HITS = 8
# One wrong letter in the middle of a word of five leaves 3 of 9 trigrams.
LEAST_ALIKE = 0.32
# Where something is much more alike, the rest is noise.
SHARE_OF_BEST = 0.7
EXACT, PREFIX = 3.0, 2.0


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: where its page is, and one line that says which one it is."""

    name: str
    url: str
    context: str
    rank: float


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, the best first."""

    kind: str
    label: "StrOrPromise"
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a person finds; `is_asked` is false where too little was typed to look for."""

    typed: str
    is_asked: bool
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many hits there are in all groups."""
        return sum(len(group.hits) for group in self.groups)


def search(user: User, typed: str) -> Found:
    """Return what `user` may see and whose name or code is like what was typed."""
    # PostgreSQL keeps no text with this character, so it cannot look for one either.
    words = " ".join(typed.replace("\x00", " ")[:MOST_LETTERS].split())
    if sum(letter.isalnum() for letter in words) < FEWEST_LETTERS:
        return Found(words, is_asked=False, groups=())
    groups = [(kind, label, list(find(user, words))) for kind, label, find in _kinds()]
    best = max((hit.rank for *_group, hits in groups for hit in hits), default=0.0)
    least = min(best, 1.0) * SHARE_OF_BEST
    kept = (
        Group(kind, label, tuple(hit for hit in hits if hit.rank >= least))
        for kind, label, hits in groups
    )
    return Found(words, is_asked=True, groups=tuple(group for group in kept if group.hits))


def _kinds() -> list[tuple[str, str, Callable[[User, str], Iterator[Hit]]]]:
    return [
        ("unit", _("Units"), _units),
        ("kpi", _("KPIs"), _kpis),
        ("objective", _("Objectives"), _objectives),
        ("person", _("People"), _people),
        ("initiative", _("Initiatives"), _initiatives),
        ("message", _("Messages"), _messages),
    ]


def _best(rows: "QuerySet[Any]", words: str, name: str, code: str = "") -> list[Any]:
    """Return the rows that are most like what was typed, in one query."""
    begins = Q(**{f"{name}__istartswith": words})
    whens = []
    if code:
        whens = [When(Q(**{f"{code}__iexact": words}), then=Value(EXACT))]
        begins |= Q(**{f"{code}__istartswith": words})
    whens.append(When(begins, then=Value(PREFIX)))
    alike = WordSimilarity(words, name)
    rank = Case(*whens, default=alike, output_field=FloatField())
    found = (
        rows.annotate(rank=rank)
        .filter(rank__gte=LEAST_ALIKE)
        .order_by("-rank", Length(name), name, "pk")
    )
    return list(found[:MOST_HITS])


def _units(user: User, words: str) -> Iterator[Hit]:
    rows = Unit.objects.published_to(user).select_related("parent")
    for unit in _best(rows, words, "name", "code"):
        above = unit.parent.name if unit.parent else ""
        yield Hit(
            unit.name, _at("scorecard:scorecard", unit.code), _line(unit.code, above), unit.rank
        )


def _kpis(user: User, words: str) -> Iterator[Hit]:
    published = Unit.objects.published_to(user).values("pk")
    units = [
        Subquery(
            model.objects.filter(kpi=OuterRef("pk"), unit__in=published)
            .order_by("unit__path", "pk")
            .values("unit__code")[:1]
        )
        for model in (Line, Reporter)
    ]
    rows = Kpi.objects.known_to(user).exclude(current=None).annotate(at=Coalesce(*units))
    rows = rows.select_related("current__owner")
    for kpi in _best(rows, words, "current__name", "code"):
        url = _at("scorecard:kpi", kpi.at, code=kpi.code)
        yield Hit(kpi.definition.name, url, _line(kpi.code, kpi.at, _owner(kpi.current)), kpi.rank)


def _objectives(user: User, words: str) -> Iterator[Hit]:
    seen = Objective.objects.filter(unit__in=Unit.objects.published_to(user).values("pk"))
    rows = seen.exclude(current=None).select_related("unit", "current__owner")
    for objective in _best(rows, words, "current__name", "code"):
        asked = urlencode({"unit": objective.unit.code, "objective": objective.code})
        url = f"{reverse('scorecard:map')}?{asked}"
        context = _line(objective.code, objective.unit.name, _owner(objective.current))
        yield Hit(str(objective), url, context, objective.rank)


def _people(user: User, words: str) -> Iterator[Hit]:
    """Find people; who manages them is led to their page, anybody else to their unit."""
    shown = members_shown_to(user)
    first = shown.filter(person=OuterRef("pk")).order_by("unit__path", "id")
    rows = User.objects.filter(pk__in=shown.values("person")).annotate(
        unit_code=Subquery(first.values("unit__code")[:1]),
        unit_name=Subquery(first.values("unit__name")[:1]),
        unit_path=Subquery(first.values("unit__path")[:1]),
    )
    managed = tuple(paths_in_person(user, Action.MANAGE_PEOPLE))
    for person in _best(rows, words, "name"):
        url = _at("scorecard:scorecard", person.unit_code)
        if person.unit_path.startswith(managed):
            url = reverse("organization:person", args=[person.pk])
        yield Hit(person.name, url, person.unit_name, person.rank)


def _initiatives(user: User, words: str) -> Iterator[Hit]:
    rows = Initiative.objects.allowing(user, Action.SEE_UNIT).exclude(current=None).with_facts()
    for each in _best(rows, words, "current__name", "code"):
        url = reverse("initiatives:detail", args=[each.pk])
        yield Hit(
            str(each), url, _line(each.code, each.unit.name, each.current.owner_text), each.rank
        )


def _messages(user: User, words: str) -> Iterator[Hit]:
    rows = Delivery.objects.to(user).with_messages()
    for row in _best(rows, words, "version__title"):
        version = row.version
        url = reverse("communications:letter", args=[version.message_id])
        sent = dates.day(version.publication.published_at)
        yield Hit(version.title, url, _line(version.message.speaker.name, sent), row.rank)


def _at(name: str, unit_code: str | None, **parts: str) -> str:
    asked = "?" + urlencode({"unit": unit_code}) if unit_code else ""
    return reverse(name, kwargs=parts) + asked


def _owner(version: Any) -> str:
    return version.owner.name if version.owner else str(version.owner_name)


def _line(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
