from core.schemas import finish


def described(**schemas):
    paths = {"/x/": {"get": {"responses": {}, "parameters": [{"schema": {"x-spec-enum-id": 1}}]}}}
    return finish({"components": {"schemas": schemas}, "paths": paths})


def test_every_operation_says_how_it_refuses():
    found = described()
    refused = found["paths"]["/x/"]["get"]["responses"]["4XX"]["content"]
    assert refused["application/problem+json"]["schema"]["$ref"].endswith("/Problem")
    assert "Problem" in found["components"]["schemas"]


def test_an_object_has_no_keys_but_those_that_are_named():
    schemas = described(Unit={"type": "object"}, Word={"type": "string"})["components"]["schemas"]
    assert schemas["Unit"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["Word"]
    assert schemas["Problem"]["additionalProperties"] is False


def test_null_is_among_the_choices_where_it_is_one():
    word = {"type": "string", "enum": ["a"], "nullable": True}
    schemas = described(Unit={"type": "object", "properties": {"word": word}})["components"]
    assert schemas["schemas"]["Unit"]["properties"]["word"]["enum"] == ["a", None]


def test_the_generators_own_marks_are_gone():
    assert "x-spec-enum-id" not in str(described())
