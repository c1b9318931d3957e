"""Who sees work and its scores: whoever has a tie to the student, mentors aside. A narrative: once it is given."""

from django.db.models import Q

from trellis.core.community.models import Person
from trellis.core.community.selectors import works_with
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import register

from .models import Grade, Narrative, RowScore, Score, ScoringDraft, Work

ROW_LEVEL_RELATED = ("score", "score__work", "score__work__student", "score__scorer", "criterion")

register(Work, rows=lambda v: v.learners("student"), shows=("student", "product", "product__project"))
register(
    Score, rows=lambda v: v.learners("work__student"), shows=("work", "work__student", "outcome", "scorer")
)
register(RowScore, rows=lambda v: v.learners("score__work__student"), shows=ROW_LEVEL_RELATED)
register(
    ScoringDraft,
    rows=lambda v: v.in_care("student") & Q(scorer=v.person_id),
    shows=("scorer", "student", "step"),
)
register(Grade, rows=lambda v: v.learners("student"), shows=("student", "group", "term", "by"))
register(
    Narrative,
    rows=lambda v: v.in_care("student") | (v.learners("student") & Q(given_at__isnull=False)),
    shows=("student", "term", "author"),
)


def may_write_narrative(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer writes the student's narratives: an adult who works with them."""
    return works_with(viewer, student)
