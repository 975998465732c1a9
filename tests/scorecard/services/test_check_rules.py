"""Who decides how figures of a KPI are checked."""

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import CheckRule
from scorecard.selectors.check_rules import check_page, effects_of
from scorecard.services.check_rules import decide_checks

USUAL = {"slip": "ask", "part": "ask", "jump": "ask", "red": "off", "evidence": "off"}


def test_until_somebody_decides_the_usual_holds(kpi):
    assert effects_of(kpi) == USUAL
    assert check_page(kpi).lines == ()


def test_a_decision_keeps_what_changed_with_who_and_why(ada, kpi):
    decide_checks(actor=ada, kpi=kpi, effects=USUAL | {"red": "ask"}, reason=" Agreed ")
    assert effects_of(kpi) == USUAL | {"red": "ask"}
    row = CheckRule.objects.get()
    assert (row.kind, row.reason, row.author) == ("red", "Agreed", ada)
    record = Record.objects.get()
    assert record.detail == {"changes": {"red": ["off", "ask"]}}
    (line,) = check_page(kpi).lines
    assert line.text == "off target: asks for a comment"


def test_the_newest_decision_counts_and_the_others_stay(ada, kpi):
    for effect in ("stop", "off"):
        decide_checks(actor=ada, kpi=kpi, effects={"jump": effect}, reason="Agreed")
    assert effects_of(kpi)["jump"] == "off"
    assert [line.text.split(": ")[1] for line in check_page(kpi).lines] == [
        "is taken as it is",
        "is refused",
    ]


def test_nothing_is_decided_without_a_reason_or_a_change(ada, kpi):
    with pytest.raises(DomainError, match="Say why"):
        decide_checks(actor=ada, kpi=kpi, effects={"jump": "off"}, reason=" ")
    with pytest.raises(DomainError, match="It is so already"):
        decide_checks(actor=ada, kpi=kpi, effects=USUAL, reason="Agreed")
    assert not CheckRule.objects.exists()


def test_a_manager_decides_nothing(mara, kpi):
    with pytest.raises(NotAllowedError):
        decide_checks(actor=mara, kpi=kpi, effects={"jump": "off"}, reason="Agreed")
