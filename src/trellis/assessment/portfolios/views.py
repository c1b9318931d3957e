"""A student's portfolio. Who: a student in a free period with ten minutes, who leaves with a task handed in or a piece
chosen; a family on a phone, who leaves knowing where each task stands; an advisor, who sets the day of a defense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.assessment.evidence.models import Work
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School, Term
from trellis.core.community.selectors import get_student_or_404, school_of, term_on, works_with
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_moment
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.revisions import posted_revision
from trellis.design.blueprint.wording import Wording
from trellis.learning.projects.file_views import file_response

from . import selectors, services, withdrawals
from .models import PortfolioEntry, Task, Version
from .tasks import find_model_task, portfolio_wording, tasks_for_student

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *SCHOOL_ROLES)


def parse_id(text: str) -> UUID:
    """An id that a form sent. Raises ActionError for one that is none."""
    try:
        return UUID(text)
    except ValueError:
        raise ActionError(_("This page did not load completely. Open it again.")) from None


def get_school_and_wording_or_404(student: Person) -> tuple[School, Wording]:
    """The student's school and its words. 404 where the school's model has no portfolio."""
    school = school_of(student.pk)
    words = portfolio_wording(school.pk if school else None)
    if school is None or words is None:
        raise Http404
    return school, words


@page_for(*PAGE_ROLES)
@never_cache
def portfolio(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Each task with where it stands, what was settled and what comes next; and the work that the student chose."""
    viewer, status, sent = request.viewer, 200, request.POST
    student = get_student_or_404(viewer, student_id)
    school, words = get_school_and_wording_or_404(student)
    now = school_local_time(school, timezone.now())
    term = term_on(viewer, school, now.date())
    if request.method == "POST":
        verb = ACTIONS.get(request.POST.get("do", ""))
        may = works_with(viewer, student) if verb is _set_defense else student.pk == viewer.person_id
        if verb is None or not may:
            raise Http404
        try:
            reply = verb(request, student, school, words, term)
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            if isinstance(reply, str):
                messages.success(request, reply)
                return redirect("portfolio", student.pk)
            messages.success(request, _("Unsubmitted. Edit it below and turn it in again."))
            sent = reply
    with timezone.override(now.tzinfo):
        context = _portfolio_context(request, student, words, term, sent)
        return render(request, "portfolios/portfolio.html", context, status=status)


def _portfolio_context(
    request: HttpRequest, student: Person, words: Wording, term: Term | None, sent: Mapping[str, str]
) -> dict[str, Any]:
    viewer = request.viewer
    is_own = student.pk == viewer.person_id
    tasks = selectors.task_statuses(viewer, student, words.package, term)
    if sent.get("do") == "hand-in" and sent.get("onto") not in {task.onto for task in tasks}:
        sent = {
            **dict(sent.items()),
            "onto": "",
        }  # nothing is open of the earlier term: it goes to the task of this one
    return {
        "student": student,
        "own": is_own,
        "leads": works_with(viewer, student),
        "words": words,
        "term": term,
        "tasks": tasks,
        "asked": sum(task.earlier is None for task in tasks),
        "enough": sum(task.state == selectors.PASSED and task.earlier is None for task in tasks),
        "portfolios": selectors.portfolios_of(viewer, student),
        "works": selectors.works_to_choose(viewer, student, term) if is_own and term else [],
        "sent": sent,
    }


def _require_term(term: Term | None) -> Term:
    if term is None:
        raise ActionError(_("There is no active term. The school calendar shows when the next one starts."))
    return term


def _turn_in(request: HttpRequest, student: Person, school: School, words: Wording, term: Term | None) -> str:
    post = request.POST
    model_task = find_model_task(words.package, post.get("task", ""))
    begun = Task.objects.seen_by(request.viewer).filter(student=student, key=post.get("task", "")[:80])
    if model_task is None or (
        model_task not in tasks_for_student(words.package, student) and not begun.exists()
    ):
        raise ActionError(_("This task is not one of yours. Open your portfolio again."))
    sent = services.SubmittedTask(
        post.get("title", ""), post.get("words", ""), post.get("link", ""), request.FILES.get("file")
    )
    onto = _earlier_task(request, begun)
    existing = onto or begun.filter(once=True).select_related("term").first()
    when = existing.term if existing else _require_term(term)
    services.turn_in(student, school, when, model_task, parse_id(post.get("key", "")), sent, onto)
    return _("Turned in. Next, your school chooses who will score it.")


def _earlier_task(request: HttpRequest, begun: QuerySet[Task]) -> Task | None:
    """The task of an earlier term that the card on the page was about; None where it was about this term's."""
    named = request.POST.get("onto", "")
    if not named:
        return None
    task = begun.filter(pk=parse_id(named)).select_related("term").first()
    if task is None:
        raise ActionError(_("This task is no longer here. Open the page again."))
    return task


def _withdraw_version(request: HttpRequest, student: Person, *_more: Any) -> dict[str, str]:
    """Gives what stood in it, to be changed in the form and handed in again."""
    versions = Version.objects.seen_by(request.viewer).filter(task__student=student).select_related("task")
    version = get_object_or_404(versions, pk=parse_id(request.POST.get("version", "")))
    withdrawals.withdraw_version(version)
    return {
        "do": "hand-in",
        "task": version.task.key,
        "onto": request.POST.get("onto", ""),
        "title": version.title,
        "words": version.words,
        "link": version.link,
    }


def _choose_work(
    request: HttpRequest, student: Person, _school: School, _words: Wording, term: Term | None
) -> str:
    works = Work.objects.seen_by(request.viewer).filter(student=student)
    work = works.filter(pk=parse_id(request.POST.get("work", ""))).first()
    if work is None:
        raise ActionError(_("Choose one of your own pieces of work."))
    services.choose_work(
        student, _require_term(term), work, request.POST.get("why", ""), posted_revision(request)
    )
    return _("Added to your portfolio.")


def _get_entry(request: HttpRequest, student: Person) -> PortfolioEntry:
    entries = PortfolioEntry.objects.seen_by(request.viewer).filter(student=student)
    entry = entries.filter(pk=parse_id(request.POST.get("entry", ""))).first()
    if entry is None:
        raise ActionError(_("This piece is no longer in your portfolio."))
    return entry


def _move_to_top(request: HttpRequest, student: Person, *_more: Any) -> str:
    services.move_to_top(_get_entry(request, student))
    return _("Moved to the top.")


def _remove_entry(request: HttpRequest, student: Person, *_more: Any) -> str:
    services.remove_entry(_get_entry(request, student))
    return _("Removed. The work itself is still saved.")


def _set_defense(
    request: HttpRequest, student: Person, school: School, _words: Wording, _term: Term | None
) -> str:
    post = request.POST
    tasks = Task.objects.seen_by(request.viewer).filter(student=student, pk=parse_id(post.get("task", "")))
    task = tasks.first()
    if task is None:
        raise ActionError(_("This task is no longer here. Open the page again."))
    zone = school_local_time(school, timezone.now()).tzinfo
    at, shown = parse_moment(post.get("at", ""), zone), None
    if "shown-room" in post:
        shown = {"defense_at": parse_moment(post.get("shown-at", ""), zone), "room": post["shown-room"]}
    services.set_defense(task, at, post.get("room", ""), request.viewer.person_id, shown)
    return _("Saved.")


ACTIONS = {
    "hand-in": _turn_in,
    "take-back": _withdraw_version,
    "choose": _choose_work,
    "first": _move_to_top,
    "out": _remove_entry,
    "day": _set_defense,
}


@page_for(*PAGE_ROLES)
@require_safe
def version_file(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """A file that was handed in, for whoever sees the task and for its readers."""
    version = get_object_or_404(Version.objects.seen_by(request.viewer).exclude(file=""), pk=paper_id)
    return file_response(version.file, version.name, version.media_type)
