"""The pages of a school visit: offering one, and the day and what came of it for both sides."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role, School
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from ..events.page import own_seat, render_for_event
from ..events.selectors import get_event_or_404
from ..models import LearningEvent
from ..permissions import LEARNER_ROLES, may_organize
from . import visits
from .forms import EditVisitForm, OfferVisitForm, VisitQuestionForm, VisitRecordForm


@page_for(Role.LEADER)
@never_cache
def offer_visit(request: Request, school_id: UUID) -> HttpResponse:
    """Offer a visit to one's school. A principal opens it with three minutes, and leaves with a date and a focus in the
    list of events, where others sign up."""
    if school_id not in request.viewer.to("school", Role.LEADER):
        raise Http404
    school = get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)
    actions = PageActions(request, (OfferVisitForm,), school)
    form = actions.form(OfferVisitForm)
    if actions.done:
        return redirect("school-visit", form.event.pk)
    context = {"school": school, "actions": actions, "form": form}
    return render(request, "professional_learning/offer_visit.html", context, status=actions.status)


@page_for(*LEARNER_ROLES)
@never_cache
def school_visit(request: Request, event_id: UUID) -> HttpResponse:
    """A visit, for both sides. Visitors open it the evening before, to bring a question, and on the day; afterward both
    open it with five minutes, and leave having written what they saw and what they take home. Whoever runs it changes
    its date, its focus or its seats here."""
    viewer = request.viewer
    event = get_event_or_404(viewer, event_id)
    side = visits.side_of(viewer, event)
    if event.kind != LearningEvent.Kind.VISIT or not visits.may_open_visit(viewer, event):
        raise Http404
    has_started = visits.has_started(event)
    seat = own_seat(viewer, event)
    edits = may_organize(viewer, event) and not has_started
    forms: list[type[ActionForm]] = [VisitQuestionForm] if seat else []
    forms += [VisitRecordForm] if side and has_started else []
    forms += [EditVisitForm] if edits else []
    actions = PageActions(request, forms, event)
    if actions.done:
        return actions.redirect_to(reverse("school-visit", args=[event.pk]))
    context = {
        "actions": actions,
        "seat": seat,
        "organizes": may_organize(viewer, event),
        "edits": edits,
        "side": side,
        "has_started": has_started,
        "record": actions.form(VisitRecordForm).record if side and has_started else None,
        "visitors": visits.visitors_of(event),
        "records": visits.records_of(viewer, event),
        "section_messages": read_section_messages(request),
    }
    return render_for_event(request, event, "professional_learning/visit.html", context, actions.status)
