"""What waits in reviews, as a card of Today: `{% load school_reviews %}`."""

from django import template
from django.template import Context

from trellis.improvement.reviews.selectors import review_decisions

register = template.Library()


@register.inclusion_tag("reviews/asks_card.html", takes_context=True)
def review_asks_card(context: Context) -> dict[str, object]:
    """Rows that wait for the reader, and reviews that wait for them as their lead; nothing where nothing waits."""
    return {"waiting": review_decisions(context["request"].viewer)}
