"""A tuning session. Who: the project's teachers and the colleagues whom they invite, from any school of the network, in
the hour of the session and in the days around it; they leave with comments that the team answers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import permissions, selectors, tuning_selectors
from .design_forms import DesignSubject
from .design_views import get_wording_or_404
from .project_transfer import project_body
from .standards import with_stems
from .tuning_forms import COLLEAGUE_FORMS, TEAM_FORMS, CancelForm


@page_for(*SCHOOL_ROLES)
def tuning_session(request: Request, tuning_session_id: UUID) -> HttpResponse:
    """One session: the design as it is now, to read, who can see it, and what was said."""
    viewer = request.viewer
    session = tuning_selectors.session_or_404(viewer, tuning_session_id)
    project = session.project
    writes = permissions.may_write(viewer, project)
    subject = DesignSubject(project, get_wording_or_404(project), viewer, writes, session)
    actions = PageActions(request, TEAM_FORMS if writes else COLLEAGUE_FORMS, subject)
    if isinstance(actions.saved, CancelForm):
        return redirect(f"{reverse('project-design', args=[project.pk])}#tuning")
    if actions.done:
        return actions.redirect_to(request.path)
    context = _session_context(request, subject) | {"actions": actions}
    return render(request, "projects/tuning_session.html", context, status=actions.status)


def _session_context(request: Request, subject: DesignSubject) -> dict[str, object]:
    viewer, project, session = subject.viewer, subject.project, subject.require_session()
    body = project_body(project)
    query = request.GET.get("colleague", "")[:120] if subject.writes else ""
    files = {resource.digest: resource for resource in selectors.resources_of(viewer, project)}
    return {
        "section_messages": read_section_messages(request),
        "session": session,
        "when": tuning_selectors.format_session_time(session),
        "project": project,
        "writes": subject.writes,
        "works_here": project.school_id in viewer.staff_schools,
        "team": tuning_selectors.team_of(session),
        "invited": tuning_selectors.invited_colleagues(viewer, session),
        "colleague_query": query,
        "found": tuning_selectors.find_colleagues(session, query),
        "tunings": tuning_selectors.comments_of(viewer, session),
        "body": body,
        "standards": with_stems(body.standards),
        "files": [
            (file, reverse("project-file", args=[project.pk, files[file.digest].pk]))
            if file.digest in files
            else (file, "")
            for file in body.files
        ],
    }
