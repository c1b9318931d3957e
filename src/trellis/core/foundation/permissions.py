"""Who may see what: one declaration per model, and for each page the people it is for.

An app's `permissions.py` calls `register(Model, rows=...)`. `rows(viewer)` gives a Q; `shows` names the relations
whose row may be seen by whoever sees this one (a placement shows its site). Nothing is seen without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q
from django.http import Http404, HttpResponse

from .registry import Registry
from .requests import Request

if TYPE_CHECKING:
    from .requests import Viewer


@dataclass(frozen=True)
class Rule:
    """One model's declaration."""

    rows: Callable[[Viewer], Q]
    shows: tuple[str, ...] = ()


RULES: Registry[type[Model], Rule] = Registry("permissions", "who may see which rows of a model")
NOBODY = Q(pk__in=[])
EVERYBODY = Q()
_guarded_tables: dict[str, bool] = {}


def register(model: type[Model], rows: Callable[[Viewer], Q], shows: tuple[str, ...] = ()) -> None:
    """Register who sees which rows of `model`. A second registration for one model raises ValueError."""
    RULES.register(model, Rule(rows, shows))


def rule_for(model: type[Model]) -> Rule:
    """The model's declaration, or LookupError."""
    try:
        return RULES[model]
    except KeyError:
        raise LookupError(
            f"{model.__name__} has no permission: register one in its app's permissions.py."
        ) from None


def is_guarded(table: str) -> bool:
    """Whether a database table holds rows that need a viewer."""
    if not _guarded_tables:
        _guarded_tables.update(
            {
                m._meta.db_table: getattr(m, "guarded", False)
                for m in apps.get_models(include_auto_created=True)
            }
        )
    return _guarded_tables.get(table, False)


@dataclass(frozen=True)
class PagePermission:
    """Whom a page is for. `roles` are tie roles; `anyone` means signed in; `public` means no sign-in."""

    roles: frozenset[str] = frozenset()
    anyone: bool = False
    public: bool = False

    def opens_for(self, viewer: Viewer | None) -> bool:
        if self.public:
            return True
        if not viewer:  # not `is None`: on a request the viewer is a lazy object, which is never None itself
            return False
        return self.anyone or bool(self.roles & viewer.roles)


PAGE_PERMISSIONS: dict[str, PagePermission] = {}
GATE = "gate"
"""The attribute that marks a view which says whom it is for."""


def view_name(view: Callable) -> str:
    """The name under which a view's permission stands: its module and its own name."""
    return f"{view.__module__}.{getattr(view, '__qualname__', type(view).__qualname__)}"


def page_for(*roles: str, anyone: bool = False, public: bool = False) -> Callable[[Callable], Callable]:
    """Set whom a view is for. Others get 404. A view without this is a system check error."""
    gate = PagePermission(frozenset(roles), anyone, public)

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        name = view_name(view)
        PAGE_PERMISSIONS[name] = gate

        @wraps(view)
        def gated(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # Any: what its URL names
            if not PAGE_PERMISSIONS[name].opens_for(request.viewer):
                raise Http404
            return view(request, *args, **kwargs)

        setattr(gated, GATE, name)
        return gated

    return wrap
