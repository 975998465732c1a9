import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from initiatives.models import Contribution
from initiatives.services.contributions import link_objective
from tests.factories import make_objective
from tests.initiatives.factories import make_initiative


def test_judging_a_link_anew_keeps_the_earlier_judgement(units, mara):
    initiative, objective = make_initiative(unit=units.mara), make_objective(unit=units.hq)
    for contribution in (3, 3, 9):
        link_objective(
            actor=mara, initiative=initiative, objective=objective, contribution=contribution
        )
    links = Contribution.objects.order_by("id").values_list("contribution", flat=True)
    assert list(links) == [3, 9]
    assert Contribution.objects.newest().get().contribution == 9
    assert Record.objects.first().detail["before"] == 3


def test_an_objective_above_may_be_helped_and_one_of_a_sister_unit_not(units, mara):
    initiative = make_initiative(unit=units.mara)
    sisters = make_objective("SECRET", unit=units.nils)
    with pytest.raises(DomainError) as refusal:
        link_objective(actor=mara, initiative=initiative, objective=sisters, contribution=1)
    assert refusal.value.field == "objective"
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("contribution", [2, -1, 10])
def test_a_contribution_off_the_scale_is_refused(units, mara, contribution):
    with pytest.raises(DomainError) as refusal:
        link_objective(
            actor=mara,
            initiative=make_initiative(unit=units.mara),
            objective=make_objective(unit=units.hq),
            contribution=contribution,
        )
    assert refusal.value.field == "contribution"


@pytest.mark.parametrize("who", ["nils", "otto", "vera", "chief"])
def test_nobody_else_links(request, units, who):
    with pytest.raises(NotAllowedError):
        link_objective(
            actor=request.getfixturevalue(who),
            initiative=make_initiative(unit=units.mara),
            objective=make_objective(unit=units.hq),
            contribution=9,
        )
