from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Record
from audit.selectors.chain import chain_head
from tests.audit.selectors.test_chain import write
from tests.audit.tampering import tamper

pytestmark = pytest.mark.django_db


def verify(*arguments):
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_how_many_links_hold_and_the_head():
    write(3)
    assert verify() == f"The chain holds. Links: 3. Head: {chain_head()[1]}\n"


def test_it_ends_with_1_and_names_the_first_broken_link():
    write(3)
    middle = Record.objects.order_by("id")[1]
    tamper(lambda _chance: Record.objects.filter(pk=middle.pk).update(reason="x"), None)
    with pytest.raises(CommandError, match=rf"Record {middle.pk}, at link 2, was changed") as error:
        verify()
    assert error.value.returncode == 1
    assert "1 links hold" in str(error.value)


def test_it_compares_with_a_head_that_was_kept_elsewhere():
    write(1)
    kept = chain_head()[1]
    write(1)
    assert "The chain holds" in verify(f"--head={kept.upper()}")
    with pytest.raises(CommandError, match="does not go through"):
        verify(f"--head={'f' * 64}")
