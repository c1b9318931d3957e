"""How pages of professional learning show hours: `{% load learning_hours %}`."""

from django import template
from django.template import Context

from trellis.adults.professional_learning.asks import learning_asks
from trellis.adults.professional_learning.records.hours_text import format_hours

register = template.Library()


@register.filter
def as_hours(minutes: int | None) -> str:
    """Minutes in hours: "1.5 hours"."""
    return format_hours(minutes or 0)


@register.inclusion_tag("professional_learning/asks_card.html", takes_context=True)
def learning_asks_card(context: Context) -> dict[str, object]:
    """What learning asks of the reader now, as a card of Today; nothing where it asks nothing."""
    return {"asks": learning_asks(context["request"].viewer)}
