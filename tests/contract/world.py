"""A world in which every address of OSM has something to show, all of it Mara's unit's."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from osm.models import Pin
from scorecard.models import Kpi
from scorecard.selectors.assignments import mark_of
from scorecard.services.uploads import packed
from tests.accounts.factories import make_token
from tests.cast import MEMBERS, make_member, make_units
from tests.communications.factories import (
    make_delivered,
    make_draft,
    make_notice,
    make_waiting,
)
from tests.factories import (
    make_comment,
    make_deputy,
    make_entry,
    make_explanation,
    make_flag,
    make_kpi,
    make_map_change,
    make_objective,
    make_organization,
    make_person,
    make_rebasing,
    make_reporter,
    make_session,
)
from tests.initiatives.factories import make_action, make_initiative, make_milestone
from tests.osm.factories import make_large_table, make_pin, make_shared
from tests.scorecard.calendars import make_holiday, make_lock, make_reopening
from tests.scorecard.checked import make_evidence
from tests.scorecard.small import make_scorecard
from tests.scorecard.uploads import make_upload


def make_everything():
    """Return the units, everybody by name, and the names for the rows of `endpoints.py`."""
    make_organization()
    units = make_units()
    cast = make_cast(units)
    world = make_world(units, cast)
    return SimpleNamespace(
        units=units, cast=cast, world=world, sister_world=make_sister_world(units, cast, world)
    )


def make_cast(units):
    """Return everybody by name, nobody being anonymous."""
    administrator = make_person("Ines Berg", "administrator", units.hq)
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    return {
        "anonymous": None,
        **{who: make_member(who, units) for who in MEMBERS},
        "administrator": administrator,
        "cleo": make_person("Cleo Marsh", "contributor", units.mara),
        "kurt": make_person("Kurt Adler", "consultant", units.mara, valid_until=date(2026, 12, 31)),
    }


def make_world(units, cast):
    """Return names for the rows of `endpoints.py`: shared ones, and the things of Mara's unit."""
    scorecard = make_scorecard(units)
    make_objective(
        "TRUST",
        unit=units.hq,
        perspective=scorecard.perspective,
        name="Be trusted",
        roll_up="manual",
    )
    # Nobody's scorecard shows it: it is there to be approved.
    fuel = make_kpi("FUEL", name="Fuel in store", approved_only=True)
    diesel = make_kpi("DIESEL", name="Diesel in store")
    make_pin(cast["ada"], Pin.STEPS)
    change = make_map_change(cast["ada"], "TRUST", "weigh", weight=2.0)
    make_lock(cast["ada"], "2026-08")
    shared = {
        "holiday": make_holiday(cast["ada"], date(2026, 12, 25)).pk,
        "map_draft": change.draft_id,
        "map_change": change.pk,
        "map_seen": f"{change.draft_id}-{change.pk}-0",
        "shared": make_shared(cast["ada"], units.hq, "employee").pk,
        "chief": cast["chief"].pk,
        "by_hand": "TRUST",
        "file": "csv",
        "shaped": "themes",
        "kpi": scorecard.vehicles.code,
        "fuel": "FUEL",
        "fuel_id": fuel.pk,
        "diesel_id": diesel.pk,
        "objective": scorecard.objective.pk,
        "objective_code": scorecard.objective.code,
        "perspective": scorecard.perspective.code,
        "substitute": make_person("Sina Rolf", "employee", units.hq).email,
        "uid": "1",
        "link": "used-already",
    }
    own = account_of(cast["mara"], cast["otto"])
    return shared | things_of(units.mara, cast, "WAVES") | own


def make_sister_world(units, cast, world):
    """Return the same names for the sister unit, which Nils leads."""
    own = account_of(cast["nils"], make_person("Olaf Berg", "employee", units.nils))
    return world | things_of(units.nils, cast, "TIDES") | own


def things_of(unit, cast, code):
    """Make what belongs to one unit; the sister unit gets each thing as well."""
    ada, chief = cast["ada"], cast["chief"]
    initiative = make_initiative(code, unit=unit)
    milestone = make_milestone(initiative, "Wave 1", date(2026, 11, 1))
    letter = make_delivered(ada, chief, unit, asks_acknowledgement=True)
    draft = make_draft(ada, chief, unit)
    waiting = make_waiting(ada, chief, unit)
    fuel = Kpi.objects.get(code="FUEL")
    seen = mark_of([make_reporter(unit, fuel)])
    figure = make_entry(unit, fuel, "2026-10", Decimal(7))
    make_entry(unit, fuel, "2026-09", Decimal(9), kind="override", comment="Counted by hand.")
    flag = make_flag(unit, fuel, ada)
    upload = make_upload(manager_of(unit), unit, fuel)
    return {
        "unit": unit.pk,
        "upload": upload.pk,
        "upload_seen": packed.mark_of(upload),
        "seen": seen,
        "manager": manager_of(unit).email,
        "initiative": initiative.pk,
        "milestone": milestone.pk,
        "letter": letter.message_id,
        "draft": draft.message_id,
        "version": draft.pk,
        "waiting": waiting.message_id,
        "hash": waiting.text_hash,
        "figure": figure.pk,
        "evidence": make_evidence(unit, fuel, "2026-10", ada).pk,
        "rebasing": make_rebasing(unit, Kpi.objects.get(code="VEH"), "2026-09", ada).pk,
        "figure_hash": figure.figure_hash,
        "flag": flag.pk,
        "notice": make_notice(manager_of(unit), unit, fuel, flag=flag, by=ada).pk,
        "action": make_action(unit, fuel, "Depot East", added_by=ada).pk,
        "comment": make_comment(unit, fuel, "2026-10", ada, mentioned=[manager_of(unit)]).pk,
        # Who manages the unit asks, the office confirms.
        "reopening": make_reopening(manager_of(unit), unit, month="2026-08").pk,
        "explanation": make_explanation(unit, fuel, "2026-10", ada).pk,
    }


def manager_of(unit):
    """Return who leads a unit."""
    return unit.memberships.get(role="unit_manager").person


def account_of(manager, employee):
    """Make what is a manager's own, and name an employee of the same unit."""
    # Not begun yet: until then the employee has no right of the manager's.
    deputy = make_deputy(manager, employee, date(2026, 12, 1), date(2026, 12, 24))
    return {
        "otto": employee.pk,
        "ottos_role": employee.memberships.get().pk,
        "deputy": deputy.pk,
        "pin": make_pin(manager, Pin.STEPS).pk,
        "table": make_large_table(manager, employee.memberships.get().unit).pk,
        "session": make_session(manager).pk,
        "token": make_token(manager).token.token_key,
    }
