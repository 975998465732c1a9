import datetime as dt


def test_four_messages_were_sent_and_one_is_a_draft(demo):
    sent = [m.sent_before for m in demo.extra.messages if m.sent_before is not None]
    assert len(sent) == 4
    assert len(demo.extra.messages) == 5
    assert min(sent) > dt.timedelta(days=1)


def test_every_text_has_under_60_words(demo):
    assert all(len(message.text.split()) < 60 for message in demo.extra.messages)


def test_messages_name_people_units_and_objectives_that_exist(demo, reading):
    people = {row["email"] for row in reading.rows["people"]}
    objectives = {row["code"] for row in reading.rows["objectives"]}
    for message in demo.extra.messages:
        assert {message.speaker, message.drafter} <= people
        assert set(message.audience) <= set(reading.units)
        assert set(message.objectives) <= objectives


def test_eastern_field_has_read_the_chiefs_message_least(demo):
    spares = next(m for m in demo.extra.messages if m.title == "Spares come first until March")
    assert min(spares.read_share, key=spares.read_share.get) == "EFC"
    assert all(0 <= share <= 1 for share in spares.read_share.values())
    assert len(spares.read_share) == 14


def test_a_draft_has_no_readers(demo):
    draft = next(m for m in demo.extra.messages if m.sent_before is None)
    assert draft.read_share == {}
