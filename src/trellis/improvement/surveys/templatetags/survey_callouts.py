"""The surveys that wait for the reader of a page, at its top."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from trellis.core.foundation.requests import Request

from ..content import questionnaire_of
from ..selectors import open_surveys

register = template.Library()


@register.inclusion_tag("surveys/callouts.html", takes_context=True)
def survey_callouts(context: Mapping[str, Request]) -> dict[str, object]:
    """A line for each survey that the viewer may still answer."""
    viewer = context["request"].viewer
    rows = open_surveys(viewer) if viewer else []  # a family's page also opens by a link
    return {"open_surveys": [(row, questionnaire_of(row).title) for row in rows]}
