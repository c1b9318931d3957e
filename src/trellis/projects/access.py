"""Who sees a project: the people of its school; who works in it, students' ties, mentors aside."""

from django.db.models import Q

from trellis.foundation.access import declare

from .models import Member, Project, Step, StepDone

declare(Project, rows=lambda v: Q(school__in=v.schools), shows=("school",))
declare(Step, rows=lambda v: Q(project__school__in=v.schools), shows=("project",))
declare(Member, rows=lambda v: v.learners("student"), shows=("student", "project"))
declare(StepDone, rows=lambda v: v.learners("member__student"), shows=("member", "step"))
