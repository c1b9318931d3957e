"""The hidden fields that say which revisions of rows a form shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from trellis.core.foundation.revisions import SHOWN_FIELD

register = template.Library()


@register.simple_tag(takes_context=True)
def revision_field(context: dict[str, Any], row: Any = None) -> SafeString:
    """The revision of `row`, "" where there is no row yet.

    A page that is shown again after an error keeps the revision that its writer had seen.
    """
    return format_html('<input type="hidden" name="revision" value="{}">', _revision_value(context, row))


@register.simple_tag
def shown_rows(rows: Iterable[Any]) -> SafeString:
    """The revisions of the rows that a page lists, for a form that may change one of them."""
    values = ["", *(f"{row.pk}:{row.revision}" for row in rows)]
    fields = ((SHOWN_FIELD, value) for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)


def _revision_value(context: dict[str, Any], row: Any) -> str:
    if not row or row._state.adding:
        return ""
    request = context.get("request")
    posted = request.POST.get("revision") if request is not None and request.method == "POST" else None
    if posted and posted.startswith(f"{row.pk}:"):
        return posted
    if posted == "" and row.revision == 1:
        return ""  # made by somebody else while this page, which showed none, was open
    return f"{row.pk}:{row.revision}"
