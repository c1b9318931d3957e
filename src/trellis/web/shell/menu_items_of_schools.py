"""The other links of the menu, in their order: of schools, of people's own work, and of administration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trellis.adults.professional_learning.permissions import LEARNER_ROLES
from trellis.core.community.models import Role
from trellis.core.community.viewer import SCHOOL_ROLES

from .menu_items import SURVEYS
from .menu_kwargs import (
    change_ideas_kwargs,
    commitment_kwargs,
    exhibition_kwargs,
    handover_kwargs,
    improvement_kwargs,
    joining_school_kwargs,
    lead_only_kwargs,
    led_school_kwargs,
    liaison_kwargs,
    library_kwargs,
    own_measures_kwargs,
    own_network_kwargs,
    own_portfolio_kwargs,
    own_school_kwargs,
    own_students_kwargs,
    partner_kwargs,
    pathway_kwargs,
    portfolio_desk_kwargs,
    practice_kwargs,
    project_kwargs,
    site_kwargs,
    team_kwargs,
)
from .navigation import register

LIBRARY_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)

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
register(
    "improvement",
    _("Improvement"),
    "school-improvement",
    (*SCHOOL_ROLES, Role.COACH),
    kwargs=improvement_kwargs,
)
register(
    "change-ideas",
    _("Change ideas"),
    "change-ideas",
    (*SCHOOL_ROLES, Role.COACH),
    kwargs=change_ideas_kwargs,
)
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
    "school-year",
    _("School year"),
    "school-year",
    SCHOOL_ROLES,
    section=_("School"),
    kwargs=own_school_kwargs,
)
register(
    "our-model",
    _("Our model"),
    "school-model",
    (Role.LEADER,),
    section=_("School"),
    kwargs=lead_only_kwargs,
)
register(
    "rounds",
    _("Exhibitions"),
    "exhibition-rounds",
    (Role.LEADER, Role.COUNSELOR),
    section=_("School"),
    kwargs=exhibition_kwargs,
)
register(
    "after-graduation",
    _("After graduation"),
    "after-graduation",
    (Role.LEADER, Role.COUNSELOR),
    section=_("School"),
    kwargs=led_school_kwargs,
)
register(
    "school-learning",
    _("Staff away for learning"),
    "school-learning",
    (Role.LEADER,),
    section=_("School"),
    kwargs=lead_only_kwargs,
)
register(
    "school-joining",
    _("Joining"),
    "school-joining",
    (Role.LEADER, Role.COACH),
    section=_("School"),
    kwargs=joining_school_kwargs,
)
register(
    "school-visits",
    _("Coach visits"),
    "school-visits",
    (Role.LEADER,),
    section=_("School"),
    kwargs=lead_only_kwargs,
)
register(
    "school-reviews",
    _("School reviews"),
    "school-reviews",
    SCHOOL_ROLES,
    section=_("School"),
    kwargs=own_school_kwargs,
)
register("school-surveys", SURVEYS, "school-surveys", SCHOOL_ROLES, _("School"), own_school_kwargs)
register(
    "school-handover",
    _("Handover"),
    "school-handover",
    (Role.LEADER,),
    section=_("School"),
    kwargs=lead_only_kwargs,
)
register(
    "school-training",
    _("People in training"),
    "school-training",
    (Role.LEADER,),
    section=_("School"),
    kwargs=lead_only_kwargs,
)
register("leader-handover", _("Handover"), "leader-handover", kwargs=handover_kwargs)
register("supports", _("Supports"), "supports", (Role.COUNSELOR,), section=_("School"))
register("housing", _("Housing"), "housing", (Role.LIAISON,), section=_("School"), kwargs=liaison_kwargs)
register("portfolio", _("My portfolio"), "portfolio", (Role.STUDENT,), kwargs=own_portfolio_kwargs)
register("student-measures", _("My numbers"), "student-measures", (Role.STUDENT,), kwargs=own_measures_kwargs)
register("portfolios", _("Portfolios"), "portfolio-desk", SCHOOL_ROLES, kwargs=portfolio_desk_kwargs)
register(
    "practice",
    _("My practice"),
    "practice",
    (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF),
    kwargs=practice_kwargs,
)
register("projects", _("Projects"), "projects", (Role.STUDENT, *SCHOOL_ROLES), kwargs=project_kwargs)
register("library", _("Library"), "library", LIBRARY_ROLES, kwargs=library_kwargs)
register("sites", _("Sites"), "sites", SCHOOL_ROLES, kwargs=site_kwargs)
register("my-learning", _("My learning"), "my-learning", LEARNER_ROLES, section=_("Adult learning"))
register("models", _("Models"), "models", (Role.NETWORK_STAFF,), kwargs=own_network_kwargs)
register(
    "organizations",
    _("Partners"),
    "organizations",
    (*SCHOOL_ROLES, Role.NETWORK_STAFF),
    kwargs=partner_kwargs,
)
register(
    "learning-events", _("Learning events"), "learning-events", LEARNER_ROLES, section=_("Adult learning")
)
register(
    "leading",
    _("My pathways"),
    "leading",
    (*SCHOOL_ROLES, Role.COACH),
    section=_("Adult learning"),
    kwargs=pathway_kwargs,
)
register(
    "shared-commitment",
    _("Shared commitment"),
    "shared-commitment",
    (Role.LEADER, Role.STUDENT),
    kwargs=commitment_kwargs,
)
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
register("standards", _("Standards"), "standards-upload", (Role.NETWORK_STAFF,), section=_("Admin"))
