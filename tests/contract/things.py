"""What the services that write are called with: the rows of `world.py`, by name."""

from datetime import UTC, date, datetime
from decimal import Decimal

from communications.models import Delivery, Message, MessageVersion, Notice
from initiatives.models import ActionItem, Initiative, Milestone
from initiatives.services.versions import Facts
from osm.models import SharedDashboard
from scorecard.models import (
    Comment,
    Entry,
    Evidence,
    Flag,
    Kpi,
    MapChange,
    Objective,
    OwnerExplanation,
    Rebasing,
    Reopening,
    Upload,
)
from scorecard.selectors.places import Place
from scorecard.services.assignments import Assigned
from scorecard.services.entries import Figure
from scorecard.services.submissions import Cell
from tests.communications.factories import make_wording
from tests.factories import calendar, make_person

TODAY = date(2026, 11, 12)
PRIVATE = "a draft is nobody's statement yet: what is submitted is audited"


def _outsiders(unit):
    """Return who came with an import and never signed in, and who may not sign in."""
    stranger = make_person("Ivo Land", "employee", unit)
    stranger.set_unusable_password()
    stranger.save()
    closed = make_person("Kai Moss", "employee", unit)
    closed.is_active = False
    closed.save()
    return stranger, closed


class Things:
    """The rows of the world, by name."""

    def __init__(self, world, units, cast):
        self.units, self.cast = units, cast
        self.initiative = Initiative.objects.get(pk=world["initiative"])
        self.milestone = Milestone.objects.get(pk=world["milestone"])
        self.objective = Objective.objects.get(pk=world["objective"])
        self.draft = MessageVersion.objects.get(pk=world["version"])
        self.waiting = Message.objects.get(pk=world["waiting"])
        self.hash = {"message": self.waiting, "text_hash": world["hash"]}
        self.figure_there = Entry.objects.get(pk=world["figure"])
        fuel = self.figure_there.kpi
        self.place = Place(units.mara, fuel, calendar().parse("2026-10"))
        self.overridden = Place(units.mara, fuel, calendar().parse("2026-09"))
        self.by_hand = Objective.objects.get(code="TRUST")
        self.staff = Kpi.objects.get(code="STAFF")
        self.given = Assigned(cast["mara"].pk, None)
        self.rebasing = Rebasing.objects.get(pk=world["rebasing"])
        self.map_change = MapChange.objects.get(pk=world["map_change"])
        self.notice = Notice.objects.get(pk=world["notice"])
        self.flag = Flag.objects.get(pk=world["flag"])
        self.action = ActionItem.objects.get(pk=world["action"])
        self.comment = Comment.objects.get(pk=world["comment"])
        self.shared = SharedDashboard.objects.get()
        self.explanation = OwnerExplanation.objects.get(pk=world["explanation"])
        self.reopening = Reopening.objects.get(pk=world["reopening"])
        self.locked = calendar().parse("2026-08")
        self.until = {"until": datetime(2026, 12, 1, tzinfo=UTC), "reason": "The depot moved."}
        self.period = calendar().parse("2026-10")
        self.facts = Facts(name="New yard", unit=units.mara)
        self.wording = make_wording(units.mara, title="Brakes")
        self.upload = Upload.objects.get(pk=world["upload"])
        self.stranger, self.closed = _outsiders(units.mara)

    @property
    def diesel(self):
        """What the figures there can be held against."""
        return Kpi.objects.get(code="DIESEL")

    @property
    def evidence(self):
        """What is attached to the figure that is there."""
        return Evidence.objects.get(unit=self.units.mara)

    @property
    def letter(self):
        """What Otto got and has not read."""
        return Delivery.objects.get(person=self.cast["otto"])

    @property
    def role(self):
        """What Otto is."""
        return self.cast["otto"].memberships.get()

    @property
    def start_page(self):
        """With whom the office shares what it has pinned."""
        return {"unit": self.units.hq, "role": "executive", "at_own_unit": True}

    @property
    def figure(self):
        return Figure(value=Decimal(7))

    @property
    def cells(self):
        months = ("2026-09", "2026-10")
        return [
            Cell(self.units.mara, self.staff, calendar().parse(month), self.figure)
            for month in months
        ]
