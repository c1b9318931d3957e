"""Search. Who: any of the staff, with a name in their head; they leave with the page of whom or what they meant."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import selectors
from .forms import SearchForm

PAGE_LIMIT, PALETTE_LIMIT = 50, 6
"""Results of each kind: on the page, and in the palette."""
FEW_STUDENTS = 2
"""With so many students or fewer, the palette offers what can be opened of each."""


@page_for(*selectors.SEARCH_ROLES)
@never_cache
def search(request: Request) -> HttpResponse:
    """Everything that matches, on a page."""
    form = SearchForm(request.GET)
    groups = selectors.search(request.viewer, form.query, PAGE_LIMIT)
    context = {
        "q": form.query.text,
        "search_text": form.query.text,
        "groups": groups,
        "total": sum(len(group.results) for group in groups),
        "limit": PAGE_LIMIT,
    }
    return render(request, "shell/search/results.html", context)


@page_for(*selectors.SEARCH_ROLES)
@never_cache
def search_options(request: Request) -> HttpResponse:
    """The best matches, as the options of the palette."""
    form = SearchForm(request.GET)
    groups = selectors.search(request.viewer, form.query, PALETTE_LIMIT)
    students = next((group.results for group in groups if group.key == "students"), [])
    context = {
        "q": form.query.text,
        "groups": groups,
        "total": sum(len(group.results) for group in groups),
        "with_links": 0 < len(students) <= FEW_STUDENTS,
    }
    return render(request, "shell/search/options.html", context)
