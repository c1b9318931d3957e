"""The page of a plan: read it first, change one goal where it stands, and sign."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import get_student_or_404, term_on
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import forms, permissions, selectors, signing_forms
from .models import Goal, Plan
from .plan_page import PlanPage
from .plan_template import plan_template_or_404

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request, student_id: UUID) -> HttpResponse:
    """The plan as whoever helps the student reads it."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    template = plan_template_or_404(student)
    local_now = school_local_time(template.school, timezone.now())
    plans = selectors.plans_of(viewer, student)
    current = find_requested_plan(request, plans, template.school, local_now.date())
    page = PlanPage(viewer, student, template, current) if current else None
    if request.method == "POST" and page is None:
        raise Http404
    with timezone.override(local_now.tzinfo):
        actions = PageActions(request, signing_forms.page_forms(page), page) if page else None
        if page and actions and actions.done:
            return _answer_after_saving(request, page, actions)
        context = {
            "student": student,
            "words": template.words,
            "plans": plans,
            "plan": current,
            "page": page,
            "actions": actions,
            "editing": _edited_goal(request, actions),
            "removed_goal": _removed_goal(request, page) if page and page.may_write else None,
            "may_write": permissions.may_write(viewer, student),
            "may_lead": permissions.may_lead_meeting(viewer, student),
        }
        return render(request, "plans/plan.html", context, status=actions.status if actions else 200)


def find_requested_plan(request: Request, plans: list[Plan], school: School, today: date) -> Plan | None:
    """The plan that the address names, else that of the term under way."""
    requested_id = request.GET.get("plan", "")
    current = next((plan for plan in plans if str(plan.pk) == requested_id), None)
    if current is None:
        term = term_on(request.viewer, school, today)
        current = next((plan for plan in plans if plan.term == term), None)
    return current


def plan_url(student: Person, plan: Plan, query: str = "", anchor: str = "") -> str:
    """The address of a plan's page."""
    return f"{reverse('plan', args=[student.pk])}?plan={plan.pk}{query}{anchor}"


def _edited_goal(request: Request, actions: PageActions | None) -> str:
    """The id of the goal that is edited on the page, "new" for one that is added, or ""."""
    sent = actions.sent if actions else None
    if isinstance(sent, forms.AddGoalForm):
        return "new"
    if isinstance(sent, forms.EditGoalForm) and sent.row:
        return str(sent.row.pk)
    return request.GET.get("edit", "") if sent is None else ""


def _removed_goal(request: Request, page: PlanPage) -> Goal | None:
    """The goal that was just removed, to undo it."""
    goals = forms.removed_goals(page.plan)
    removed_id = request.GET.get("removed", "")
    return next((goal for goal in goals if str(goal.pk) == removed_id), None) if removed_id else None


def _answer_after_saving(request: Request, page: PlanPage, actions: PageActions) -> HttpResponse:
    """A link to sign is shown once, on a page of its own; everything else leads back to where it was done."""
    form = next(form for form in actions.forms.values() if form.is_bound)
    if isinstance(form, signing_forms.SendLinkForm):
        context = {"student": page.student, "copy_links": form.links, "is_for_mentor": form.is_for_mentor}
        return render(request, "plans/copy_links.html", context)
    if isinstance(form, forms.RemoveGoalForm):
        return redirect(plan_url(page.student, page.plan, f"&removed={form.row_or_404.pk}", "#goals"))
    if isinstance(form, forms.AddGoalForm):
        return redirect(plan_url(page.student, page.plan, anchor=f"#goal-{form.cleaned_data['id']}"))
    if isinstance(form, forms.OneGoalForm):
        return redirect(plan_url(page.student, page.plan, anchor=f"#goal-{form.row_or_404.pk}"))
    return redirect(plan_url(page.student, page.plan, anchor="#signatures"))
