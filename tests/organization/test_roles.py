import pytest

from accounts.roles import Scope
from organization.models import Membership
from organization.roles import (
    GRANTS,
    Action,
    Role,
    action_to_give,
    actions_within,
    roles_granting,
)

# Who may do what, written down a second time: a change of the table is a decision.
ALLOWED = {
    "see_unit": {
        "employee",
        "contributor",
        "unit_manager",
        "executive",
        "osm_staff",
        "consultant",
        "auditor",
    },
    "enter_values": {"contributor", "unit_manager", "osm_staff"},
    "approve_values": {"unit_manager", "osm_staff"},
    "assign": {"unit_manager", "osm_staff"},
    "explain": {"unit_manager", "osm_staff"},
    "collect": {"osm_staff"},
    "remark": {"osm_staff"},
    "override": {"osm_staff"},
    "edit_initiatives": {"unit_manager", "osm_staff"},
    "write_messages": {"osm_staff"},
    "speak": {"unit_manager", "executive"},
    "shape": {"osm_staff"},
    "see_audit": {"auditor", "osm_staff"},
    "see_addresses": {"osm_staff", "administrator"},
    "manage_people": {"osm_staff", "administrator"},
    "administer": {"administrator"},
}


@pytest.mark.parametrize("action", list(Action))
def test_exactly_these_roles_may(action):
    assert set(roles_granting(action)) == ALLOWED[action]


def test_every_role_is_in_the_table_and_in_the_model_and_has_a_name():
    assert set(GRANTS) == set(Role)
    assert {value for value, _name in Membership.ROLES} == {role.value for role in Role}
    assert all(str(name) for _value, name in Membership.ROLES)


def test_every_action_is_allowed_to_somebody_and_decided_here():
    assert set(ALLOWED) == set(Action)
    assert all(roles_granting(action) for action in Action)


def test_who_writes_a_message_does_not_send_it():
    assert not set(roles_granting(Action.WRITE_MESSAGES)) & set(roles_granting(Action.SPEAK))


def test_an_administrator_sees_nobodys_figures():
    assert GRANTS[Role.ADMINISTRATOR] == {
        Action.ADMINISTER,
        Action.SEE_ADDRESSES,
        Action.MANAGE_PEOPLE,
    }


@pytest.mark.parametrize(
    ("scopes", "actions"),
    [
        ([], set()),
        (["read"], {"see_unit", "see_addresses"}),
        (["enter"], {"see_unit", "enter_values", "explain", "remark"}),
        (["edit"], {"see_unit", "explain", "edit_initiatives"}),
        (["decide"], {"see_unit", "approve_values", "assign", "override"}),
        (
            ["read", "enter", "edit"],
            {
                "see_unit",
                "see_addresses",
                "enter_values",
                "explain",
                "remark",
                "edit_initiatives",
            },
        ),
    ],
)
def test_scopes_allow_exactly_these_actions(scopes, actions):
    assert set(actions_within(map(Scope, scopes))) == actions


def test_the_office_chooses_neither_who_watches_over_it_nor_who_runs_osm():
    appointed = {role for role in Role if action_to_give(role) is Action.ADMINISTER}
    assert appointed == {Role.AUDITOR, Role.ADMINISTRATOR}
    assert action_to_give(Role.OSM_STAFF) is Action.MANAGE_PEOPLE
