"""Checks that run with every command: a guarded model or a page without a permission does not start."""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from .permissions import GATE, RULES, view_name


@register
def check_models_have_permissions(app_configs: object = None, **_: object) -> list[Error]:
    """Report tables about people for which no permission is registered."""
    return [
        Error(
            f"{model._meta.label} is guarded and has no permission.",
            hint=f"Add register({model.__name__}, rows=...) to its app's permissions.py.",
            id="trellis.E001",
        )
        for model in apps.get_models()
        if getattr(model, "guarded", False) and model not in RULES
    ]


@register(Tags.urls)
def check_views_have_permissions(app_configs: object = None, **_: object) -> list[Error]:
    """Report views of Trellis that do not say whom they are for: without it, nobody could open them."""
    return [
        Error(
            f"The view {view_name(view)} does not say whom it is for.",
            hint="Decorate it with @page_for(...), for example @page_for(Role.ADVISOR) or @page_for(public=True).",
            id="trellis.E002",
        )
        for view in sorted(set(_views(get_resolver())), key=view_name)
        if view.__module__.startswith("trellis.") and not hasattr(view, GATE)
    ]


def _views(resolver: URLResolver) -> Iterator[Callable]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry)
        elif isinstance(entry, URLPattern):
            yield entry.callback
