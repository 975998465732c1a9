from datetime import date


def test_a_cap_is_switched_off_where_something_caps_and_the_reason_is_told(demo):
    lines = demo.transport["scorecard"].dicts()
    capped = {(row["unit"], row["objective"]) for row in lines if row["critical"]}
    assert demo.extra.caps_off
    for told in demo.extra.caps_off:
        assert (told.unit, told.objective) in capped
        assert told.reason.endswith(".")


def test_months_before_and_after_the_switch_are_shown(demo):
    months = {row["period"] for row in demo.transport["values"].dicts() if row["kpi"] == "TAGGED"}
    (told,) = demo.extra.caps_off
    assert told.first_day == date(2026, 6, 1)
    assert {"2026-05", "2026-06", "2026-10"} <= months
