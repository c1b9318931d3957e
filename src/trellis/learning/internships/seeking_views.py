"""The way to a placement on one page: where the student is, what comes next, and which places there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import get_student_or_404, school_of
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.design.blueprint.wording import wording_of

from . import agreeing, permissions, seeking, selectors
from .models import Site

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
def placement_search(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """From an interest to a placement."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school = school_of(student.pk)
    words = wording_of(school.pk if school else None)
    if words.package is None or not words.has("internship"):
        raise Http404
    today = school_local_time(school, timezone.now()).date()
    searches = selectors.searches_of(viewer, student)
    search = searches[0] if searches and searches[0].closed_at is None else None
    context = {
        "student": student,
        "words": words,
        "model": words.package.internship,
        "today": today,
        "city": school.city,
        "search": search,
        "past": [past_search for past_search in searches if past_search.closed_at],
        "seeks": permissions.may_edit_search(viewer, student),
        "places": permissions.may_approve_placement(viewer, student),
    }
    if request.method == "POST":
        if not context["seeks"]:
            raise Http404
        try:
            return _handle_post(request, context)
        except ActionError as error:
            messages.error(request, error.message)
            return render(request, "internships/seeking.html", _search_context(request, context), status=422)
    return render(request, "internships/seeking.html", _search_context(request, context))


def _search_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    search, model, today = context["search"], context["model"], context["today"]
    if search is None:
        return context
    stage = seeking.stage_of(search, model)
    hold = selectors.hold_of(request.viewer, search, today)
    done = model.stages.index(stage)
    sites = selectors.sites_for(request.viewer, context["student"], search.field, today, context["city"])
    return {
        **context,
        "stage": stage,
        "stages": [
            (model_stage, number < done, model_stage is stage)
            for number, model_stage in enumerate(model.stages)
        ],
        "needs": [(need, need in search.ticked.get(stage.key, [])) for need in stage.needs],
        "held": hold,
        "liked": [option for key in search.wishes for option in sites if str(option.site.pk) == key],
        "sites": [option for option in sites if str(option.site.pk) not in search.wishes][:24],
    }


def _handle_post(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Run the action named in `do`."""
    verbs: dict[str, Callable[[HttpRequest, dict[str, Any]], str]] = {
        "begin": _begin_search,
        "move": _update_stage,
        "hold": _hold_place,
        "let-go": _release_place,
        "wish": _update_wishes,
    }
    verb = request.POST.get("do", "")
    if verb not in verbs or (verb != "begin" and context["search"] is None):
        raise Http404
    messages.success(request, verbs[verb](request, context))
    return redirect("seeking", context["student"].pk)


def _begin_search(request: HttpRequest, context: dict[str, Any]) -> str:
    post, by = request.POST, request.viewer.person_id
    texts = post.get("interest", ""), post.get("field", "")
    minutes, seen = post.get("most_minutes", ""), posted_revision(request)
    seeking.begin_search(context["student"], *texts, context["model"], by, minutes, seen)
    return _("Saved. An internship starts with an interest.")


def _update_stage(request: HttpRequest, context: dict[str, Any]) -> str:
    search, post = context["search"], request.POST
    seeking.check_stage(search, post.get("stage", ""))
    by, model = request.viewer.person_id, context["model"]
    unsigned = agreeing.missing_signatures(search, model)
    args = post.getlist("need"), post.get("go", ""), not context["places"]
    shown = post.getlist("shown-need") if "shown-need" in post else None
    seeking.update_stage(search, *args, model, by, unsigned, shown)
    return _("Saved.")


def _get_site_or_404(request: HttpRequest, student: Person) -> Site:
    sites = Site.objects.seen_by(request.viewer).filter(network=student.network_id)
    try:
        key = UUID(request.POST.get("site", ""))
    except ValueError:
        raise Http404 from None
    return get_object_or_404(sites, pk=key)


def _hold_place(request: HttpRequest, context: dict[str, Any]) -> str:
    site = _get_site_or_404(request, context["student"])
    by, seen = request.viewer.person_id, request.POST.get("held")
    hold = seeking.hold_place(context["search"], site, context["today"], by, seen)
    return _("A spot at %(site)s is reserved for two weeks.") % {"site": hold.site.name}


def _release_place(request: HttpRequest, context: dict[str, Any]) -> str:
    by, seen = request.viewer.person_id, request.POST.get("held")
    seeking.release_place(context["search"], context["today"], by, seen)
    return _("The spot is open for others again.")


def _update_wishes(request: HttpRequest, context: dict[str, Any]) -> str:
    site, is_listed = _get_site_or_404(request, context["student"]), request.POST.get("wanted") == "yes"
    seeking.update_wishes(context["search"], site, is_listed, request.viewer.person_id)
    return (
        _("%(site)s was added to the list.") % {"site": site.name}
        if is_listed
        else _("Removed from the list.")
    )
