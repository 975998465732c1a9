"""Switching off that critical children cap a node: who may, from when, and what is refused."""

from datetime import date

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from jobs.services.drain import drain
from scorecard.engine.types import Status
from scorecard.models import CapSwitch, Score
from scorecard.selectors.cap_switches import cap_nodes
from scorecard.services.cap_switches import switch_cap
from tests.factories import ordinal
from tests.scorecard.small import make_scorecard

OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


def switch(actor, unit, code, *, caps=False, valid_from=OCTOBER, reason="Measured badly."):
    (node,) = [node for node in cap_nodes(unit, valid_from) if node.code == code]
    return switch_cap(
        actor=actor, unit=unit, node=node, caps=caps, valid_from=valid_from, reason=reason
    )


def status_at(unit, kind, month="2026-10"):
    return Status(Score.objects.get(unit=unit, node_kind=kind, period=ordinal(month)).status)


def test_the_cap_goes_at_that_node_and_comes_back(world, ada):
    hq, command = world.units.hq, world.units.command
    assert status_at(hq, Score.PERSPECTIVE) is Status.RED
    switch(ada, hq, "PROC")
    drain()
    assert status_at(hq, Score.OBJECTIVE) is Status.RED
    assert status_at(hq, Score.PERSPECTIVE) is not Status.RED
    assert status_at(hq, Score.SCORECARD) is not Status.RED
    assert status_at(command, Score.PERSPECTIVE) is Status.RED
    switch(ada, hq, "PROC", caps=True)
    drain()
    assert status_at(hq, Score.PERSPECTIVE) is Status.RED
    assert CapSwitch.objects.count() == 2


def test_it_is_in_the_record_and_makes_the_years_from_its_day_due(world, ada):
    switch(ada, world.units.hq, "HQ")
    row = Record.objects.get(verb="switched cap off")
    assert (row.subject, row.reason) == ("HQ HQ", "Measured badly.")
    assert row.detail == {"from": "2026-10-01"}
    assert [row.key for row in OutboxRow.objects.filter(topic="scores")] == ["2026"]


@pytest.mark.parametrize("who", ["mara", "chief", "vera"])
def test_only_the_office_switches(request, world, who):
    with pytest.raises(NotAllowedError):
        switch(request.getfixturevalue(who), world.units.mara, "PROC")


def test_what_is_so_already_or_has_no_reason_is_refused(world, ada):
    with pytest.raises(DomainError, match="Say why"):
        switch(ada, world.units.hq, "PROC", reason=" ")
    with pytest.raises(DomainError, match="It is so on that day already"):
        switch(ada, world.units.hq, "PROC", caps=True)
