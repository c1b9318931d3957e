"""Intake of a new student between two rosters, and who is at home.

Who: a counselor with a family across the desk, ten minutes and an adult who interprets. They leave with the student
in Trellis, a language profile begun, the adults at home, and the family's own link in its language on the table.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community import household as adults
from trellis.core.community import student_entry
from trellis.core.community.models import Person, School
from trellis.core.community.selectors import get_student_or_404, is_family, schools_of
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.languages import language_choices
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of
from trellis.learning.languages.models import LanguageProfile

from . import selectors
from .household_forms import AT_HOME_FORMS, RemoveStudentForm, SendLinkForm, UpdateAdultForm
from .intake_forms import NewcomerForm


@page_for(*LEADING_ROLES)
@never_cache
def newcomers(request: Request, school_id: UUID) -> HttpResponse:
    """Enter somebody new, and see who was entered and is not on a roster yet."""
    viewer = request.viewer
    if school_id not in viewer.to("school", *LEADING_ROLES):
        raise Http404
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    actions = PageActions(request, (NewcomerForm,), school)
    form = actions.form(NewcomerForm)
    if actions.done:
        return redirect("household", form.student.pk)
    context = {
        "school": school,
        "actions": actions,
        "form": form,
        "names": language_choices(),
        "literacies": LanguageProfile.Literacy.choices,
        "not_on_roster": student_entry.newest_students_added_by_hand(viewer, school),
        "words": wording_of(school.pk),
    }
    return render(request, "families/newcomers.html", context, status=actions.status)


@page_for(*LEADING_ROLES)
@never_cache
def household_page(request: Request, student_id: UUID) -> HttpResponse:
    """One student's home languages and the adults at home, the family's link, and what comes next."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    led = viewer.to("school", *LEADING_ROLES)
    school = next((school for school in schools_of(student.pk) if school.pk in led), None)
    if school is None or is_family(viewer, student):
        raise Http404
    actions = PageActions(request, AT_HOME_FORMS, student)
    if actions.done and not actions.form(SendLinkForm).is_bound:
        removed = actions.form(RemoveStudentForm).is_bound
        return redirect("newcomers", school.pk) if removed else redirect("household", student.pk)
    context = {
        "student": student,
        "school": school,
        "words": wording_of(school.pk),
        "actions": actions,
        "names": language_choices(),
        "family": _family_rows(viewer, student, actions),
        "by_hand": bool(student_entry.students_added_by_hand([student])),
        "link": actions.form(SendLinkForm).link,
        "missing": actions.form(SendLinkForm).missing,
    }
    return render(request, "families/household.html", context, status=actions.status)


def _family_rows(
    viewer: Viewer, student: Person, actions: PageActions
) -> list[tuple[Person, ActionForm | None]]:
    """The adults at home, each with the form to change them where the school office may."""
    return [
        (adult, actions.form(UpdateAdultForm).for_row(adult) if adults.can_update_adult(adult) else None)
        for adult in selectors.family_of(viewer, student)
    ]
