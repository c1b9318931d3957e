"""A school's own project and the library. Who: its teachers, when it is good enough to show, or when news came; they
leave with it published, or with what they wanted of the news."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.learning.projects.models import Project
from trellis.learning.projects.permissions import may_write
from trellis.learning.projects.selectors import project_or_404

from . import forking, selectors, services, travel
from .facets import GRADES
from .labels import grade_name, language_labels
from .models import Licence
from .views import zip_response


def _get_own_project_or_404(request: HttpRequest, project_id: UUID) -> Project:
    project = project_or_404(request.viewer, project_id)
    if project.school_id not in request.viewer.staff_schools:
        raise Http404
    return project


@page_for(*SCHOOL_ROLES)
@never_cache
def project_library(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Publish a project, take over what is new where it comes from, and answer what others offer."""
    viewer, project = request.viewer, _get_own_project_or_404(request, project_id)
    if not may_write(viewer, project):
        raise Http404
    context = {
        "project": project,
        "entry": selectors.entry_of(viewer, project),
        "fork": selectors.fork_of(viewer, project),
    }
    status = 200
    if request.method == "POST":
        try:
            messages.success(request, _run_action(request, context))
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("project-library", project_id)
    return render(
        request, "library/project.html", context | _library_context(request, context), status=status
    )


def _library_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    fork, sent, entry = context["fork"], request.POST, context["entry"]
    source = fork.attribution.get("licence", "") if fork else ""
    return {
        "news": selectors.updates_for(fork) if fork else [],
        "offers": selectors.offers_to(request.viewer, context["project"]),
        "licences": Licence.choices,
        "licence": sent.get("licence") or (entry.licence if entry else source or Licence.BY_SA),
        "languages": language_labels(services.LANGUAGES),
        "language": sent.get("language") or (entry.language if entry else "en"),
        "grades": [(number, grade_name(number)) for number in GRADES],
        "low": entry.grade_low if entry else 9,
        "high": entry.grade_high if entry else 12,
        "sent": sent,
    }


def _run_action(request: HttpRequest, context: dict[str, Any]) -> str:
    verb = ACTIONS.get(request.POST.get("do", ""))
    if verb is None:
        raise Http404
    return verb(request, context)


def _publish_project(request: HttpRequest, context: dict[str, Any]) -> str:
    post, before = request.POST, context["entry"]
    details = services.PublicationDetails(
        licence=post.get("licence", ""),
        language=post.get("language", ""),
        grade_low=_parse_number(post.get("low", "")),
        grade_high=_parse_number(post.get("high", "")),
        note=post.get("note", ""),
    )
    edition = before.edition if before else 0
    tuned, seen = "tuned" in post, posted_revision(request)
    entry = services.publish_project(context["project"], details, tuned, request.viewer.person, seen)
    if entry.edition == edition:
        return _("Saved. The text is the same as in the last edition, so no new edition was made.")
    return _("Edition %(n)d is now in the library.") % {"n": entry.edition}


def _parse_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1


def _update_fork(request: HttpRequest, context: dict[str, Any]) -> str:
    if context["fork"] is None:
        raise Http404
    post = request.POST
    edition = _parse_number(post.get("edition", ""))
    done = forking.update_fork(context["fork"], edition, post.getlist("take"), request.viewer.person)
    return ngettext("%(n)d change added to your project.", "%(n)d changes added to your project.", done) % {
        "n": done
    }


def _offer_changes(request: HttpRequest, context: dict[str, Any]) -> str:
    if context["fork"] is None:
        raise Http404
    forking.offer_changes(context["fork"], request.POST.get("words", ""), request.viewer.person)
    return _("Sent. The team that wrote the project can see it.")


def _answer_offer(request: HttpRequest, context: dict[str, Any]) -> str:
    waiting = {
        str(offer.pk): offer for offer, _news in selectors.offers_to(request.viewer, context["project"])
    }
    offer = waiting.get(request.POST.get("offer", ""))
    if offer is None:
        raise ActionError(_("Someone already answered this. Nothing was changed."))
    done = forking.answer_offer(
        offer, request.POST.getlist("take"), request.POST.get("words", ""), request.viewer.person
    )
    message = ngettext(
        "Answer sent, and %(n)d change added to your project.",
        "Answer sent, and %(n)d changes added to your project.",
        done,
    )
    return message % {"n": done}


ACTIONS = {
    "publish": _publish_project,
    "update": _update_fork,
    "offer": _offer_changes,
    "answer": _answer_offer,
}


@page_for(*SCHOOL_ROLES)
@require_safe
def project_package(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """A school's own project as a package, as it stands now."""
    project = _get_own_project_or_404(request, project_id)
    return zip_response(travel.package_of_project(project), project.title)
