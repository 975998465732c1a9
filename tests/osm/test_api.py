from io import StringIO

import pytest
from django.core.management import call_command

from tests.accounts.factories import bearer, make_token


def test_the_description_is_valid_and_was_made_without_a_warning(capsys):
    told = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=told)
    assert "openapi: 3" in told.getvalue()


@pytest.fixture
def described(client, ada):
    client.force_login(ada)
    return client.get("/api/v1/schema/").json()


def operations(described):
    return [
        (verb, address, operation)
        for address, verbs in described["paths"].items()
        for verb, operation in verbs.items()
    ]


def test_every_operation_is_told_in_words(described):
    assert len(operations(described)) >= 21
    silent = [op for op in operations(described) if not op[2].get("description")]
    assert silent == []


def test_every_operation_can_be_done_with_a_token(described):
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    closed = [op for op in operations(described) if {"token": []} not in op[2]["security"]]
    assert closed == []


def test_no_field_is_left_without_a_type(described):
    schemas = described["components"]["schemas"]
    open_ = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, said in schema.get("properties", {}).items()
        if not {"type", "$ref", "oneOf", "allOf"} & said.keys()
    ]
    assert open_ == []


def test_a_program_reads_the_description_with_its_token(client, mara):
    assert client.get("/api/v1/schema/", headers=bearer(make_token(mara))).status_code == 200
    entering = bearer(make_token(mara, "enter"))
    assert client.get("/api/v1/schema/", headers=entering).status_code == 403
