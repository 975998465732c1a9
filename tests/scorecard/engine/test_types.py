from scorecard.engine import Status, UnitRule, View


def test_a_status_is_stored_as_its_number_and_read_as_its_word():
    assert [(int(status), status.word) for status in Status] == [
        (0, "green"),
        (1, "amber"),
        (2, "red"),
        (3, "no_data"),
        (4, "insufficient"),
        (5, "not_scored"),
    ]


def test_rules_and_views_are_their_stored_words():
    assert UnitRule("mean_of_children") is UnitRule.MEAN_OF_CHILDREN
    assert f"{View.ROLLING12}" == "rolling12"
