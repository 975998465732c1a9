"""Messages in every state, made by the services that make them in earnest."""

from communications.models import Delivery, Notice
from communications.services.approvals import approve_message
from communications.services.messages import Wording, draft_message, send_for_approval
from jobs.services.drain import drain
from scorecard.models import about
from tests.factories import make_flag, make_person, recorded


def make_wording(*units, title="Spares come first until March", **fields):
    text = fields.pop("text", "Brake sets go to the front line first.")
    return Wording(title=title, text=text, units=units, **fields)


def make_draft(actor, speaker, *units, **fields):
    return draft_message(actor=actor, speaker=speaker, wording=make_wording(*units, **fields))


def make_waiting(actor, speaker, *units, **fields):
    draft = make_draft(actor, speaker, *units, **fields)
    return send_for_approval(actor=actor, message=draft.message)


def make_published(actor, speaker, *units, **fields):
    version = make_waiting(actor, speaker, *units, **fields)
    return approve_message(actor=speaker, message=version.message, text_hash=version.text_hash)


def make_delivered(actor, speaker, *units, **fields):
    publication = make_published(actor, speaker, *units, **fields)
    drain({"deliveries"})
    return publication.version


def delivery_to(person, version):
    return Delivery.objects.get(person=person, version=version)


def make_soldiers(unit, count):
    return [make_person(role="employee", unit=unit) for _ in range(count)]


def make_notice(person, unit, matter, *, kind="flag", **fields):
    """Tell somebody of a flag, or of what else is named in `fields`."""
    if kind == "flag" and "flag" not in fields:
        fields["flag"] = make_flag(unit, matter, make_person(role="unit_manager", unit=unit))
    return Notice.objects.create(
        person=person,
        unit=unit,
        **about(matter),
        kind=kind,
        cause=fields.pop("cause", f"flag:{Notice.objects.count() + 1000}"),
        recorded_at=fields.pop("recorded_at", recorded()),
        **fields,
    )
