"""A link that was just created, with every way to hand it on. Built in: no page has to load it."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html

from trellis.core.community.link_forms import LinkForm
from trellis.core.community.link_sharing import describe_link

register = template.Library()


@register.inclusion_tag("community/share_link.html", takes_context=True)
def share_link(context: Mapping[str, object], address: str) -> dict[str, object]:
    """The address, with buttons to copy it, email it, text it, show it as a QR code and send a new one."""
    sent = getattr(context.get("actions"), "sent", None)
    return {
        "shared": describe_link(address),
        "address": address,
        "form": sent if isinstance(sent, LinkForm) else None,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def ltr(text: object) -> str:
    """An email address or a code, which runs from left to right in every language."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)
