from django.views.decorators.http import require_safe

from core.revalidation import is_revalidated, revalidated


def page(request):
    return request


def test_a_page_is_kept_only_where_it_is_marked():
    assert not is_revalidated(page)
    assert is_revalidated(revalidated(require_safe(page)))


def test_the_mark_is_seen_through_what_is_wrapped_around_it():
    assert is_revalidated(require_safe(revalidated(require_safe(page))))
