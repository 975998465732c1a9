"""Two who store the same list at the same moment: the second is told, and overwrites nothing."""

from threading import Barrier

import pytest

from organization.models import Unit
from osm.shaping.lists import LISTS
from osm.shaping.services.changes import Change, OvertakenError, rehearse, store
from tests.factories import make_person

pytestmark = [pytest.mark.postgresql]


def renamed(name):
    return Change(LISTS["units"], [["code", "name", "parent"], ["HQ", name, ""]])


def test_of_two_at_once_the_second_is_told(world, workers):
    office = make_person("Olga Lind", "osm_staff", Unit.objects.get(code="HQ"))
    wanted = {name: renamed(name) for name in ("Centre", "Top")}
    marks = {name: rehearse(actor=office, change=each).mark for name, each in wanted.items()}
    start = Barrier(len(wanted))

    def storing(name):
        def work():
            start.wait(20)
            try:
                store(actor=office, change=wanted[name], seen=marks[name], reason="All agreed.")
            except OvertakenError as error:
                return error.outlook.differences[0].changes[0].before
            return ""

        return work

    said = {name: worker.done() for name, worker in [(n, workers(storing(n))) for n in wanted]}
    (first,) = [name for name, before in said.items() if not before]
    (second,) = [name for name, before in said.items() if before]
    assert Unit.objects.get(code="HQ").name == first
    assert said[second] == first
