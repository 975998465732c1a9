"""What waits for approval in the demo, and what was rejected there."""

from demo import approvals


def test_every_unit_that_submits_something_reports_it_and_has_a_target(army):
    units = [one.unit for one in approvals.typed()]
    assert set(units) <= army.index.keys()
    tables = approvals.tables("2026-10", 2026)
    assert [row[0] for row in tables["reporters"].rows] == units
    assert [row[0] for row in tables["targets"].rows] == units


def test_what_is_off_target_is_explained_as_the_office_wants_it():
    red_flag = int(approvals.RED_FLAG) / 12
    for one in approvals.typed():
        assert bool(one.comment) == (int(one.text) >= red_flag)


def test_what_is_rejected_was_submitted_and_says_why():
    units = {one.unit for one in approvals.typed()}
    assert all(one.unit in units and one.reason for one in approvals.REJECTED)
