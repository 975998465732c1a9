"""Who may do what: one pure table. Reach is always the membership's unit and all below it."""

from collections.abc import Iterable
from enum import StrEnum

from accounts.roles import Scope


class Role(StrEnum):
    """What a person is in a unit; the words of people.csv."""

    EMPLOYEE = "employee"
    CONTRIBUTOR = "contributor"
    UNIT_MANAGER = "unit_manager"
    EXECUTIVE = "executive"
    OSM_STAFF = "osm_staff"
    CONSULTANT = "consultant"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be asked of the gate."""

    SEE_UNIT = "see_unit"  # scorecard, KPIs, breakdown, late data, initiatives
    ENTER_VALUES = "enter_values"
    APPROVE_VALUES = "approve_values"  # of others, where only approved ones count
    ASSIGN = "assign"  # who of a unit enters which figure, and who approves it
    EXPLAIN = "explain"  # what happened, and what is at risk
    COLLECT = "collect"  # the reporting calendar: extensions, reminders, locks
    REMARK = "remark"  # the office's line under an explanation
    OVERRIDE = "override"  # figures, scores by hand, what caps a score
    EDIT_INITIATIVES = "edit_initiatives"
    WRITE_MESSAGES = "write_messages"
    SPEAK = "speak"  # messages go out in this person's name
    SHAPE = "shape"  # units, objectives, KPIs, targets
    SEE_AUDIT = "see_audit"
    SEE_ADDRESSES = "see_addresses"  # e-mail addresses of people
    MANAGE_PEOPLE = "manage_people"  # invite, give and end roles, close accounts
    ADMINISTER = "administer"


GRANTS: dict[Role, frozenset[Action]] = {
    Role.EMPLOYEE: frozenset({Action.SEE_UNIT}),
    Role.CONTRIBUTOR: frozenset({Action.SEE_UNIT, Action.ENTER_VALUES}),
    Role.UNIT_MANAGER: frozenset(
        {
            Action.SEE_UNIT,
            Action.ENTER_VALUES,
            Action.APPROVE_VALUES,
            Action.ASSIGN,
            Action.EXPLAIN,
            Action.EDIT_INITIATIVES,
            Action.SPEAK,
        }
    ),
    Role.EXECUTIVE: frozenset({Action.SEE_UNIT, Action.SPEAK}),
    Role.OSM_STAFF: frozenset(
        {
            Action.SEE_UNIT,
            Action.ENTER_VALUES,
            Action.APPROVE_VALUES,
            Action.ASSIGN,
            Action.EXPLAIN,
            Action.COLLECT,
            Action.REMARK,
            Action.OVERRIDE,
            Action.EDIT_INITIATIVES,
            Action.WRITE_MESSAGES,
            Action.SHAPE,
            Action.SEE_AUDIT,
            Action.SEE_ADDRESSES,
            Action.MANAGE_PEOPLE,
        }
    ),
    Role.CONSULTANT: frozenset({Action.SEE_UNIT}),
    Role.AUDITOR: frozenset({Action.SEE_UNIT, Action.SEE_AUDIT}),
    Role.ADMINISTRATOR: frozenset({Action.ADMINISTER, Action.SEE_ADDRESSES, Action.MANAGE_PEOPLE}),
}

# No deputy does these for another: a right that was given away would outlast the deputyship.
IN_PERSON_ONLY = frozenset({Action.MANAGE_PEOPLE, Action.ADMINISTER})

# Who watches over the office, and who runs OSM, is not chosen by the office.
APPOINTED: frozenset[Role] = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


def roles_granting(action: Action) -> list[Role]:
    """Return the roles that may do `action`."""
    return [role for role, actions in GRANTS.items() if action in actions]


# What a token may be used for, at most: its person's own rights are the other limit.
SCOPES: dict[Scope, frozenset[Action]] = {
    Scope.READ: frozenset({Action.SEE_UNIT, Action.SEE_ADDRESSES}),
    Scope.ENTER: frozenset({Action.SEE_UNIT, Action.ENTER_VALUES, Action.EXPLAIN, Action.REMARK}),
    Scope.EDIT: frozenset({Action.SEE_UNIT, Action.EXPLAIN, Action.EDIT_INITIATIVES}),
    Scope.DECIDE: frozenset(
        {Action.SEE_UNIT, Action.APPROVE_VALUES, Action.ASSIGN, Action.OVERRIDE}
    ),
}


def actions_within(scopes: Iterable[Scope]) -> frozenset[Action]:
    """Return the actions that some scopes allow together."""
    return frozenset[Action]().union(*(SCOPES[scope] for scope in scopes))


def action_to_give(role: Role) -> Action:
    """Return what somebody must be allowed to do to give or end `role`."""
    return Action.ADMINISTER if role in APPOINTED else Action.MANAGE_PEOPLE
