"""The catalog, one event, and the pages of whoever runs it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Network
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from ..models import LearningEvent
from ..permissions import (
    LEARNER_ROLES,
    ORGANIZER_ROLES,
    learner_network,
    may_create_events,
    may_organize_for_network,
)
from ..sign_ups.forms import CancelSeatForm, ChooseSessionsForm, SignUpForm, SubstituteForm
from ..topics import topics_of
from . import selectors
from .catalog import CatalogQuery, catalog_lines, search_events
from .details import event_details, session_lines
from .forms import (
    AddPrerequisiteForm,
    CancelEventForm,
    CreateEventForm,
    EditEventForm,
    PublishEventForm,
    RemovePrerequisiteForm,
    ReopenEventForm,
)
from .session_forms import AddSessionForm, EditSessionForm, RemoveSessionForm

OWN_FORMS = (SignUpForm, CancelSeatForm, SubstituteForm, ChooseSessionsForm)
EDIT_FORMS = (
    EditEventForm,
    PublishEventForm,
    CancelEventForm,
    ReopenEventForm,
    AddSessionForm,
    EditSessionForm,
    RemoveSessionForm,
    AddPrerequisiteForm,
    RemovePrerequisiteForm,
)


@page_for(*LEARNER_ROLES)
@never_cache
def catalog(request: Request) -> HttpResponse:
    """The catalog. A teacher opens it between two lessons, with two minutes; they leave with a seat, or knowing when
    the next event about what they try is."""
    viewer = request.viewer
    actions = PageActions(request, (SignUpForm, CancelSeatForm))
    query = CatalogQuery.of(request.GET)
    if actions.done:
        return redirect(f"{reverse('learning-events')}?{query.address(query.page)}")
    results = search_events(viewer, query)
    context = {
        "catalog": results,
        "topics": topics_of(viewer.person.network_id),
        "kinds": LearningEvent.Kind.choices,
        "formats": [choice for choice in LearningEvent.Format.choices if choice[0] != "both"],
        "previous_query": query.address(query.page - 1) if query.page > 1 else "",
        "next_query": query.address(query.page + 1) if query.page < results.pages else "",
        "may_create": may_create_events(viewer),
        "actions": actions,
    }
    return render(request, "professional_learning/catalog.html", context, status=actions.status)


@page_for(*LEARNER_ROLES)
@never_cache
def learning_event(request: Request, event_id: UUID) -> HttpResponse:
    """One event. Whoever thinks of going opens it, with two minutes, and again on the day; they leave knowing when,
    where and what to do before, with a seat or a place on the waiting list."""
    viewer = request.viewer
    event = selectors.get_event_or_404(viewer, event_id)
    actions = PageActions(request, OWN_FORMS, event)
    if actions.done:
        return actions.redirect_to(reverse("learning-event", args=[event.pk]))
    line = catalog_lines(viewer, [event])[0]
    context = {
        "event": event,
        "line": line,
        "details": event_details(viewer, event, line.sign_up),
        "topic": topics_of(event.network_id).get(event.topic, ""),
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    with timezone.override(event.zone):
        return render(request, "professional_learning/event.html", context, status=actions.status)


@page_for(*ORGANIZER_ROLES)
@never_cache
def create_event(request: Request) -> HttpResponse:
    """A new event. Program staff or a principal open it with three minutes; they leave with a draft to publish."""
    viewer = request.viewer
    network_id = learner_network(viewer)
    if network_id is None or not may_create_events(viewer):
        raise Http404
    network = get_object_or_404(Network.objects.seen_by(viewer), pk=network_id)
    actions = PageActions(request, (CreateEventForm,), network)
    form = actions.form(CreateEventForm)
    if actions.done:
        return redirect("edit-learning-event", form.event.pk)
    context = {"actions": actions, "form": form}
    return render(request, "professional_learning/create.html", context, status=actions.status)


@page_for(*LEARNER_ROLES)
@never_cache
def edit_event(request: Request, event_id: UUID) -> HttpResponse:
    """An event as whoever runs it changes it. They open it while planning, and when a room or a time changes; they
    leave with everybody's calendar up to date."""
    viewer = request.viewer
    event = selectors.get_organized_event_or_404(viewer, event_id)
    actions = PageActions(request, EDIT_FORMS, event)
    if actions.done:
        return actions.redirect_to(reverse("edit-learning-event", args=[event.pk]))
    context = {
        "event": event,
        "sessions": session_lines(viewer, event, None),
        "details": event_details(viewer, event, None),
        "attendees": selectors.attendees(viewer, event),
        "runs_for_network": may_organize_for_network(viewer, event.network_id),
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    with timezone.override(event.zone):
        return render(request, "professional_learning/edit.html", context, status=actions.status)
