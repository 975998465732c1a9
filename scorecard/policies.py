"""Who may approve a figure: somebody else than its author. Who may speak for a figure."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotAllowedError
from organization import policies
from organization.models import Unit
from organization.querysets import paths_allowing, principal_allowing, principals_of
from organization.roles import Action
from scorecard.models import Entry, Kpi, Line, Matter, Objective

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


def approval_refusal(user: "User", entry: Entry, named: "User | None") -> str:
    """Say why `user` may not approve an entry; empty where they may.

    Parameters
    ----------
    named
        The approver named for its unit and KPI: they, their deputy or the strategy office
        approve. Without one it is whoever approves figures in the unit.
    """
    if not _is_free_to(user, entry, named):
        return _("%(who)s approves this figure, or the strategy office.") % {
            "who": named.name if named else _("The manager of %(unit)s") % {"unit": entry.unit.name}
        }
    if entry.author_id in {user.pk, _principal(user, entry, named)} - {None}:
        return _("You entered this figure, or act for who did: somebody else approves it.")
    return ""


def require_approver(user: "User", entry: Entry, named: "User | None") -> None:
    """Refuse who may not approve an entry, and note for whom a deputy acts.

    Raises
    ------
    NotAllowedError
        Saying who approves it.
    """
    if refusal := approval_refusal(user, entry, named):
        raise NotAllowedError(refusal)
    action = _action(user, entry)
    if named is not None and action is not Action.OVERRIDE:
        policies.act_as(user, named)
    else:
        policies.require(user, action, entry.unit)


def _is_free_to(user: "User", entry: Entry, named: "User | None") -> bool:
    if named is None or _action(user, entry) is Action.OVERRIDE:
        return policies.may(user, _action(user, entry), entry.unit)
    return policies.may(user, Action.SEE_UNIT, entry.unit) and policies.may_act_as(user, named.pk)


def _action(user: "User", entry: Entry) -> Action:
    """Return the right that is used: the office needs no other."""
    is_office = policies.may(user, Action.OVERRIDE, entry.unit)
    return Action.OVERRIDE if is_office else Action.APPROVE_VALUES


def _principal(user: "User", entry: Entry, named: "User | None") -> int | None:
    """Return the id of the person in whose name `user` would approve; None for their own."""
    action = _action(user, entry)
    if named is not None and action is not Action.OVERRIDE:
        return named.pk
    return principal_allowing(user, action, entry.unit.path)


def may_extend(user: "User", unit: Unit) -> bool:
    """Tell whether `user` may give a unit more time: the office, and a manager above the unit."""
    if policies.may(user, Action.COLLECT, unit):
        return True
    return unit.parent is not None and policies.may(user, Action.ASSIGN, unit.parent)


def require_extender(user: "User", unit: Unit) -> None:
    """Refuse who may give a unit no more time, and note for whom a deputy acts.

    Raises
    ------
    NotAllowedError
        Saying who may.
    """
    if policies.may(user, Action.COLLECT, unit):
        policies.require(user, Action.COLLECT, unit)
    elif may_extend(user, unit) and unit.parent is not None:
        policies.require(user, Action.ASSIGN, unit.parent)
    else:
        raise NotAllowedError(
            _("More time for %(unit)s is given by a manager above it, or by the strategy office.")
            % {"unit": unit.name}
        )


# Whose matter it is: "kpi" or "objective", its code, the path from which down, and the owner's id.
Owned = tuple[tuple[str, str, str, int], ...]
NOTHING_OWNED: Owned = ()


def owned_by(user: "User") -> Owned:
    """Return what `user` owns, and what those own for whom they are a deputy, in one query.

    Who is named for a line of a scorecard owns the KPI there and below.
    """
    people = {user.pk, *principals_of(user)}
    found = _everywhere("kpi", Kpi.objects.filter(current__owner__in=people)).union(
        _everywhere("objective", Objective.objects.filter(current__owner__in=people)),
        _lines_of(people),
        all=True,
    )
    return tuple(sorted(set(found)))


def may_speak_for(user: "User", unit: Unit, matter: Matter, owned: Owned | None = None) -> bool:
    """Tell whether `user` may explain a matter at a unit, raise a flag on it and close one.

    Its owner where the figure is published to them, also above their own unit, and who may
    explain whatever the unit has.

    Parameters
    ----------
    owned
        What `user` owns where that is known already, or `user` is a reader without a name.
    """
    if policies.may(user, Action.EXPLAIN, unit):
        return True
    owned = owned_by(user) if owned is None else owned
    return bool(_owners(owned, unit, matter)) and _is_published(user, unit)


def require_speaker(user: "User", unit: Unit, matter: Matter) -> None:
    """Refuse who may not speak for a matter at a unit, and note for whom a deputy acts.

    Raises
    ------
    NotAllowedError
        Saying who does.
    """
    if policies.may(user, Action.EXPLAIN, unit):
        policies.require(user, Action.EXPLAIN, unit)
    elif may_speak_for(user, unit, matter):
        _act_as_owner(user, _owners(owned_by(user), unit, matter))
    else:
        raise NotAllowedError(
            _(
                "The owner of “%(matter)s”, the manager of %(unit)s and the strategy office "
                "speak for it. Tell one of them what you know."
            )
            % {"matter": matter, "unit": unit.name}
        )


def may_discuss(user: "User", unit: Unit, matter: Matter, owned: Owned | None = None) -> bool:
    """Tell whether `user` may read and write comments on a matter at a unit.

    Who sees into the unit, and its owner. Above their own unit people see the published figure
    only: comments name colleagues of units beside theirs.
    """
    return policies.may(user, Action.SEE_UNIT, unit) or may_speak_for(user, unit, matter, owned)


def require_discussant(user: "User", unit: Unit, matter: Matter) -> None:
    """Refuse who may not comment on a matter at a unit, and note for whom a deputy acts.

    Raises
    ------
    NotAllowedError
        Saying who may.
    """
    if policies.may(user, Action.SEE_UNIT, unit):
        policies.require(user, Action.SEE_UNIT, unit)
    elif may_speak_for(user, unit, matter):
        require_speaker(user, unit, matter)
    else:
        raise NotAllowedError(
            _("Comments are for those who see into %(unit)s, and for the owner of “%(matter)s”.")
            % {"matter": matter, "unit": unit.name}
        )


def reads_from_above(user: "User", unit: Unit) -> bool:
    """Tell whether `user` sees a unit through a role in a unit above it.

    Above the unit at the top is who leads it, there.
    """
    above = [path for path in paths_allowing(user, Action.SEE_UNIT) if path != unit.path]
    if any(unit.path.startswith(path) for path in above):
        return True
    return unit.parent_id is None and policies.may(user, Action.SPEAK, unit)


def _is_published(user: "User", unit: Unit) -> bool:
    return Unit.objects.published_to(user).filter(pk=unit.pk).exists()


def _owners(owned: Owned, unit: Unit, matter: Matter) -> list[int]:
    kind = "kpi" if isinstance(matter, Kpi) else "objective"
    return [
        owner
        for what, code, path, owner in owned
        if (what, code) == (kind, matter.code) and unit.path.startswith(path)
    ]


def _act_as_owner(user: "User", owners: list[int]) -> None:
    if user.pk in owners:
        policies.act_as(user, user)
    else:
        policies.act_as(user, type(user).objects.get(pk=min(owners)))


def _everywhere(kind: str, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Return what is owned everywhere, as `Owned` has it."""
    return rows.order_by().values_list(_text(kind), "code", _text("/"), "current__owner")


def _lines_of(people: set[int]) -> "QuerySet[Any]":
    """Return the lines that name one of some people today, as `Owned` has them."""
    begun = Line.objects.filter(valid_from__lte=timezone.now().date())
    same = {name: OuterRef(name) for name in ("unit", "objective", "kpi")}
    later = begun.filter(
        Q(valid_from__gt=OuterRef("valid_from"))
        | Q(valid_from=OuterRef("valid_from"), id__gt=OuterRef("id")),
        **same,
    )
    rows = begun.filter(~Exists(later), owner__in=people).order_by()
    return rows.values_list(_text("kpi"), "kpi__code", "unit__path", "owner_id")


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())
