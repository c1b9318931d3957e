"""Checks that run with every command: a guarded model without a declaration does not start."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register

from .access import RULES


@register
def every_guarded_model_is_declared(app_configs: Any = None, **_: Any) -> list[Error]:
    """A table about people whose access nobody declared is an error, not a default."""
    return [
        Error(
            f"{model._meta.label} is guarded and has no declaration.",
            hint=f"Add declare({model.__name__}, rows=...) to its room's access.py.",
            id="trellis.E001",
        )
        for model in apps.get_models()
        if getattr(model, "guarded", False) and model not in RULES
    ]
