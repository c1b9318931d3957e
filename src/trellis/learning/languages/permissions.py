"""Who sees a student's languages: the student, the family, and those who work with them; mentors do not."""

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.access import declare
from trellis.learning.projects.models import Project

from .models import (
    Helped,
    HomeResource,
    LanguageInWork,
    LanguageProfile,
    LevelScaffold,
    Objective,
    Proficiency,
    ServiceMinutes,
    Used,
)

TEACHES = (Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)

for model in (LanguageProfile, Proficiency):
    declare(model, rows=lambda v: v.learners("student"), shows=("student",))
declare(ServiceMinutes, rows=lambda v: v.learners("student"), shows=("student", "by"))
for model in (Objective, LevelScaffold, HomeResource):
    declare(model, rows=lambda v: Q(project__school__in=v.schools), shows=("project",))
declare(LanguageInWork, rows=lambda v: v.learners("student"), shows=("student", "product", "reader"))
declare(Helped, rows=lambda v: v.learners("student"), shows=("student", "scaffold", "by"))
declare(Used, rows=lambda v: v.learners("student"), shows=("student", "resource"))


def teaches_at(viewer: Viewer, project: Project) -> bool:
    """Whether the viewer works with students at the project's school."""
    return project.school_id in viewer.staff_schools
