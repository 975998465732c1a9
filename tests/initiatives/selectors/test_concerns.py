from datetime import date
from decimal import Decimal

from initiatives.models import InitiativeVersion
from initiatives.selectors.concerns import concerns, needs_attention, severity
from initiatives.selectors.parts import MilestoneFact
from tests.initiatives.factories import TODAY


def version(stage="launched", **facts):
    return InitiativeVersion(name="Spares surge", stage=stage, **facts)


def missed(name="Wave 1", due=date(2026, 10, 1)):
    return MilestoneFact(1, name, due, None, "missed")


def test_a_missed_milestone_is_named_with_its_day():
    assert concerns(version(), [missed()], TODAY) == ("Milestone “Wave 1” was due on 1 Oct.",)


def test_several_missed_milestones_name_the_oldest():
    late = [missed(), missed("Wave 2", date(2026, 11, 1))]
    assert concerns(version(), late, TODAY) == (
        "2 milestones are missed, the oldest, “Wave 1”, was due on 1 Oct.",
    )


def test_money_over_budget_and_an_end_that_passed_are_said():
    facts = version(budget=Decimal(5), spent=Decimal(7), ends_on=date(2026, 11, 11))
    first, second = concerns(facts, [], TODAY)
    assert first.replace("\N{NO-BREAK SPACE}", " ") == "kr 2 more than the budget is spent."
    assert second == "It should have ended on 11 Nov."


def test_the_last_day_itself_is_not_late():
    assert concerns(version(ends_on=TODAY), [], TODAY) == ()


def test_what_is_over_worries_nobody():
    over = version("stopped", budget=Decimal(5), spent=Decimal(7), ends_on=date(2026, 1, 1))
    assert concerns(over, [missed()], TODAY) == ()
    assert not needs_attention(severity(over, [missed()], TODAY))


def test_worst_comes_first_and_what_is_over_last():
    cases = {
        "late long": (version(), [missed()]),
        "late": (version(), [missed(due=date(2026, 11, 1))]),
        "delayed": (version("delayed"), []),
        "fine": (version(), []),
        "proposed": (version("proposed"), []),
        "done": (version("done"), [missed()]),
    }
    ranked = sorted(cases, key=lambda name: severity(*cases[name], TODAY))
    assert ranked == list(cases)
    attention = [name for name in cases if needs_attention(severity(*cases[name], TODAY))]
    assert attention == ["late long", "late", "delayed"]
