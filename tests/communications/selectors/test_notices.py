"""What a person finds among the notices: what they may still see, and the way there."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from communications.models import Notice
from communications.selectors import unread_notices
from communications.selectors.notices import MOST, notices_page
from scorecard.models import EntryEvent, FlagReading, MentionReading
from scorecard.services.comments import withdraw_comment
from tests.communications.factories import make_notice
from tests.factories import (
    give_role,
    make_comment,
    make_entry,
    make_explanation,
    make_flag,
    make_kpi,
    make_line,
    make_objective,
    make_owner,
    make_reporter,
    recorded,
)
from tests.initiatives.factories import make_action


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def lines(user):
    return [line for day in notices_page(user).days for line in day.lines]


def shown(user):
    """Return what one finds, in a new request."""
    user.__dict__.pop("_held", None)
    return [(line.sentence, line.words, line.url) for line in lines(user)]


def test_a_mention_says_who_and_leads_to_the_comment(units, ada, otto, kpi):
    comment = make_comment(units.mara, kpi, "2026-10", ada, mentioned=[otto])
    make_notice(otto, units.mara, kpi, kind="mention", comment=comment, by=ada)
    address = f"/comments/kpis/DAYS/?unit=MARA&period=2026-10#comment-{comment.pk}"
    assert shown(otto) == [("Ada Whitlock mentions you beside “Days lost”", "", address)]


def test_a_flag_says_what_is_feared_and_leads_to_the_kpi(units, mara, otto, kpi):
    flag = make_flag(units.mara, kpi, mara, fear="Snow")
    make_notice(otto, units.mara, kpi, flag=flag, by=mara, urgent=True)
    address = "/kpis/DAYS/?unit=MARA#own-words"
    assert shown(otto) == [("Mara Hartley raised a flag on “Days lost”", "Snow", address)]
    assert lines(otto)[0].is_urgent


def test_a_flag_on_an_objective_leads_to_its_explanation(units, mara, otto):
    objective = make_objective("TRUST", unit=units.mara)
    flag = make_flag(units.mara, objective, mara, fear="Snow")
    make_notice(otto, units.mara, objective, flag=flag, by=mara)
    assert shown(otto)[0][2] == "/explain/objectives/TRUST/?unit=MARA#own-words"


def test_a_next_step_leads_to_its_page(units, mara, otto, kpi):
    action = make_action(units.mara, kpi, otto, added_by=mara, text="Ask the depot")
    make_notice(otto, units.mara, kpi, kind="step", action=action, by=mara)
    sentence = "Mara Hartley gave you a next step for “Days lost”"
    assert shown(otto) == [(sentence, "Ask the depot", f"/initiatives/actions/{action.pk}/")]


def test_an_explanation_says_what_happened(units, mara, otto, kpi):
    said = make_explanation(units.mara, kpi, "2026-09", mara, happened="It snowed")
    make_notice(otto, units.mara, kpi, kind="explained", explanation=said, by=mara)
    address = "/kpis/DAYS/?unit=MARA&period=2026-09#own-words"
    assert shown(otto) == [("Mara Hartley explained “Days lost”", "It snowed", address)]


@pytest.fixture
def waiting(units, mara, otto):
    fuel = make_kpi("FUEL", name="Fuel", approved_only=True)
    make_reporter(units.mara, fuel)
    entry = make_entry(units.mara, fuel, "2026-10", Decimal(7), author=otto)
    make_notice(mara, units.mara, fuel, kind="approval", entry=entry, by=otto)
    return entry


def test_a_figure_that_waits_says_its_period_and_leads_to_the_approvals(mara, waiting):
    sentence = "Otto Strand entered “Fuel”, which waits for your approval"
    address = "/approvals/kpis/FUEL/?unit=MARA&period=2026-10"
    assert shown(mara) == [(sentence, "2026-10", address)]


def test_a_figure_that_came_in_a_file_is_nobodys(units, mara, waiting):
    Notice.objects.update(by=None)
    assert shown(mara)[0][0] == "“Fuel” waits for your approval"


def test_a_figure_that_waits_no_more_is_gone(units, mara, otto, ada, waiting):
    make_entry(units.mara, waiting.kpi, "2026-09", Decimal(8), author=otto)
    assert len(shown(mara)) == 1
    EntryEvent.objects.create(
        entry=waiting, kind="approved", actor=ada, author=otto, recorded_at=recorded()
    )
    assert shown(mara) == []


def test_a_figure_that_another_revision_replaced_is_gone(units, mara, otto, waiting):
    make_entry(units.mara, waiting.kpi, "2026-10", Decimal(8), author=otto)
    assert shown(mara) == []


def test_who_may_not_approve_any_more_is_not_asked(units, mara, waiting):
    give_role(mara, "unit_manager", units.mara, valid_until=date(2026, 11, 11))
    give_role(mara, "employee", units.mara)
    assert shown(mara) == []


def test_a_right_that_was_lost_takes_its_notices_along_and_brings_them_back(units, otto, kpi):
    make_notice(otto, units.mara, kpi)
    assert len(shown(otto)) == unread_notices(otto).count() == 1
    give_role(otto, "employee", units.mara, valid_until=date(2026, 11, 11))
    assert (shown(otto), unread_notices(otto).count()) == ([], 0)
    give_role(otto, "employee", units.command)
    assert len(shown(otto)) == 1


def test_who_moved_to_the_sister_unit_reads_nothing_of_the_first(units, nils, kpi):
    make_notice(nils, units.mara, kpi)
    assert shown(nils) == []


def test_the_owner_of_what_stands_above_is_told_of_it_there(units, otto):
    objective = make_objective(unit=units.hq)
    kpi = make_kpi("TOP")
    make_line(objective, kpi)
    make_owner(kpi, otto)
    make_notice(otto, units.hq, kpi)
    assert len(shown(otto)) == 1
    make_owner(kpi, None)
    assert shown(otto) == []


def test_who_may_not_sign_in_finds_nothing(units, otto, kpi):
    make_notice(otto, units.mara, kpi)
    otto.is_active = False
    otto.save()
    assert notices_page(otto).days == ()
    assert unread_notices(otto).count() == 0


def test_what_was_taken_back_is_gone(units, ada, otto, kpi):
    comment = make_comment(units.mara, kpi, "2026-10", ada, mentioned=[otto])
    make_notice(otto, units.mara, kpi, kind="mention", comment=comment, by=ada)
    withdraw_comment(actor=ada, comment=comment)
    assert shown(otto) == []


def test_who_opened_the_comment_or_the_flag_has_read_its_notice(units, ada, chief, kpi):
    comment = make_comment(units.mara, kpi, "2026-10", ada, mentioned=[chief])
    make_notice(chief, units.mara, kpi, kind="mention", comment=comment, by=ada)
    flag = make_flag(units.mara, kpi, ada)
    make_notice(chief, units.mara, kpi, flag=flag, by=ada)
    assert (unread_notices(chief).count(), notices_page(chief).unread) == (2, 2)
    MentionReading.objects.create(mention=comment.mentions.get(), recorded_at=recorded())
    FlagReading.objects.create(flag=flag, person=chief, recorded_at=recorded())
    assert (unread_notices(chief).count(), notices_page(chief).unread) == (0, 0)
    assert [line.is_read for line in lines(chief)] == [True, True]


def test_they_stand_by_day_the_latest_first(units, otto, kpi):
    now = recorded()
    for hours in (30, 2, 1):
        make_notice(otto, units.mara, kpi, recorded_at=now - timedelta(hours=hours))
    page = notices_page(otto)
    assert [(day.day, len(day.lines)) for day in page.days] == [
        (now.date(), 2),
        (now.date() - timedelta(days=1), 1),
    ]
    first, second = page.days[0].lines
    assert first.at > second.at
    assert page.newest == Notice.objects.order_by("-id")[0].pk


def test_of_very_many_the_page_says_that_there_are_older_ones(units, otto, kpi):
    flag = make_flag(units.mara, kpi, otto)
    for number in range(MOST + 3):
        make_notice(otto, units.mara, kpi, flag=flag, cause=f"flag:{number}")
    page = notices_page(otto)
    assert (sum(len(day.lines) for day in page.days), page.has_older) == (MOST, True)


def test_a_rejected_figure_says_why_and_leads_to_its_field_until_another_is_in(
    units, mara, ada, waiting
):
    EntryEvent.objects.create(
        entry=waiting,
        kind="rejected",
        actor=ada,
        author=waiting.author,
        reason="In litres?",
        recorded_at=recorded(),
    )
    make_notice(mara, units.mara, waiting.kpi, kind="rejected", entry=waiting, by=ada)
    field = f"/enter/?unit=MARA&period=2026-10#cell-{waiting.kpi_id}"
    sentence = "Ada Whitlock rejected a figure of “Fuel”: correct it"
    assert shown(mara) == [(sentence, "2026-10: In litres?", field)]
    make_entry(units.mara, waiting.kpi, "2026-10", Decimal(8))
    assert shown(mara) == []
