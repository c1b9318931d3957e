"""A school's internship program: its model, what it calls things, and today there. Not every model has internships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.days import DAYS
from trellis.design.blueprint.package.internships_and_exhibitions import Internship
from trellis.design.blueprint.wording import Wording, wording_of


@dataclass(frozen=True)
class InternshipProgram:
    """A school whose model has internships. today: on the school's clock."""

    school: School
    words: Wording
    package: Package
    internship: Internship
    today: date


def internship_model(words: Wording) -> Internship | None:
    """The internships of the model whose words these are; None where it has none."""
    return words.package.internship if words.package else None


def internship_weekdays(package: Package) -> frozenset[int]:
    """The ISO weekdays on which students of a model are at their sites."""
    return frozenset(DAYS.index(day) + 1 for day in package.calendar.week.internship_days)


def program_of(school: School | None) -> InternshipProgram | None:
    """The internship program of a school; None where there is none."""
    words = wording_of(school.pk if school else None)
    internship = internship_model(words)
    if school is None or words.package is None or internship is None:
        return None
    today = school_local_time(school, timezone.now()).date()
    return InternshipProgram(school, words, words.package, internship, today)


def program_or_404(school: School | None) -> InternshipProgram:
    """The internship program of a school, for a page that needs one."""
    program = program_of(school)
    if program is None:
        raise Http404
    return program


def viewer_program_or_404(viewer: Viewer) -> InternshipProgram:
    """The internship program of the first school where the viewer works that has one, for a page that needs one."""
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools)
    programs = (program_of(school) for school in schools.order_by("name"))
    return program_or_404(next((program.school for program in programs if program), None))


def student_program_or_404(student_id: UUID) -> InternshipProgram:
    """The internship program of the student's school, for a page that needs one."""
    return program_or_404(school_of(student_id))
