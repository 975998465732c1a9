from organization.models import Comparison


def test_sister_units_are_compared_without_names_and_the_reason_is_told(demo):
    compared = demo.extra.compared
    assert compared.kind == Comparison.ANONYMOUS
    assert compared.reason.endswith(".")
