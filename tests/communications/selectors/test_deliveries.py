from communications.selectors import inbox, latest_from_chief, unread_messages
from communications.services.deliveries import acknowledge, mark_read
from tests.communications.factories import delivery_to, make_delivered
from tests.factories import give_role


def test_unread_messages_come_first_and_the_newest_of_them_on_top(ada, chief, units, otto):
    versions = [make_delivered(ada, chief, units.mara, title=title) for title in "ABC"]
    mark_read(actor=otto, delivery=delivery_to(otto, versions[2]))
    page = inbox(otto)
    assert [line.title for line in page.unread] == ["B", "A"]
    assert [line.title for line in page.read] == ["C"]


def test_an_inbox_holds_nobody_elses_messages(ada, chief, units, otto, nils):
    make_delivered(ada, chief, units.mara)
    page = inbox(nils)
    assert (page.unread, page.read) == ([], [])


def test_the_inbox_takes_the_same_queries_for_one_message_and_for_three(
    ada, chief, units, otto, django_assert_num_queries
):
    make_delivered(ada, chief, units.mara)
    inbox(otto)  # what the gate found is kept for the request
    with django_assert_num_queries(2):
        inbox(otto)
    for title in "BC":
        make_delivered(ada, chief, units.mara, title=title)
    with django_assert_num_queries(2):
        inbox(otto)


def test_a_message_waits_for_acknowledgement_until_it_is_given(ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara, asks_acknowledgement=True)
    mark_read(actor=otto, delivery=delivery_to(otto, version))
    assert inbox(otto).read[0].waits_for_acknowledgement
    acknowledge(actor=otto, delivery=delivery_to(otto, version))
    assert not inbox(otto).read[0].waits_for_acknowledgement


def test_unread_counts_what_is_not_marked_as_read(ada, chief, units, otto):
    versions = [make_delivered(ada, chief, units.mara) for _ in range(2)]
    assert unread_messages(otto).count() == 2
    mark_read(actor=otto, delivery=delivery_to(otto, versions[0]))
    assert unread_messages(otto).count() == 1


def test_the_chiefs_latest_is_the_newest_of_a_top_executive(ada, chief, mara, units, otto):
    assert latest_from_chief(otto) is None
    make_delivered(ada, mara, units.mara, title="From the brigade")
    assert latest_from_chief(otto) is None
    make_delivered(ada, chief, units.mara, title="Old")
    make_delivered(ada, chief, units.mara, title="New")
    found = latest_from_chief(otto)
    assert (found.title, found.speaker, found.is_read) == ("New", "Chief Lindqvist", False)


def test_an_executive_of_a_command_is_not_the_chief(ada, mara, units, otto):
    give_role(mara, "executive", units.command)
    make_delivered(ada, mara, units.mara)
    assert latest_from_chief(otto) is None


def test_the_chiefs_latest_is_only_what_this_person_got(ada, chief, units, otto, nils):
    make_delivered(ada, chief, units.nils, title="For Nils")
    assert latest_from_chief(otto) is None
    assert latest_from_chief(nils).title == "For Nils"
