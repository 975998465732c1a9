from communications.models import PublicationUnit
from communications.services.publications import area_of
from tests.communications.factories import make_published
from tests.factories import make_unit


def test_publishing_freezes_the_units_with_all_below(ada, chief, units, otto):
    publication = make_published(ada, chief, units.command)
    make_unit("LATER", units.command)
    frozen = PublicationUnit.objects.filter(publication=publication).values_list("unit__code")
    assert {code for (code,) in frozen} == {"CMD", "MARA", "NILS"}


def test_a_single_unit_is_counted_by_what_lies_below_it(ada, chief, units, otto):
    publication = make_published(ada, chief, units.hq)
    areas = dict(publication.units.values_list("unit__code", "area__code"))
    assert areas == {"HQ": "HQ", "CMD": "CMD", "MARA": "CMD", "NILS": "CMD"}


def test_several_units_are_counted_by_themselves(ada, chief, units, otto):
    assert area_of("/1/2/7/9/", ["/1/2/", "/1/3/"]) == 2
    publication = make_published(ada, chief, units.mara, units.nils)
    areas = dict(publication.units.values_list("unit__code", "area__code"))
    assert areas == {"MARA": "MARA", "NILS": "NILS"}
