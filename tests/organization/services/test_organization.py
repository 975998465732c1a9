from datetime import UTC, date, datetime

import pytest

from organization.models import Organization
from organization.services.organization import local_day
from tests.packages import bring_in, refusal

pytestmark = pytest.mark.django_db


def test_an_organisation_that_says_little_gets_the_defaults(tmp_path):
    bring_in(tmp_path, organization="name\nArmy of Aldmark\n")
    row = Organization.objects.get()
    assert (row.fiscal_year_start_month, row.default_locale, row.time_zone) == (1, "en", "UTC")
    assert (row.score_at_red_flag, row.score_at_goal) == (100 / 3, 200 / 3)


def test_a_change_is_a_new_revision_and_absent_columns_stay_as_they_are(tmp_path):
    bring_in(tmp_path, organization="name,time_zone\nArmy,Europe/Oslo\n")
    bring_in(tmp_path, organization="name,score_at_red_flag,score_at_goal\nArmy,70,85\n")
    first, second = Organization.objects.order_by("id")
    assert (first.score_at_goal, second.score_at_goal) == (200 / 3, 85)
    assert second.time_zone == "Europe/Oslo"


def test_cut_scores_in_the_wrong_order_are_refused_with_both(tmp_path):
    (problem,) = refusal(
        tmp_path, organization="name,score_at_red_flag,score_at_goal\nArmy,85,70\n"
    )
    assert problem.column == "score_at_red_flag"
    assert "85" in problem.message
    assert "70" in problem.message


def test_a_cut_score_alone_is_held_against_the_stored_one(tmp_path):
    bring_in(tmp_path, organization="name,score_at_red_flag,score_at_goal\nArmy,70,85\n")
    (problem,) = refusal(tmp_path, organization="name,score_at_red_flag\nArmy,90\n")
    assert problem.column == "score_at_red_flag"


def test_two_organisations_are_refused(tmp_path):
    (problem,) = refusal(tmp_path, organization="name\nArmy\nNavy\n")
    assert (problem.row, problem.value) == (3, "Navy")


def test_a_time_zone_that_does_not_exist_is_refused(tmp_path):
    (problem,) = refusal(tmp_path, organization="name,time_zone\nArmy,Aldmark/North\n")
    assert problem.column == "time_zone"


def test_the_day_is_that_of_the_organisations_time_zone(tmp_path):
    moment = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert local_day(moment) == date(2026, 10, 31)
    bring_in(tmp_path, organization="name,time_zone\nArmy,Europe/Oslo\n")
    assert local_day(moment) == date(2026, 11, 1)
