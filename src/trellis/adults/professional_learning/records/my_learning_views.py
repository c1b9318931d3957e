"""A teacher's own page of learning, their record to print, and the directory of people who can be asked."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import zone_of_viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from ..asks import learning_asks
from ..models import DirectoryEntry, HoursGoal, PracticeTry
from ..permissions import LEARNER_ROLES
from ..removal import removed_rows
from ..topics import topics_of
from . import directory, tries
from .directory_forms import ENTRY_FORMS
from .hours import hours_progress
from .hours_forms import HoursGoalForm
from .my_learning import learned_events, own_sign_ups
from .try_forms import TRY_FORMS

RECORD_SHOWN = 3
PAGE_SIZE = 40
REMOVE_PREFIX = "remove-"


@page_for(*LEARNER_ROLES)
@never_cache
def my_learning(request: Request) -> HttpResponse:
    """One's own learning. A teacher opens it in a free period, with three minutes; they leave with the next thing to
    try written down, and knowing where their hours stand. It moves with them to another school."""
    viewer = request.viewer
    goal = HoursGoal.objects.seen_by(viewer).filter(person=viewer.person_id, deleted_at=None).first()
    actions = PageActions(request, (*TRY_FORMS, *ENTRY_FORMS, HoursGoalForm), goal)
    if actions.done:
        return actions.redirect_to(f"{reverse('my-learning')}{_removed_query(actions.saved)}")
    learned = learned_events(viewer)
    context = {
        "actions": actions,
        "asks": learning_asks(viewer),
        "sign_ups": own_sign_ups(viewer),
        "learned": learned[:RECORD_SHOWN],
        "learned_count": len(learned),
        "tries": tries.own_tries(viewer),
        "colleagues": tries.tries_of_colleagues(viewer),
        "goal": goal,
        "progress": hours_progress(viewer),
        "entries": directory.own_entries(viewer),
        "section_messages": read_section_messages(request),
        **_just_removed(request),
    }
    with timezone.override(zone_of_viewer(viewer)):
        return render(request, "professional_learning/my_learning.html", context, status=actions.status)


def _removed_query(form: ActionForm | None) -> str:
    """What the address says after something was removed, so that the page offers to undo it."""
    removed = form is not None and form.do.startswith(REMOVE_PREFIX) and form.row is not None
    return f"?removed={form.row.pk}" if removed else ""


def _just_removed(request: Request) -> dict[str, object]:
    """What was removed a moment ago, to undo it."""
    try:
        key = UUID(request.GET.get("removed", ""))
    except ValueError:
        return {}
    columns = {"pk": key, "person": request.viewer.person_id}
    return {
        "removed_try": removed_rows(PracticeTry, **columns).first(),
        "removed_entry": removed_rows(DirectoryEntry, **columns).first(),
    }


@page_for(*LEARNER_ROLES)
@require_safe
@never_cache
def learning_record(request: Request) -> HttpResponse:
    """Everything that one has attended, to print. A teacher opens it before a talk about their license, with a minute;
    they leave with it on paper."""
    learned = learned_events(request.viewer)
    context = {
        "learned": learned,
        "minutes": sum(each.minutes for each in learned),
        "progress": hours_progress(request.viewer),
    }
    with timezone.override(zone_of_viewer(request.viewer)):
        return render(request, "professional_learning/record.html", context)


@page_for(*LEARNER_ROLES)
@require_safe
@never_cache
def learning_directory(request: Request) -> HttpResponse:
    """People who have done something before. A teacher who is about to try it opens the page with two minutes, and
    leaves with a name and how that person likes to be asked."""
    viewer = request.viewer
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    topics = topics_of(viewer.person.network_id)
    topic = request.GET.get("topic", "") if request.GET.get("topic", "") in topics else ""
    page = Paginator(directory.search_directory(viewer, text, topic), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    filters = request.GET.copy()
    filters.pop("page", None)
    context = {
        "q": text,
        "topic": topic,
        "topics": topics,
        "page": page,
        "filters": f"{filters.urlencode()}&" if filters else "",
        "lines": directory.directory_lines(viewer, list(page.object_list), topics),
    }
    return render(request, "professional_learning/directory.html", context)
