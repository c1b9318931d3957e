"""The way back to a filtered list, which stands in the address of the page that was opened from it. Built in.

Nothing is written down for it: a list is read without writing, and two tabs do not disturb each other.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django import template
from django.template import Context
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

register = template.Library()

BACK = "back"
"""The parameter that names the list, with its filters."""


@register.simple_tag(takes_context=True)
def url_from_list(context: Context, url_name: str, *args: object) -> str:
    """The address of a page that a list links to, with the way back when the list is filtered:
    `{% url_from_list 'student' row.student.pk %}`."""
    url, request = reverse(url_name, args=args), context["request"]
    if not request.GET:
        return url
    return f"{url}?{urlencode({BACK: request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def url_of_list(context: Context, url_name: str, *args: object) -> str:
    """The address of a list: with the filters that it had when this page was opened from it."""
    return _list_address(context, url_name, args) or reverse(url_name, args=args)


@register.simple_tag(takes_context=True)
def filtered_list(context: Context, url_name: str, *args: object) -> str:
    """The same address for a page that does not link to the list otherwise; "" when it was not opened from it. Without
    arguments, of any list of that name."""
    return _list_address(context, url_name, args)


def _list_address(context: Context, url_name: str, args: tuple[object, ...]) -> str:
    """The address in the parameter, where it leads to this list and to nothing else."""
    back = context["request"].GET.get(BACK, "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return ""
    parts = urlsplit(back)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    if match.url_name != url_name or (args and parts.path != reverse(url_name, args=args)):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
