"""Who sees a student's languages: the student, the family, and those who work with them; mentors do not."""

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import register
from trellis.learning.projects.models import Project

from .models import (
    HomeResource,
    LanguageInWork,
    LanguageProfile,
    LevelScaffold,
    Objective,
    Proficiency,
    ResourceUse,
    ScaffoldUse,
    ServiceMinutes,
)

TEACHING_ROLES = (Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)

for model in (LanguageProfile, Proficiency):
    register(model, rows=lambda v: v.learners("student"), shows=("student",))
register(ServiceMinutes, rows=lambda v: v.learners("student"), shows=("student", "by"))
for model in (Objective, LevelScaffold, HomeResource):
    register(model, rows=lambda v: Q(project__school__in=v.schools), shows=("project",))
register(LanguageInWork, rows=lambda v: v.learners("student"), shows=("student", "product", "reader"))
register(ScaffoldUse, rows=lambda v: v.learners("student"), shows=("student", "scaffold", "by"))
register(ResourceUse, rows=lambda v: v.learners("student"), shows=("student", "resource"))


def works_at_school_of(viewer: Viewer, project: Project) -> bool:
    """Whether the viewer works with students at the project's school."""
    return project.school_id in viewer.staff_schools
