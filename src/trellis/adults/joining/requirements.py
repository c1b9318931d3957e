"""What Trellis checks itself before a step can be done: by the key that a model's steps name in `check`.

Another app registers its own here, such as "services-agreement" and "data-agreement" of the agreements:
`REQUIREMENTS.register("data-agreement", data_agreement_in_force)`. A key that nobody registers is left to people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.models import Account, Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.registry import Registry
from trellis.design.blueprint.models import Adoption

from .models import JoiningSchool


class Requirement(NamedTuple):
    """Whether something is there, and the sentence that says so."""

    met: bool
    sentence: str


RequirementCheck = Callable[[JoiningSchool], Requirement]
REQUIREMENTS: Registry[str, RequirementCheck] = Registry(
    "joining requirements", "what is checked before a school's step can be done"
)
STEP_REQUIREMENTS: Registry[str, RequirementCheck] = Registry(
    "joining step requirements",
    "what is checked for the step of a key, where the model names no check for it",
)


@dataclass(frozen=True)
class PipelineColumn:
    """A column of the pipeline that another app fills: `texts` by the id of the joining school, read at once."""

    title: str | Promise
    texts: Callable[[Viewer, Iterable[JoiningSchool]], dict[UUID, str]]


PIPELINE_COLUMNS: Registry[str, PipelineColumn] = Registry(
    "joining columns", "what the pipeline shows of each school beside its next step"
)


def check_requirement(key: str | None, joining: JoiningSchool, step: str = "") -> Requirement | None:
    """The state of a requirement; None for a step without one, and for one that nobody can check."""
    check = REQUIREMENTS.get(key) if key else STEP_REQUIREMENTS.get(step)
    return check(joining) if check else None


def _model_adopted(joining: JoiningSchool) -> Requirement:
    adoptions = Adoption.objects.current().unscoped("check whether a school adopted a model")
    adoption = adoptions.filter(school=joining.school_id).select_related("package").first()
    if adoption is None:
        return Requirement(False, _("The school has not adopted a model yet."))
    return Requirement(True, _("The school works by %(model)s.") % {"model": adoption.package.name})


def _roster_imported(joining: JoiningSchool) -> Requirement:
    students = Tie.objects.unscoped("count the students of a school").filter(
        active_at(timezone.now()), role=Role.STUDENT, to_school=joining.school_id
    )
    count = students.count() if joining.school_id else 0
    if not count:
        return Requirement(False, _("The school has no students in Trellis yet."))
    text = ngettext("%(n)d student is in Trellis.", "%(n)d students are in Trellis.", count)
    return Requirement(True, text % {"n": count})


def _staff_invited(joining: JoiningSchool) -> Requirement:
    staff = Tie.objects.unscoped("count who works at a school and has an account").filter(
        active_at(timezone.now()), role__in=SCHOOL_ROLES, to_school=joining.school_id
    )
    accounts = Account.objects.filter(person__in=staff.values("person")) if joining.school_id else None
    if accounts is None or not accounts.exists():
        return Requirement(False, _("Nobody at the school has an account yet."))
    return Requirement(True, _("Staff of the school have accounts."))


def register_requirements() -> None:
    REQUIREMENTS.register("model-adopted", _model_adopted)
    REQUIREMENTS.register("roster-imported", _roster_imported)
    REQUIREMENTS.register("staff-invited", _staff_invited)
