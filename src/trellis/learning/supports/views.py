"""Support around a student. Who: a counselor with twelve minutes between two talks, who leaves with nobody dropped; a
teacher before class, who leaves with what to do; a family, who leaves knowing who helps, and having said yes or no."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.decisions import counselor_decisions
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import get_student_or_404, is_family, school_of, schools_of, works_with
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import case_notes, forms, partner_forms, permissions, retention, selectors
from .models import Area

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *SCHOOL_ROLES)
COUNSELOR_FORMS = (
    forms.StrengthForm,
    forms.NeedForm,
    forms.PlanForm,
    forms.MeetForm,
    forms.ReopenForm,
    forms.ServiceForm,
    forms.ClassSupportForm,
    forms.RemoveForm,
    partner_forms.AskConsentForm,
    partner_forms.PaperAnswerForm,
    partner_forms.WithdrawForm,
    partner_forms.ReferralForm,
    partner_forms.WithdrawReferralForm,
)
COLLEAGUE_FORMS = (forms.StrengthForm, forms.ObservationForm)
FAMILY_FORMS = (partner_forms.AnswerForm, partner_forms.WithdrawForm)


@page_for(Role.COUNSELOR)
@never_cache
def caseload(request: Request) -> HttpResponse:
    """A counselor's caseload, the most urgent first, so that nothing is dropped."""
    viewer = request.viewer
    schools = sorted(viewer.to("school", Role.COUNSELOR))
    context = {
        "decisions": counselor_decisions(viewer, timezone.localdate()),
        "caseload": selectors.caseload_of(viewer, timezone.localdate()),
        "schools": School.objects.seen_by(viewer).filter(pk__in=schools).order_by("name"),
        "words": wording_of(schools[0] if schools else None),
    }
    return render(request, "supports/caseload.html", context)


@page_for(*PAGE_ROLES)
@never_cache
def student_supports(request: Request, student_id: UUID) -> HttpResponse:
    """One student's supports, as far as the viewer needs to know."""
    student = get_student_or_404(request.viewer, student_id)
    form_classes = _forms_for(request.viewer, student)
    if not form_classes:
        raise Http404
    actions = PageActions(request, form_classes, student)
    link = _new_referral_link(actions)
    if link:  # shown once, in the answer to the press
        actions.forms["refer"] = partner_forms.ReferralForm(request=request, subject=student)
    elif actions.done:
        return redirect("student-supports", student.pk)
    context = supports_context(request, student) | {"actions": actions, "link": link}
    return render(request, "supports/student_supports.html", context, status=actions.status)


def _new_referral_link(actions: PageActions) -> str:
    """The link of a partner who was just asked; "" after anything else."""
    form = actions.forms.get("refer")
    return form.link if actions.done and isinstance(form, partner_forms.ReferralForm) else ""


def _forms_for(viewer: Viewer, student: Person) -> tuple[type[ActionForm], ...]:
    """What the viewer may do here; empty if the page is not for them."""
    if permissions.is_counselor_of(viewer, student):
        return COUNSELOR_FORMS
    if is_family(viewer, student):
        return FAMILY_FORMS
    return COLLEAGUE_FORMS if works_with(viewer, student) else ()


def supports_context(request: Request, student: Person) -> dict[str, object]:
    """What the page and its parts show."""
    viewer, school = request.viewer, school_of(student.pk)
    today = school_local_time(school, timezone.now()).date()
    counsels = permissions.is_counselor_of(viewer, student)
    supports = selectors.student_supports(viewer, student, today)
    return {
        "student": student,
        "school": school,
        "words": wording_of(school.pk if school else None),
        "supports": supports,
        "consents": selectors.consents_with_status(supports.consents, today),
        "counsels": counsels,
        "is_family": is_family(viewer, student) and not counsels,
        "answers": student.pk in viewer.to("person", Role.GUARDIAN),
        "counselors": case_notes.counselors_of(student),
        "partners": selectors.partners_of(viewer, *schools_of(student.pk)),
        "areas": Area.choices,
        "today": today,
        "deletions": retention.deletions_of(viewer, school, student) if school and counsels else [],
    }
