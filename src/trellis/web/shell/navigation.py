"""The menu: which links a person gets, by their roles. The links themselves stand in `menu_items.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry

UrlKwargs = Callable[[Viewer], dict[str, UUID] | None]


@dataclass(frozen=True)
class MenuItem:
    """One link of the menu. `for_roles` empty means everyone; `kwargs` gives the address's parts, or None: not
    offered."""

    key: str
    label: str | Promise | Callable[[Viewer], str]
    url_name: str
    for_roles: frozenset[str]
    section: str | Promise
    kwargs: UrlKwargs

    def label_for(self, viewer: Viewer) -> str:
        """What it is called for this viewer: some are named in the words of a school."""
        return str(self.label(viewer) if callable(self.label) else self.label)

    def url_for(self, viewer: Viewer) -> str | None:
        """Its address for this viewer; None when it is not theirs or has no page yet."""
        if self.for_roles and not self.for_roles & viewer.roles:
            return None
        kwargs = self.kwargs(viewer)
        if kwargs is None:
            return None
        try:
            return reverse(self.url_name, kwargs=kwargs)
        except NoReverseMatch:
            return None


MENU_ITEMS: Registry[str, MenuItem] = Registry(
    "navigation", "the links in the menu, each for the roles it is for"
)


def register(
    key: str,
    label: str | Promise | Callable[[Viewer], str],
    url_name: str,
    for_roles: tuple[str, ...] = (),
    section: str | Promise = "",
    kwargs: UrlKwargs = lambda viewer: {},
) -> None:
    """Register a link. A key that is taken raises ValueError."""
    MENU_ITEMS.register(key, MenuItem(key, label, url_name, frozenset(for_roles), section, kwargs))


class MenuLink(NamedTuple):
    """A link of the menu. `current`: "page" on its own page, "true" on a page under it, else ""."""

    label: str
    url: str
    current: str


class MenuSection(NamedTuple):
    """Links under a title, "" for those that need none."""

    title: str
    items: list[MenuLink]


def menu_sections(viewer: Viewer | None, path: str) -> list[MenuSection]:
    """Return the menu's sections in the order declared."""
    if not viewer:
        return []
    items = [(item, url) for item in MENU_ITEMS.values() if (url := item.url_for(viewer))]
    under = [url for _item, url in items if path.startswith(url)]
    nearest = max(under, key=len, default=None)
    sections: dict[str, list[MenuLink]] = {}
    for item, url in items:
        current = "" if url != nearest else "page" if url == path else "true"
        sections.setdefault(str(item.section), []).append(MenuLink(item.label_for(viewer), url, current))
    return [MenuSection(title, links) for title, links in sections.items()]


def landing_url(viewer: Viewer) -> str | None:
    """Return where a person lands after sign-in; None when no page is theirs yet."""
    return next(
        (
            url
            for key in ("overview", "today", "school", "my-schools", "leader-handover")
            if (url := MENU_ITEMS[key].url_for(viewer))
        ),
        None,
    )
