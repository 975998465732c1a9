"""The page of an object shows its history to those who may see the audit, and to nobody else."""

from decimal import Decimal

import pytest
from django.urls import reverse, reverse_lazy

from initiatives.models import Initiative
from initiatives.services.status_lines import write_status_line
from scorecard.models import Kpi
from scorecard.services.entries import Figure, submit_entries
from tests.contract.rows import CAST
from tests.factories import calendar

HEADING = "Record of changes</h2>"
# A unit's page leads to its changes.
LINK = f"{reverse_lazy('audit')}?unit="
AUDITORS = {"ada", "vera"}


@pytest.fixture
def pages(world, units, cast):
    """Let Mara do something to each object, and name their pages."""
    kpi = Kpi.objects.get(code="STAFF")
    figures = {(kpi, calendar().parse("2026-10")): Figure(value=Decimal(7))}
    submit_entries(actor=cast["mara"], unit=units.mara, figures=figures)
    initiative = Initiative.objects.get(pk=world["initiative"])
    write_status_line(actor=cast["mara"], initiative=initiative, text="It runs.")
    place = "?unit=MARA&period=2026-10"
    return {
        "figures": reverse("scorecard:kpi", args=["STAFF"]) + place,
        "initiative": reverse("initiatives:detail", args=[initiative.pk]),
        "message": reverse("communications:message", args=[world["letter"]]),
        "unit": reverse("scorecard:scorecard") + place,
    }


@pytest.mark.parametrize("who", [who for who in CAST if who != "anonymous"])
@pytest.mark.parametrize("name", ["figures", "initiative", "message", "unit"])
def test_a_history_is_for_those_who_may_see_the_audit(client, cast, pages, who, name):
    client.force_login(cast[who])
    answer = client.get(pages[name])
    shown = answer.content.decode()
    has_history = HEADING in shown or LINK in shown
    assert has_history is (answer.status_code == 200 and who in AUDITORS)


def test_the_history_says_who_did_what(client, cast, pages):
    client.force_login(cast["vera"])
    for name in ("figures", "initiative"):
        shown = client.get(pages[name]).content.decode().partition(HEADING)[2]
        assert "Mara Hartley" in shown
    client.force_login(cast["ada"])
    shown = client.get(pages["message"]).content.decode().partition(HEADING)[2]
    for words in ("drafted", "sent for approval", "approved and sent", "Chief Lindqvist"):
        assert words in shown


def test_the_history_of_a_message_names_no_reader(client, cast, pages, world):
    client.force_login(cast["otto"])
    client.post(reverse("communications:acknowledge", args=[world["letter"]]))
    client.force_login(cast["ada"])
    assert "Otto Strand" not in client.get(pages["message"]).content.decode()
