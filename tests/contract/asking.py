"""Ask an address as everybody, and leave nothing of what that changed."""

import json
from dataclasses import replace
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import reverse

from tests.contract.rows import ASKED
from tests.contract.visitors import VISITORS

# Names in the world that mean the same in both sister units.
OF_NO_UNIT = {
    *(
        "kpi",
        "fuel",
        "fuel_id",
        "diesel_id",
        "objective",
        "objective_code",
        "perspective",
        "by_hand",
    ),
    *("chief", "uid", "link", "file", "shared", "shaped"),
    *("map_draft", "map_change", "map_seen", "holiday"),
}
VERBS = {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"}
REFUSED = 405
# Who is not known is not told either what an address can do.
STOPPED = {ASKED, 401, 403, 404}


def proofs(cast):
    """Return what each visitor's requests carry, by name."""
    return {visitor.name: visitor.prove(cast) for visitor in VISITORS}


def filled(data, world):
    """Return what is sent, with the names in braces replaced, in lists too."""
    if isinstance(data, dict):
        return {name: filled(value, world) for name, value in data.items()}
    if isinstance(data, list):
        return [filled(value, world) for value in data]
    return data.format_map(world) if isinstance(data, str) else data


def mirrored(row):
    """Return the row for the sister unit's thing; None where it asks for nothing of a unit."""
    query = row.query.replace("MARA", "NILS")
    body = json.loads(json.dumps(row.body).replace('"MARA"', '"NILS"'))
    words = " ".join(f"{value}" for value in row.body.values())
    is_named = "{unit}" in words or "{figure}" in words
    is_of_a_unit = bool(set(row.at.values()) - OF_NO_UNIT) or is_named
    if (query, body) == (row.query, row.body) and not is_of_a_unit:
        return None
    return replace(row, query=query, body=body)


def ask(row, world, proof, verb=None, **options):
    """Return the status of the answer to one visitor, or that they were asked to sign in."""
    return said(response(row, world, proof, verb, **options))


def response(row, world, proof, verb=None, **options):
    """Return the answer to one visitor, and leave nothing of what it changed."""
    client = proof.client(**options)
    address = reverse(row.name, kwargs={name: world[key] for name, key in row.at.items()})
    query = row.query.format_map(world)
    body = {"data": filled(row.body, world)} if row.body and not verb else {}
    if row.json:
        body["content_type"] = "application/json"
    send = getattr(client, (verb or row.verb).lower())
    with transaction.atomic():
        answer = send(f"{address}?{query}", **body)
        transaction.set_rollback(True)
    return answer


def said(answer):
    doors = {reverse("account_login"), reverse("admin:login")}
    if answer.status_code == 302 and urlsplit(answer["Location"]).path in doors:
        return ASKED
    return answer.status_code


def answers(row, world, carried, verb=None):
    """Return the answer to everybody who comes there, by name."""
    return {who: ask(row, world, proof, verb) for who, proof in coming(row, carried)}


def coming(row, carried):
    """Return who comes to the address of a row, and what they carry."""
    return [(each.name, carried[each.name]) for each in VISITORS if each.comes_to(row)]


def unexpected_verbs(rows, world, carried):
    """Return, by visitor, the verbs that an address answers without a row that says so."""
    verbs = VERBS - {row.verb for row in rows}
    found = {
        who: sorted(
            verb for verb in verbs if ask(rows[0], world, proof, verb) not in refusals(proof)
        )
        for who, proof in coming(rows[0], carried)
    }
    return {who: answered for who, answered in found.items() if answered}


def told_by_options(row, world, carried):
    """Return, by visitor, what OPTIONS answers, where that is more than what may be sent.

    Only programs may ask; they learn the same whatever is stored.
    """
    found = {who: response(row, world, proof, "OPTIONS") for who, proof in coming(row, carried)}
    may_ask = row.name.startswith(("api:", "account_"))
    return {
        who: answer.content
        for who, answer in found.items()
        if answer.status_code == 200 and (not may_ask or b"Brigade" in answer.content)
    }


def refusals(proof):
    """Return how an undeclared verb may be refused: to somebody who is signed in, as none."""
    return {REFUSED} if proof.cookies else {REFUSED, *STOPPED}
