"""The hidden fields with the revisions of the rows that a form shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from trellis.core.foundation.models import Revised
from trellis.core.foundation.revisions import SHOWN_FIELD

register = template.Library()


@register.simple_tag(takes_context=True)
def revision_field(context: Mapping[str, object], row: Revised | None = None) -> SafeString:
    """The revision of `row`, "" where there is no row yet.

    A page that is shown again after an error keeps the revision that its writer had seen.
    """
    return format_html('<input type="hidden" name="revision" value="{}">', _revision_value(context, row))


@register.simple_tag
def shown_rows(rows: Iterable[Revised]) -> SafeString:
    """The revisions of the rows that a page lists, for a form that may change one of them."""
    values = ["", *(f"{row.pk}:{row.revision}" for row in rows)]
    fields = ((SHOWN_FIELD, value) for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)


def _revision_value(context: Mapping[str, object], row: Revised | None) -> str:
    if not row or row._state.adding:
        return ""
    request = context.get("request")
    is_post = isinstance(request, HttpRequest) and request.method == "POST"
    posted = request.POST.get("revision") if is_post else None
    if posted and posted.startswith(f"{row.pk}:"):
        return posted
    if posted == "" and row.revision == 1:
        return ""  # made by somebody else while this page, which showed none, was open
    return f"{row.pk}:{row.revision}"
