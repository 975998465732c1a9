"""What stands below a table that leaves the product: whose it is, and when it was taken."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core import dates
from core.sheets import Sheet
from organization.models import Organization, Unit
from organization.selectors.people import PersonLine, RoleLine


def notes(unit: Unit | None) -> list[str]:
    """Say whose a table is, which unit it was asked for, and when it was taken."""
    values = {"unit": unit.name, "code": unit.code} if unit else {}
    place = _("Unit: %(unit)s (%(code)s)") % values if unit else _("All units that you may see")
    return [_organization().name, place, taken()]


def taken() -> str:
    """Say when a table was taken: now."""
    return _("Taken on %(moment)s") % {"moment": dates.moment(timezone.now())}


def people_sheet(lines: list[PersonLine]) -> Sheet:
    """Return people with their roles in the units that somebody manages."""
    return Sheet(
        name="people",
        heads=(_("Name"), _("E-mail address"), _("Roles"), _("Account")),
        rows=[
            (line.name, line.email, "; ".join(map(_role, line.roles)), line.state) for line in lines
        ],
        notes=[_organization().name, _("The people of the units that you manage"), taken()],
    )


def _organization() -> Organization:
    return Organization.objects.order_by("-id").first() or Organization()


def _role(role: RoleLine) -> str:
    until = f" – {role.last.isoformat()}" if role.last else ""
    return f"{role.name}, {role.unit} ({role.first.isoformat()}{until})"
