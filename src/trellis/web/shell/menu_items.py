"""The first links of the menu, in their order: of one's day, of a district and of a network. One line adds one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.adults.professional_learning.permissions import LEARNER_ROLES
from trellis.core.community.models import Role

from .menu_kwargs import (
    internship_kwargs,
    internship_search_kwargs,
    internship_search_label,
    overseer_kwargs,
    own_district_kwargs,
    own_network_kwargs,
    today_kwargs,
)
from .navigation import register

SURVEYS = pgettext_lazy("page", "Surveys")


def _register_for_network(key: str, label: Promise) -> None:
    """A page of the network, for its program staff."""
    register(key, label, key, (Role.NETWORK_STAFF,), kwargs=own_network_kwargs)


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
        Role.PARTNER,
        Role.NETWORK_STAFF,
        Role.COACH,
    ),
    kwargs=today_kwargs,
)
register("coaching", _("My coaching"), "coaching", (Role.COACH,))
register("my-week", _("My week"), "my-week", (Role.STUDENT, *LEARNER_ROLES))
register("my-day", _("My internship day"), "my-day", (Role.STUDENT,), kwargs=internship_kwargs)
register(
    "find-internship",
    internship_search_label,
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
register(
    "network-improvement",
    _("Improvement"),
    "network-improvement",
    (Role.NETWORK_STAFF,),
    kwargs=own_network_kwargs,
)
register(
    "network-change-ideas",
    _("Change ideas"),
    "change-ideas",
    (Role.NETWORK_STAFF,),
    kwargs=own_network_kwargs,
)
_register_for_network("network-learning", _("Network learning"))
register("my-surveys", _("My surveys"), "my-surveys", (Role.STUDENT, Role.GUARDIAN))
_register_for_network("network-surveys", SURVEYS)
_register_for_network("network-after-graduation", _("After graduation"))
register("agreements", _("Agreements"), "agreements", (Role.NETWORK_STAFF,), kwargs=own_network_kwargs)
register(
    "district-agreements",
    _("Agreements"),
    "district-agreements",
    (Role.LEADER, Role.PARTNER),
    kwargs=own_district_kwargs,
)
register(
    "district-policies",
    _("Policies and waivers"),
    "district-policies",
    (Role.LEADER, Role.PARTNER),
    kwargs=own_district_kwargs,
)
register("pathway-cohorts", _("Cohorts"), "pathway-cohorts", (Role.NETWORK_STAFF,), kwargs=own_network_kwargs)
_register_for_network("network-training", _("People in training"))
register("joining", _("Joining"), "joining", (Role.NETWORK_STAFF,), kwargs=own_network_kwargs)
register("continuity", _("Continuity"), "continuity", (Role.NETWORK_STAFF,), kwargs=own_network_kwargs)
register(
    "network-coaching", _("Coaching"), "network-coaching", (Role.NETWORK_STAFF,), kwargs=own_network_kwargs
)
_register_for_network("network-reviews", _("School reviews"))
