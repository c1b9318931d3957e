"""How pages show their forms (`core/foundation/action_forms.py`). Built in: no page has to load them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.db.models import Model

from trellis.core.foundation.action_forms import ActionForm

register = template.Library()


@register.filter
def for_row(form: ActionForm | str, row: Model) -> ActionForm | str:
    """The page's form for one of its rows, with what was typed if it was sent for this row."""
    return form.for_row(row) if isinstance(form, ActionForm) else form


@register.inclusion_tag("shell/action_form.html", takes_context=True)
def action_form(
    context: Mapping[str, object], form: ActionForm, button_style: str = "", layout: str = "stack close"
) -> dict[str, object]:
    """A whole form with its fields and its button. button_style: "primary" for the main action of a page or card."""
    return {
        "form": form,
        "button_style": button_style,
        "layout": layout,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
