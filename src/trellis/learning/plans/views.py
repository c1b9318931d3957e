"""The plan meeting on one page, its versions, and the family's copy."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role, School
from trellis.core.community.selectors import get_student_or_404, school_of, term_on
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import forms, permissions, selectors, services
from .models import Goal, Plan, PlanVersion
from .plan_template import PlanTemplate, plan_template_or_404
from .versions import compare_versions

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)
WRITING_ROLES = (Role.STUDENT, *SCHOOL_ROLES)


@page_for(*PAGE_ROLES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request, student_id: UUID) -> HttpResponse:
    """The meeting: the student, family, advisor, mentor and interpreter, with one page for all of them."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    template = plan_template_or_404(student)
    local_now = school_local_time(template.school, timezone.now())
    plans = selectors.plans_of(viewer, student)
    current = _requested_plan(request, plans, template.school, local_now.date())
    may_write = permissions.may_write(viewer, student)
    page = forms.PlanPage(viewer, student, template, current) if current else None
    if request.method == "POST" and not (page and may_write):
        raise Http404
    with timezone.override(local_now.tzinfo):
        actions = (
            PageActions(request, forms.plan_forms(viewer, student), page) if page and may_write else None
        )
        sent = forms.sent_form(actions) if actions else None
        if actions and sent and actions.done:
            return redirect(sent.done_url)
        form = sent or (actions.form(forms.PlanForm) if actions else None)
        if sent and (sent.is_saved or sent.is_outdated):
            form = sent.reopened()
            page = form.subject
        context = {
            "student": student,
            "words": template.words,
            "plans": plans,
            "may_write": may_write,
            "may_sign": permissions.may_sign(viewer, student),
            "actions": actions,
            "form": form,
            "unsaved_texts": sent.unsaved_texts() if sent and sent.is_outdated else [],
            "versions": selectors.versions_of(viewer, student),
            **_plan_context(page, form, template),
        }
        return render(request, "plans/meeting.html", context, status=actions.status if actions else 200)


def _requested_plan(request: Request, plans: list[Plan], school: School, today: date) -> Plan | None:
    """The plan that the address names, else that of the term under way."""
    requested_id = request.GET.get("plan", "")
    current = next((plan for plan in plans if str(plan.pk) == requested_id), None)
    if current is None:
        term = term_on(request.viewer, school, today)
        current = next((plan for plan in plans if plan.term == term), None)
    return current


def _plan_context(
    page: forms.PlanPage | None, form: forms.PlanForm | None, template: PlanTemplate
) -> dict[str, object]:
    """What the plan says, and the questions of the school's model."""
    return {
        "plan": page.plan if page else None,
        "goals": page.goals if page else [],
        "sections": [
            (
                section,
                page.plan.notes.get(section.key, "") if page else "",
                form[f"note-{section.key}"] if form else None,
            )
            for section in template.sections
        ],
        "questions": [
            (outcome.title, outcome.questions) for outcome in template.outcomes.outcomes if outcome.questions
        ],
    }


@page_for(*WRITING_ROLES)
def begin_plan(request: Request, student_id: UUID) -> HttpResponse:
    """Begin the plan of the term under way."""
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
    else:
        services.begin_plan(student, term, request.viewer.person_id)
    return redirect("plan", student.pk)


@page_for(*PAGE_ROLES)
@require_safe
def versions(request: Request, student_id: UUID) -> HttpResponse:
    """Two signed versions side by side; the two newest when none are named."""
    student = get_student_or_404(request.viewer, student_id)
    template = plan_template_or_404(student)
    plan_versions = selectors.versions_of(request.viewer, student)
    by_id = {str(version.pk): version for version in plan_versions}
    newest = plan_versions[0] if plan_versions else None
    after_version = by_id.get(request.GET.get("after", ""), newest)
    second_newest = plan_versions[1] if len(plan_versions) > 1 else after_version
    before_version = by_id.get(request.GET.get("before", ""), second_newest)
    lines = (
        compare_versions(before_version.body, after_version.body) if before_version and after_version else []
    )
    context = {
        "student": student,
        "words": template.words,
        "versions": plan_versions,
        "before_version": before_version,
        "after_version": after_version,
        "lines": lines,
        "may_sign": permissions.may_sign(request.viewer, student),
        "family": selectors.family_of(request.viewer, student),
    }
    with timezone.override(school_local_time(template.school, timezone.now()).tzinfo):
        return render(request, "plans/versions.html", context)


@page_for(*SCHOOL_ROLES)
def send_copies(request: Request, version_id: UUID) -> HttpResponse:
    """Send the family their copy."""
    plan_versions = PlanVersion.objects.seen_by(request.viewer).filter(
        request.viewer.in_care("plan__student")
    )
    version = get_object_or_404(plan_versions.select_related("plan__student", "plan__term"), pk=version_id)
    student = version.plan.student
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    family = selectors.family_of(request.viewer, student)
    if not family:
        messages.error(request, _("No family contacts yet. They come from the school’s roster."))
        return redirect("plan-versions", student.pk)

    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("plan-copy", args=[token]))

    copy_links = services.send_copies(version, family, request.viewer.person_id, address)
    context = {"student": student, "version": version, "copy_links": copy_links}
    return render(request, "plans/copy_links.html", context)


@page_for(*WRITING_ROLES)
def mark_goal_reached(request: Request, goal_id: UUID) -> HttpResponse:
    """A goal is reached, or not yet after all."""
    goals = Goal.objects.seen_by(request.viewer).select_related("plan__student")
    goal = get_object_or_404(goals, pk=goal_id)
    if not permissions.may_write(request.viewer, goal.plan.student):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    PageActions(request, [forms.ReachedForm], goal)
    return redirect("plan", goal.plan.student_id)


@page_for(public=True)
@never_cache
@require_safe
def family_copy(request: Request, token: str) -> HttpResponse:
    """The family's copy, by link, in their language."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(services.COPY_LINK_PURPOSE, token)
            version = selectors.version_of_link(link)
            if not selectors.is_still_family(link, version.plan.student_id):
                raise links.LinkExpiredError(_("This link no longer works. Ask the school for a new one."))
        except ActionError as error:
            return links.render_link_error(request, error, "plans/copy.html")
        school = school_of(version.plan.student_id)
        context = {"version": version, "student": version.plan.student, "school": school}
        context["words"] = wording_of(school.pk if school else None)
        with timezone.override(school_local_time(school, timezone.now()).tzinfo):
            return render(request, "plans/copy.html", context)
