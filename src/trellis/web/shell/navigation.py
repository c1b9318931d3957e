"""The menu: which links a person gets, by their roles. One line here adds one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Role
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.registry import Registry
from trellis.design.blueprint.wording import wording_of
from trellis.learning.teams.meetings import teams_of

LIBRARY_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)
UrlKwargs = Callable[[Viewer], dict[str, UUID] | None]


@dataclass(frozen=True)
class MenuItem:
    """One link of the menu. `for_roles` empty means everyone; `kwargs` gives the address's parts, or None: not
    offered."""

    key: str
    label: str | Promise
    url_name: str
    for_roles: frozenset[str]
    section: str | Promise
    kwargs: UrlKwargs

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
    label: str | Promise,
    url_name: str,
    for_roles: tuple[str, ...] = (),
    section: str | Promise = "",
    kwargs: UrlKwargs = lambda viewer: {},
) -> None:
    """Register a link. A key that is taken raises ValueError."""
    MENU_ITEMS.register(key, MenuItem(key, label, url_name, frozenset(for_roles), section, kwargs))


def today_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to everybody with a day of their own: not to those who lead a district only."""
    around_people = viewer.roles - {Role.LEADER}
    return {} if around_people or viewer.to("school", Role.LEADER) else None


def own_network_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The network that they work for."""
    ids = sorted(viewer.to("network", Role.NETWORK_STAFF))
    return {"network_id": ids[0]} if ids else None


def overseer_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to whoever looks after schools from outside them."""
    return {} if viewer.oversees else None


def _has_part(viewer: Viewer, school: UUID, part: str) -> bool:
    """Whether a school's model has a part; asked once a request."""
    key = ("words", school)
    if key not in viewer.cache:
        viewer.cache[key] = wording_of(school)
    return viewer.cache[key].has(part)


def _model_has_part(viewer: Viewer, school: UUID, part: str) -> bool:
    """Whether a school has a model, and the model has a part that not every school holds."""
    return _has_part(viewer, school, part) and viewer.cache["words", school].package is not None


def internship_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered where the student's school has internships in its model."""
    schools = sorted(viewer.to("school", Role.STUDENT))
    return {} if schools and _has_part(viewer, schools[-1], "internship") else None


def internship_search_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """A student's own search, where the model of their school has internships."""
    schools = sorted(viewer.to("school", Role.STUDENT))
    return (
        {"student_id": viewer.person_id}
        if schools and _model_has_part(viewer, schools[-1], "internship")
        else None
    )


def exhibition_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead or counsel at, where its model has exhibitions."""
    schools = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR))
    return {"school_id": schools[0]} if schools and _has_part(viewer, schools[0], "exhibition") else None


def liaison_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school whose liaison they are."""
    schools = sorted(viewer.liaison_schools)
    return {"school_id": schools[0]} if schools else None


def portfolio_desk_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school where they work with students, where its model has portfolios."""
    schools = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR)) or sorted(viewer.staff_schools)
    return {"school_id": schools[0]} if schools and _model_has_part(viewer, schools[0], "portfolio") else None


def own_portfolio_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """A student's own, where the model of their school has portfolios."""
    schools = sorted(viewer.to("school", Role.STUDENT))
    return (
        {"student_id": viewer.person_id}
        if schools and _model_has_part(viewer, schools[-1], "portfolio")
        else None
    )


def project_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to students and those who work with them, where the model has projects."""
    schools = viewer.staff_schools | viewer.to("school", Role.STUDENT)
    return {} if any(_has_part(viewer, key, "project") for key in schools) else None


def library_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered where a school's model has projects, and to whoever works for a network."""
    schools = viewer.staff_schools
    return {} if not schools or any(_has_part(viewer, key, "project") for key in schools) else None


def site_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to those who work with students where the model has internships."""
    return {} if any(_has_part(viewer, key, "internship") for key in viewer.staff_schools) else None


def own_school_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead or counsel at."""
    ids = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR)) or sorted(viewer.staff_schools)
    return {"school_id": ids[0]} if ids else None


def led_school_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead or counsel at, for what only its leaders and counselors do."""
    ids = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR))
    return {"school_id": ids[0]} if ids else None


def own_students_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school of an advisor or teacher who does not lead one: the list is then of their own students."""
    return None if led_school_kwargs(viewer) else own_school_kwargs(viewer)


def team_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The first of the teams and strands in which they work; asked once a request."""
    if "team" not in viewer.cache:
        viewer.cache["team"] = next(iter(teams_of(viewer)), None)
    team = viewer.cache["team"]
    return {"team_id": team.pk} if team else None


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
        sections.setdefault(str(item.section), []).append(MenuLink(str(item.label), url, current))
    return [MenuSection(title, links) for title, links in sections.items()]


def landing_url(viewer: Viewer) -> str | None:
    """Return where a person lands after sign-in; None when no page is theirs yet."""
    return next(
        (
            url
            for key in ("overview", "today", "school", "my-schools")
            if (url := MENU_ITEMS[key].url_for(viewer))
        ),
        None,
    )


register(
    "today",
    _("Today"),
    "today",
    (
        Role.ADVISOR,
        Role.TEACHER,
        Role.STUDENT,
        Role.GUARDIAN,
        Role.MENTOR,
        Role.LEADER,
        Role.COUNSELOR,
    ),
    kwargs=today_kwargs,
)
register("my-week", _("My week"), "my-week", (Role.STUDENT,))
register("my-day", _("My internship day"), "my-day", (Role.STUDENT,), kwargs=internship_kwargs)
register(
    "find-internship",
    _("Find an internship"),
    "placement-search",
    (Role.STUDENT,),
    kwargs=internship_search_kwargs,
)
register(
    "my-schools",
    _("My schools"),
    "my-schools",
    (Role.COACH, Role.LEADER, Role.PARTNER),
    kwargs=overseer_kwargs,
)
register("overview", _("Overview"), "network", (Role.NETWORK_STAFF,), kwargs=own_network_kwargs)
register("opportunity", _("Opportunity"), "opportunity", (Role.NETWORK_STAFF,), kwargs=own_network_kwargs)
register("school", _("School"), "school", (Role.LEADER, Role.COUNSELOR), kwargs=own_school_kwargs)
register("to-score", _("To score"), "to-score", (Role.ADVISOR, Role.TEACHER), kwargs=project_kwargs)
register(
    "students", _("Students"), "school-students", (Role.LEADER, Role.COUNSELOR), kwargs=led_school_kwargs
)
register(
    "my-students",
    _("My students"),
    "school-students",
    (Role.ADVISOR, Role.TEACHER),
    kwargs=own_students_kwargs,
)
register("school-staff", _("Staff"), "school-staff", (Role.LEADER, Role.COUNSELOR), kwargs=led_school_kwargs)
register("team", _("My team"), "team", (Role.ADVISOR, Role.TEACHER), kwargs=team_kwargs)
register(
    "groups",
    _("Groups"),
    "school-groups",
    (Role.LEADER, Role.COUNSELOR),
    section=_("School"),
    kwargs=led_school_kwargs,
)
register(
    "group-drafts",
    _("Build groups"),
    "group-drafts",
    (Role.LEADER, Role.COUNSELOR),
    section=_("School"),
    kwargs=own_school_kwargs,
)
register(
    "rounds",
    _("Exhibitions"),
    "exhibition-rounds",
    (Role.LEADER, Role.COUNSELOR),
    section=_("School"),
    kwargs=exhibition_kwargs,
)
register("supports", _("Supports"), "supports", (Role.COUNSELOR,), section=_("School"))
register("housing", _("Housing"), "housing", (Role.LIAISON,), section=_("School"), kwargs=liaison_kwargs)
register("portfolio", _("My portfolio"), "portfolio", (Role.STUDENT,), kwargs=own_portfolio_kwargs)
register("portfolios", _("Portfolios"), "portfolio-desk", SCHOOL_ROLES, kwargs=portfolio_desk_kwargs)
register("projects", _("Projects"), "projects", (Role.STUDENT, *SCHOOL_ROLES), kwargs=project_kwargs)
register("library", _("Library"), "library", LIBRARY_ROLES, kwargs=library_kwargs)
register("sites", _("Sites"), "sites", SCHOOL_ROLES, kwargs=site_kwargs)
register("published", _("Public results (New York)"), "published", section=_("Public"))
register(
    "staff", _("Staff"), "network-staff", (Role.NETWORK_STAFF,), section=_("Admin"), kwargs=own_network_kwargs
)
register(
    "rosters",
    _("Rosters"),
    "roster-upload",
    (Role.NETWORK_STAFF,),
    section=_("Admin"),
    kwargs=own_network_kwargs,
)
