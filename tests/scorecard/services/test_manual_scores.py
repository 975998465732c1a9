"""Scores given by hand: who gives them, where they count, what is refused."""

import math

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from jobs.services.drain import drain
from scorecard.models import ManualScore, Score
from scorecard.services.manual_scores import give_score
from tests.factories import calendar, make_objective, ordinal
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def trust(units):
    world = make_scorecard(units)
    return make_objective(
        "TRUST", unit=units.command, perspective=world.perspective, roll_up="manual"
    )


def give(actor, unit, objective, score=80, period="2026-10", reason="As the survey says."):
    month = calendar().parse(period)
    return give_score(
        actor=actor, unit=unit, objective=objective, month=month, score=score, reason=reason
    )


def score_at(unit, objective):
    rows = Score.objects.filter(unit=unit, node=objective.pk, node_kind=Score.OBJECTIVE)
    return rows.filter(period=ordinal("2026-10")).values_list("score", flat=True).first()


def test_a_score_counts_at_its_unit_until_it_is_taken_back(units, ada, trust):
    roll_up()
    give(ada, units.mara, trust)
    drain()
    assert score_at(units.mara, trust) == 80
    assert score_at(units.nils, trust) is None
    give(ada, units.mara, trust, score=60)
    drain()
    assert score_at(units.mara, trust) == 60
    give(ada, units.mara, trust, score=None, reason="The survey was wrong.")
    drain()
    assert score_at(units.mara, trust) is None
    assert ManualScore.objects.count() == 3


def test_it_is_in_the_record_with_what_it_was_before(units, ada, trust):
    give(ada, units.mara, trust)
    give(ada, units.mara, trust, score=62.5, reason="Counted again.")
    row = Record.objects.filter(verb="gave score").latest("id")
    assert (row.subject, row.reason) == ("MARA TRUST 2026-10", "Counted again.")
    assert row.detail == {"changes": {"score": ["80", "62.5"]}}


@pytest.mark.parametrize("who", ["mara", "chief", "vera"])
def test_only_the_office_gives_scores(request, units, trust, who):
    with pytest.raises(NotAllowedError):
        give(request.getfixturevalue(who), units.mara, trust)


@pytest.mark.parametrize("score", [-1, 100.5, math.nan, math.inf])
def test_what_is_no_score_is_refused(units, ada, trust, score):
    with pytest.raises(DomainError, match="from 0 to 100"):
        give(ada, units.mara, trust, score)


def test_what_makes_no_sense_is_refused_in_words(units, ada, trust):
    with pytest.raises(DomainError, match="Say why"):
        give(ada, units.mara, trust, reason=" ")
    with pytest.raises(DomainError, match="has not begun"):
        give(ada, units.mara, trust, period="2026-12")
    with pytest.raises(DomainError, match="is calculated"):
        give(ada, units.mara, make_objective(unit=units.hq))


def test_above_and_beside_its_own_unit_an_objective_has_no_score(units, ada, trust):
    with pytest.raises(DomainError, match="Give it at Eastern Field Command, or at a unit below"):
        give(ada, units.hq, trust)
    assert not ManualScore.objects.exists()
