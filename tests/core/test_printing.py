from functools import wraps

import pytest

from core.printing import is_printable, printable

pytestmark = pytest.mark.once


def page(request):
    return request


def test_only_marked_pages_can_be_had_as_a_pdf():
    assert not is_printable(page)
    assert is_printable(printable(wraps(page)(lambda request: request)))


def test_the_mark_goes_through_what_is_wrapped_around_it():
    marked = printable(wraps(page)(lambda request: request))
    assert is_printable(wraps(marked)(lambda request: request))
