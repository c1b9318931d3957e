"""Pages of the menu, and actions such as "Enroll a student", as staff find them by their words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Role
from trellis.core.community.viewer import LEADING_ROLES, SCHOOL_ROLES, Viewer
from trellis.core.foundation.registry import Registry
from trellis.core.foundation.search import SearchQuery, SearchResult, searchable_name

from .. import menu_kwargs, navigation
from ..navigation import MenuItem, UrlKwargs

SEARCH_ACTIONS: Registry[str, MenuItem] = Registry(
    "search actions", "what staff can do, as they find it by its words, each for the roles it is for"
)


def register_action(
    key: str,
    label: str | Promise,
    url_name: str,
    for_roles: tuple[str, ...],
    kwargs: UrlKwargs = lambda viewer: {},
) -> None:
    """Register an action by the page on which it is done. A key that is taken raises ValueError."""
    SEARCH_ACTIONS.register(key, MenuItem(key, label, url_name, frozenset(for_roles), "", kwargs))


def find_actions(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return the actions and pages that are the viewer's; without a query, all of them in their own order."""
    items = [*SEARCH_ACTIONS.values(), *navigation.MENU_ITEMS.values()]
    offered = [(item.label_for(viewer), url) for item in items if (url := item.url_for(viewer))]
    if not query.words:
        return [SearchResult(label, url) for label, url in offered[:limit]]
    best = query.best(((place, searchable_name(place[0])) for place in offered), limit)
    return [SearchResult(label, url) for label, url in best]


register_action(
    "enroll", _("Enroll a student"), "newcomers", LEADING_ROLES, kwargs=menu_kwargs.led_school_kwargs
)
register_action("invite", _("Invite staff"), "school-staff", (Role.LEADER,), menu_kwargs.led_school_kwargs)
register_action(
    "invite-network-staff",
    _("Invite staff"),
    "network-staff",
    (Role.NETWORK_STAFF,),
    menu_kwargs.own_network_kwargs,
)
register_action(
    "import", _("Import a roster"), "roster-upload", (Role.NETWORK_STAFF,), menu_kwargs.own_network_kwargs
)
register_action("add-site", _("Add site"), "new-site", SCHOOL_ROLES, menu_kwargs.site_kwargs)
register_action("families", _("Families"), "school-families", SCHOOL_ROLES, menu_kwargs.own_school_kwargs)
register_action(
    "school-details", _("School details"), "school-details", (Role.LEADER,), menu_kwargs.led_school_kwargs
)
register_action(
    "cohorts", _("Graduation rates by cohort"), "cohorts", LEADING_ROLES, menu_kwargs.led_school_kwargs
)
