from communications.models import Delivery
from communications.tasks import deliver
from jobs.models import OutboxRow
from osm.topics import TOPICS
from tests.communications.factories import make_published


def test_the_task_works_off_deliveries_and_is_safe_to_run_twice(ada, chief, units, otto):
    make_published(ada, chief, units.mara)
    deliver()
    deliver()
    assert [row.person for row in Delivery.objects.all()] == [otto]
    assert not OutboxRow.objects.exists()


def test_the_task_has_the_name_that_the_outbox_hints_at():
    assert deliver.name == TOPICS["deliveries"].task
