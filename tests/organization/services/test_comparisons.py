"""Deciding what sister units see of each other."""

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from organization.models import Comparison
from organization.selectors.comparisons import present_comparison
from organization.services.comparisons import decide_comparison
from tests.factories import give_role, make_person


def test_it_holds_from_now_on_and_earlier_decisions_stay(ada):
    assert present_comparison() == "anonymous"
    decide_comparison(actor=ada, kind="none", reason=" First we count alike. ")
    decide_comparison(actor=ada, kind="named", reason="All commands agreed.")
    assert present_comparison() == "named"
    kept = Comparison.objects.order_by("id").values_list("kind", "reason", "author__name")
    assert list(kept) == [
        ("none", "First we count alike.", ada.name),
        ("named", "All commands agreed.", ada.name),
    ]


def test_it_is_in_the_record_of_the_unit_at_the_top(ada, units):
    decide_comparison(actor=ada, kind="named", reason="All commands agreed.")
    row = Record.objects.get(subject_kind="comparison")
    assert (row.verb, row.subject, row.reason) == ("changed", "HQ", "All commands agreed.")
    assert row.detail == {"changes": {"sisters": ["", "named"]}}
    assert row.unit_id == units.hq.pk


@pytest.mark.parametrize("who", ["chief", "mara", "otto", "vera"])
def test_only_the_office_of_the_whole_organisation_decides(request, who):
    with pytest.raises(NotAllowedError):
        decide_comparison(actor=request.getfixturevalue(who), kind="none", reason="So.")


def test_the_office_of_a_unit_below_does_not_decide(units):
    local = make_person("Office of the command", "osm_staff", units.command)
    with pytest.raises(NotAllowedError):
        decide_comparison(actor=local, kind="none", reason="So.")
    give_role(local, "osm_staff", units.hq)
    assert decide_comparison(actor=local, kind="none", reason="So.").kind == "none"


def test_what_holds_anyway_can_be_decided_once(ada):
    decide_comparison(actor=ada, kind="anonymous", reason="We mean it.")
    with pytest.raises(DomainError, match="It is so already"):
        decide_comparison(actor=ada, kind="anonymous", reason="We mean it.")


def test_without_a_reason_nothing_is_decided(ada):
    with pytest.raises(DomainError, match="Say why"):
        decide_comparison(actor=ada, kind="none", reason=" ")
    assert not Comparison.objects.exists()
