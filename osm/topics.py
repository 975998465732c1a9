"""Which service works off which outbox topic, and which task is hinted at after a commit."""

from typing import NamedTuple


class Topic(NamedTuple):
    """Where the rows of one topic go, by dotted name: imports still point down only."""

    handler: str
    task: str


TOPICS = {
    "rollup": Topic("scorecard.services.rollup.results.recompute_key", "scorecard.tasks.rollup"),
    "scores": Topic(
        "scorecard.services.rollup.scores.recompute_scores_key", "scorecard.tasks.rollup"
    ),
    "uploads": Topic("scorecard.services.uploads.work.work_key", "scorecard.tasks.read_uploads"),
    "reminders": Topic("scorecard.services.reminder_plans.work_key", "scorecard.tasks.remind"),
    "invitation": Topic("organization.services.invitations.send_invitation", "jobs.tasks.drain"),
    "password_reset": Topic("accounts.services.passwords.send_reset_link", "jobs.tasks.drain"),
    "large_tables": Topic(
        "osm.downloads.services.large_tables.write_next", "osm.tasks.write_large_tables"
    ),
    "deliveries": Topic(
        "communications.services.deliveries.fan_out_key", "communications.tasks.deliver"
    ),
    "notices": Topic("communications.services.notices.tell_key", "communications.tasks.tell"),
}
