"""Designing a project. Who: two to six teachers, in planning time and at home, often at the same moment; they leave
with nothing lost, and with weeks that their students can carry."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role, School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.autosave import is_autosave
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.design.blueprint.wording import Wording, wording_of

from . import load, permissions, selectors, standards, tuning_selectors
from .design_autosave import autosaved_form, part_response
from .design_forms import BeginForm, DesignSubject
from .design_row_forms import COLLEAGUE_FORMS, TEAM_FORMS
from .models import Project
from .tuning_forms import ArrangeForm

SHOWN_AFTER_SESSION = timedelta(days=30)


def get_wording_or_404(project: Project) -> Wording:
    """The words of the project's school. 404 where its model has no projects."""
    words = wording_of(project.school_id)
    if words.package is None or not words.has("project"):
        raise Http404
    return words


@page_for(*SCHOOL_ROLES, Role.STUDENT)
def all_projects(request: Request) -> HttpResponse:
    """One's own projects first, then the school's; a teacher begins one here."""
    viewer = request.viewer
    if not viewer.staff_schools and Role.STUDENT not in viewer.roles:
        raise Http404
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools).order_by("name")
    homes = [
        school for school in schools if wording_of(school.pk).package and wording_of(school.pk).has("project")
    ]
    actions = PageActions(request, [BeginForm] if homes else [], homes)
    begin_form = actions.form(BeginForm) if homes else None
    if begin_form and begin_form.project:
        return redirect("project-design", begin_form.project.pk)
    month_ago = viewer.now - SHOWN_AFTER_SESSION
    context = {
        "projects": selectors.projects_of(viewer),
        "invited_to": tuning_selectors.invitations_from_elsewhere(viewer, month_ago),
        "homes": homes,
        "actions": actions,
        "begin_form": begin_form,
    }
    return render(request, "projects/projects.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
def design(request: Request, project_id: UUID) -> HttpResponse:
    """The design of a project: its parts, its team, what is due, and feedback from colleagues."""
    viewer = request.viewer
    project = selectors.project_or_404(viewer, project_id)
    words = get_wording_or_404(project)
    if project.school_id not in viewer.staff_schools:
        raise Http404
    subject = DesignSubject(project, words, viewer, permissions.may_write(viewer, project))
    actions = PageActions(request, TEAM_FORMS if subject.writes else COLLEAGUE_FORMS, subject)
    form = autosaved_form(actions) if is_autosave(request) else None
    if form:
        return part_response(request, subject, actions, form)
    if isinstance(actions.saved, ArrangeForm) and actions.saved.session:
        return redirect("tuning-session", actions.saved.session.pk)
    if actions.done:
        return actions.redirect_to(f"{request.path}{_search_query(request)}")
    context = _design_context(request, subject) | {"actions": actions}
    return render(request, "projects/design.html", context, status=actions.status)


def _search_query(request: Request) -> str:
    """The search for standards that the page shows: one can choose several from it."""
    words = request.GET.get("standard", "")
    return f"?{urlencode({'standard': words})}" if words else ""


def _design_context(request: Request, subject: DesignSubject) -> dict[str, object]:
    viewer, project, outcomes = subject.viewer, subject.project, subject.outcomes
    standard_query = request.GET.get("standard", "")[:120]
    section_messages = read_section_messages(request)
    return {
        "section_messages": section_messages,
        "added": {message.section for message in section_messages if message.added},
        "project": project,
        "words": subject.words,
        "writes": subject.writes,
        "sections": subject.sections,
        "authors": selectors.authors_of(viewer, project),
        "colleagues": subject.colleagues if subject.writes else [],
        "steps": selectors.steps_of(viewer, project),
        "products": [
            (
                product,
                [(outcomes[key].title, weight) for key, weight in product.weights.items() if key in outcomes],
            )
            for product in selectors.products_of(viewer, project)
        ],
        "scaffolds": selectors.scaffolds_of(viewer, project),
        "resources": selectors.resources_of(viewer, project),
        "standards": selectors.standards_of(viewer, project),
        "frameworks": standards.available_frameworks(),
        "imports_standards": bool(viewer.to("school", Role.LEADER)),
        "standard_query": standard_query,
        "standard_matches": standards.find_outcomes(standard_query) if subject.writes else [],
        "outcomes": [(outcome, outcome.key in project.aims) for outcome in outcomes.values()],
        "aims": [outcomes[key] for key in project.aims if key in outcomes],
        "weeks": load.project_weeks(viewer, project),
        "full": load.FULL_WEEK,
        "tunings": selectors.tunings_of(viewer, project),
        "sessions": tuning_selectors.sessions_of(viewer, project),
        "history": selectors.writings_of(viewer, project)[:12],
        "section_titles": {part.section.key: part.section.title for part in subject.sections},
        "today": school_local_time(project.school, timezone.now()).date(),
    }
