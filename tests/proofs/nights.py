"""The program of a proof: tell people things on a clock of its own, and send what is due.

It goes on at the step that it was killed in: `python -m tests.proofs.nights run FOLDER`.
"""

import json
import random
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

PEOPLE = 250
#: Saturdays before a clock is set: in Europe and in New York, back and forward.
SATURDAYS = ("2026-10-24", "2026-10-31", "2027-03-13", "2027-03-27")
STEP, LASTING = timedelta(minutes=5), timedelta(hours=60)
ZONES = (
    *("Europe/Oslo", "Europe/London", "America/New_York", "America/St_Johns"),
    *("Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC"),
)
URGENT_OF_TEN = 2


def steps():
    """Yield each moment of the program's clock."""
    for saturday in SATURDAYS:
        moment = datetime.fromisoformat(saturday).replace(tzinfo=UTC)
        end = moment + LASTING
        while moment < end:
            yield moment
            moment += STEP


def prepare(folder):
    """Make people who want their mail at some hour of the night, and decide when each is told."""
    from communications.models import MailChoice
    from scorecard.models import Flag
    from tests import factories as make

    chance = random.Random(23)
    make.make_organization()
    hq = make.make_unit("HQ")
    kpi = make.make_kpi("FUEL")
    make.make_line(make.make_objective("READY", unit=hq), kpi)
    flag = make.make_flag(hq, kpi, make.make_person("Flag", "unit_manager", hq))
    wishes, told = {}, []
    for number in range(PEOPLE):
        person = make.make_person(f"P{number}", "employee", hq)
        wish = {
            "hour": chance.choice([0, 1, 1, 2, 2, 2, 3, 3, 7]),
            "time_zone": chance.choice(ZONES),
            **_quiet(chance),
        }
        MailChoice.objects.create(person=person, **wish)
        wishes[person.email] = {name: str(each) for name, each in wish.items()}
        for saturday in SATURDAYS:
            after = timedelta(minutes=5 * chance.randrange(12 * 30))
            moment = datetime.fromisoformat(saturday).replace(tzinfo=UTC) + after
            is_urgent = chance.randrange(10) < URGENT_OF_TEN
            told.append([moment.isoformat(), person.pk, is_urgent])
    (folder / "wishes.json").write_text(json.dumps(wishes))
    (folder / "told.json").write_text(json.dumps({"flag": flag.pk, "told": told}))
    assert Flag.objects.count() == 1


def _quiet(chance):
    """Half of all have quiet hours, some of them past midnight."""
    if chance.random() < 0.5:
        return {"quiet_from": None, "quiet_until": None}
    ends = chance.choice([(time(20), time(7)), (time(1, 30), time(2, 30)), (time(0), time(3))])
    return dict(zip(("quiet_from", "quiet_until"), ends, strict=True))


def run(folder):
    """Go on where the program was killed."""
    import time_machine

    plan = json.loads((folder / "told.json").read_text())
    at = folder / "at"
    begun = at.read_text() if at.exists() else ""
    for moment in steps():
        if moment.isoformat() < begun:
            continue
        with time_machine.travel(moment, tick=False):
            _step(plan, moment)
        new = at.with_suffix(".new")
        new.write_text((moment + STEP).isoformat())
        new.replace(at)


def _step(plan, moment):
    from communications.services.mails import send_due

    for when, person, is_urgent in plan["told"]:
        if when == moment.isoformat():
            _tell(plan["flag"], person, is_urgent, when)
    send_due()


def _tell(flag, person, is_urgent, when):
    from django.db import transaction

    from communications.models import Notice
    from communications.services.mail_plans import plan_mails
    from scorecard.models import Flag

    raised = Flag.objects.get(pk=flag)
    with transaction.atomic():
        _notice, is_new = Notice.objects.get_or_create(
            person_id=person,
            cause=f"flag:{flag}:{when}",
            defaults={
                "unit_id": raised.unit_id,
                "kpi_id": raised.kpi_id,
                "kind": "flag",
                "flag": raised,
                "urgent": is_urgent,
                "recorded_at": datetime.fromisoformat(when),
            },
        )
        if is_new:
            plan_mails([(person, is_urgent)])


def found(_folder):
    """Print what became of the mails, and how many things nobody was told of."""
    from communications.models import Mail, Notice

    rows = Mail.objects.exclude(state=Mail.DROPPED).select_related("person")
    mails = [
        {
            "message_id": mail.message_id,
            "email": mail.person.email,
            "kind": mail.kind,
            "state": mail.state,
            "maybe_twice": mail.maybe_twice,
            "not_before": mail.not_before.isoformat(),
        }
        for mail in rows
    ]
    untold = Notice.objects.exclude(mail__state=Mail.SENT).count()
    sys.stdout.write(f"{json.dumps({'mails': mails, 'untold': untold})}\n")


if __name__ == "__main__":
    import django

    django.setup()
    {"prepare": prepare, "run": run, "found": found}[sys.argv[1]](Path(sys.argv[2]))
