"""What a school's model says of learning plans. Not every model has them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from trellis.core.community.models import Person, School
from trellis.core.community.selectors import school_of
from trellis.design.blueprint.package.days import PlanSection
from trellis.design.blueprint.package.learning import Outcomes
from trellis.design.blueprint.wording import Wording, wording_of


@dataclass(frozen=True)
class PlanTemplate:
    """The plan of a school's model. who: role keys of those at the meeting. signers: of those who
    sign. words: what the school calls things."""

    school: School
    words: Wording
    who: tuple[str, ...]
    signers: tuple[str, ...]
    sections: tuple[PlanSection, ...]
    outcomes: Outcomes


def plan_template_or_404(student: Person) -> PlanTemplate:
    """The template of the student's school. 404 where its model has no plans."""
    school = school_of(student.pk)
    words = wording_of(school.pk if school else None)
    if school is None or words.package is None or words.package.plan is None:
        raise Http404
    plan = words.package.plan
    return PlanTemplate(school, words, plan.who, plan.signers, plan.sections, words.package.outcomes)
