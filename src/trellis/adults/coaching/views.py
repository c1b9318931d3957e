"""A coach's schools and visits."""

from __future__ import annotations

from uuid import UUID

from django.contrib.messages import get_messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import school_local_time, zone_named
from trellis.core.community.models import Role, School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.offline_pages import worker_response
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import selectors, summaries
from .commitments import open_commitments, visible_commitments
from .entry_forms import CHECKS, ENTRY_FORMS, CommitmentForm, NoteForm, PrivateNoteForm, QueuedEntryForm
from .forms import (
    CancelForm,
    DetailsForm,
    EditCommitmentForm,
    LogForm,
    NextVisitForm,
    PlanForm,
    ReadForm,
    RemoveCommitmentForm,
    RestoreCommitmentForm,
    RestoreForm,
    ShareForm,
)
from .handovers import handover_of
from .models import CoachVisit, VisitCommitment
from .note_versions import StandingText
from .other_commitments import OTHER_COMMITMENTS
from .owner_forms import OwnCheckForm
from .permissions import leads, may_write_notes, owned_by
from .visit_page import FocusRow, VisitPage

COACH_FORMS = (
    *ENTRY_FORMS.values(),
    DetailsForm,
    LogForm,
    CancelForm,
    RestoreForm,
    NextVisitForm,
    EditCommitmentForm,
    RemoveCommitmentForm,
    RestoreCommitmentForm,
    ShareForm,
)


@page_for(Role.COACH)
@never_cache
def coaching(request: Request) -> HttpResponse:
    """A coach's schools. A coach opens it on Monday with ten minutes; they leave with every school's next visit
    planned, knowing whose hours run short and what is due."""
    day = selectors.coach_day(request.viewer, with_changes=False)
    actions = PageActions(request, (PlanForm,), day)
    if actions.done:
        return redirect("coaching")
    context = {"coach_day": day, "today": day.local_now.date(), "actions": actions}
    return render(request, "coaching/coaching.html", context, status=actions.status)


@page_for(Role.COACH, Role.LEADER, Role.NETWORK_STAFF)
@never_cache
def visit(request: Request, visit_id: UUID) -> HttpResponse:
    """One visit. Its coach opens it the evening before and keeps it open all day, often without a signal; they leave
    with notes, commitments that have an owner and a day, and a summary with the principal. The principal opens that
    from her email with three minutes, and leaves knowing what was agreed; the network's staff look up what was."""
    row = selectors.get_visit_or_404(request.viewer, visit_id)
    local_now = school_local_time(row.school, timezone.now())
    with timezone.override(local_now.tzinfo):
        render_visit = _coach_page if may_write_notes(request.viewer, row) else _reader_page
        return render_visit(request, row)


def _coach_page(request: Request, visit: CoachVisit) -> HttpResponse:
    page = VisitPage(request.viewer, visit)
    actions = PageActions(request, COACH_FORMS, page)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {
        "visit": visit,
        "school": visit.school,
        "page": page,
        "words": page.words,
        "actions": actions,
        "focus": [(row, _note_form(actions, row), _version_ids(page, row.texts)) for row in page.focus],
        "private_form": _private_form(actions, page),
        "private_versions": _version_ids(page, page.private_texts),
        "commitment_form": _commitment_form(actions),
        "removed": [each for each in page.own_commitments if each.removed_at],
        "checks": CHECKS,
        "preview": page.summary_body(""),
        "earlier": [(each, new_id()) for each in page.earlier_commitments],
        "section_messages": read_section_messages(request),
    }
    return render(request, "coaching/visit.html", context, status=actions.status)


def _note_form(actions: PageActions, row: FocusRow) -> NoteForm:
    """The form of one focus row: the one that was sent, with what was typed; else with the newest text."""
    sent = actions.sent
    if isinstance(sent, NoteForm) and sent.data.get("row") == row.key:
        return sent
    initial = _text_initial(row.texts) | {"row": row.key}
    form = actions.form(NoteForm)
    return NoteForm(request=form.request, subject=form.subject, initial=initial, auto_id=f"note-{row.key}-%s")


def _private_form(actions: PageActions, page: VisitPage) -> PrivateNoteForm:
    form = actions.form(PrivateNoteForm)
    if not form.is_bound:
        form.initial = _text_initial(page.private_texts)
    return form


def _commitment_form(actions: PageActions) -> CommitmentForm:
    form = actions.form(CommitmentForm)
    if not form.is_bound:
        form.initial = {"id": new_id()}
    return form


def _version_ids(page: VisitPage, texts: list[StandingText]) -> list[tuple[StandingText, UUID, str]]:
    """Each text to choose from, with the id that a choice of it gets and its level; nothing without a choice."""
    return [(text, new_id(), page.level_title(text.level)) for text in texts] if len(texts) > 1 else []


def _text_initial(texts: list[StandingText]) -> dict[str, object]:
    """What a note's form shows: the newest text, which replaces it and nothing that was not shown."""
    newest = texts[-1] if texts else None
    return {
        "id": new_id(),
        "text": newest.text if newest else "",
        "level": newest.level if newest else None,
        "replaces": ",".join(newest.keys) if newest else "",
    }


def _reader_page(request: Request, visit: CoachVisit) -> HttpResponse:
    viewer = request.viewer
    actions = PageActions(request, (ReadForm,) if leads(viewer, visit) else (), visit)
    if actions.done:
        return redirect(request.path)
    context = {
        "visit": visit,
        "school": visit.school,
        "leads": leads(viewer, visit),
        "summary": summaries.last_summary(viewer, visit),
        "commitments": visible_commitments(viewer).filter(visit=visit, removed_at=None),
        "actions": actions,
    }
    return render(request, "coaching/visit_summary.html", context, status=actions.status)


@page_for(Role.COACH)
@never_cache
def receive_entry(request: Request, visit_id: UUID) -> HttpResponse:
    """Where a device's queue is sent, one entry at a time: JSON of the texts that stand, or of the sentence that
    refuses it."""
    row = selectors.get_visit_or_404(request.viewer, visit_id)
    if not may_write_notes(request.viewer, row):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, (QueuedEntryForm,), VisitPage(request.viewer, row))
    form = actions.form(QueuedEntryForm)
    if not actions.done:
        return JsonResponse({"sentence": form.sentence}, status=409 if form.is_for_other else 422)
    list(get_messages(request))  # the page says itself what was saved: none waits for the next page
    texts = form.entry.standing()
    return JsonResponse({"divided": len(texts) > 1, "keys": [key for text in texts for key in text.keys]})


@page_for(Role.COACH, Role.LEADER, Role.NETWORK_STAFF)
@never_cache
def school_visits(request: Request, school_id: UUID) -> HttpResponse:
    """The visits to one school. Its principal opens it before a visit, with three minutes, and leaves knowing when the
    coach comes and what the school said it would do; a new coach reads here what was, and the note that was left."""
    viewer = request.viewer
    school = get_object_or_404(School.objects.seen_by(viewer).select_related("network"), pk=school_id)
    coaches = viewer.to("school", Role.COACH, Role.LEADER)
    if school.pk not in coaches and school.network_id not in viewer.networks:
        raise Http404
    local_now = school_local_time(school, viewer.now)
    rows = list(selectors.visits(viewer).filter(school=school).order_by("-day", "-starts"))
    handover = handover_of(viewer, school.pk)
    context = {
        "school": school,
        "upcoming": [row for row in reversed(rows) if row.is_planned and row.day >= local_now.date()],
        "past": [row for row in rows if row.is_made or (row.is_planned and row.day < local_now.date())],
        "commitments": open_commitments(viewer).filter(visit__school=school),
        "handover": handover if handover and school.pk not in viewer.to("school", Role.LEADER) else None,
        "leads": school.pk in viewer.to("school", Role.LEADER),
        "row": selectors.coached_rows(viewer, [school], local_now.date())[0],
        "today": local_now.date(),
    }
    with timezone.override(zone_named(school.time_zone)):
        return render(request, "coaching/school_visits.html", context)


@page_for(*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)
@never_cache
def own_commitments(request: Request) -> HttpResponse:
    """What somebody said they would do. A teacher opens it from an email with one minute; they leave having said
    whether it is done."""
    viewer = request.viewer
    sources = OTHER_COMMITMENTS.values()
    actions = PageActions(request, (OwnCheckForm, *(source.check_form for source in sources)))
    if actions.done:
        return redirect("own-commitments")
    rows = visible_commitments(viewer).filter(owned_by(viewer), removed_at=None)
    done = VisitCommitment.Status.DONE
    context = {
        "commitments": [*rows.exclude(status=done), *rows.filter(status=done).order_by("-due")],
        "others": [
            (commitment, actions.form(source.check_form).for_row(commitment))
            for source in sources
            for commitment in source.rows(viewer)
        ],
        "actions": actions,
    }
    return render(request, "coaching/own_commitments.html", context, status=actions.status)


@page_for(public=True)
@require_safe
def service_worker(request: Request) -> HttpResponse:
    """The service worker: it is served from the folder of the pages that it stores."""
    return worker_response("trellis-visits", r"^/visits/[0-9a-f-]{36}/$")
