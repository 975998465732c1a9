"""The addresses of OSM and, beside them, the two empty views that pages are measured against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from core.revalidation import revalidated
from osm.urls import urlpatterns as addresses_of_osm


def empty(request: HttpRequest) -> HttpResponse:
    """Answer nothing, to somebody signed in, through the full middleware."""
    return HttpResponse(request.user.get_username())


@revalidated
def frame(request: HttpRequest) -> HttpResponse:
    """Answer the frame of every page with its navigation, and nothing inside it."""
    return render(request, "base.html")


urlpatterns = [path("bench/empty/", empty), path("bench/frame/", frame), *addresses_of_osm]
