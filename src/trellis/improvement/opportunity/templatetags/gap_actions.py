"""The links that stand beside a gap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import template

from trellis.core.community.models import Network, School
from trellis.core.foundation.requests import Request

from ..gap_actions import gap_actions

register = template.Library()


@register.inclusion_tag("opportunity/gap_actions.html", takes_context=True)
def gap_action_links(
    context: Mapping[str, object], place: Network | School, measure: str, group: str
) -> dict[str, object]:
    """What the reader can do about a gap. measure, group: their keys."""
    request = cast("Request", context["request"])
    return {"actions": gap_actions(request.viewer, place, measure, group)}
