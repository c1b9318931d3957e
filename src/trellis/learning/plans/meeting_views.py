"""The plan meeting: the student, family, advisor, mentor and interpreter, with one page to write on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role
from trellis.core.community.selectors import get_student_or_404, term_on
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import meeting_forms, permissions, selectors, services
from .plan_page import PlanPage
from .plan_template import PlanTemplate, plan_template_or_404
from .views import find_requested_plan

WRITING_ROLES = (Role.STUDENT, *SCHOOL_ROLES)


@page_for(*WRITING_ROLES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: Request, student_id: UUID) -> HttpResponse:
    """The whole plan to write in. Without a plan yet, the page of the plan says how to start."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    template = plan_template_or_404(student)
    if not permissions.may_write(viewer, student):
        raise Http404
    local_now = school_local_time(template.school, timezone.now())
    plans = selectors.plans_of(viewer, student)
    current = find_requested_plan(request, plans, template.school, local_now.date())
    if current is None:
        return redirect("plan", student.pk)
    page = PlanPage(viewer, student, template, current)
    with timezone.override(local_now.tzinfo):
        actions = PageActions(request, meeting_forms.plan_forms(viewer, student), page)
        sent = meeting_forms.sent_form(actions)
        if sent and actions.done:
            return redirect(sent.done_url)
        form = sent or actions.form(meeting_forms.PlanForm)
        if sent and (sent.is_saved or sent.is_outdated):
            form = sent.reopened()
            page = form.subject
        context = {
            "student": student,
            "words": template.words,
            "plans": plans,
            "may_lead": permissions.may_lead_meeting(viewer, student),
            "actions": actions,
            "form": form,
            "unsaved_texts": sent.unsaved_texts() if sent and sent.is_outdated else [],
            **_template_context(page, form, template),
        }
        return render(request, "plans/meeting.html", context, status=actions.status)


def _template_context(
    page: PlanPage, form: meeting_forms.PlanForm, template: PlanTemplate
) -> dict[str, object]:
    """What the plan says, and the questions of the school's model."""
    return {
        "plan": page.plan,
        "sections": [(section, form[f"note-{section.key}"]) for section in template.sections],
        "questions": [
            (outcome.title, outcome.questions) for outcome in template.outcomes.outcomes if outcome.questions
        ],
    }


@page_for(*WRITING_ROLES)
def begin_plan(request: Request, student_id: UUID) -> HttpResponse:
    """Begin the plan of the term under way, and open it to be written."""
    student = get_student_or_404(request.viewer, student_id)
    if not permissions.may_write(request.viewer, student):
        raise Http404
    school = plan_template_or_404(student).school
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    term = term_on(request.viewer, school, school_local_time(school, timezone.now()).date())
    if term is None:
        messages.error(
            request, _("There is no active term. The school calendar shows when the next one starts.")
        )
        return redirect("plan", student.pk)
    services.begin_plan(student, term, request.viewer.person_id)
    return redirect("plan-meeting", student.pk)
