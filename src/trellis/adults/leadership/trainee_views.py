"""Who is in training: at one school, and in a network."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Account, Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import trainee_selectors as selectors
from .permissions import may_lead_training
from .trainee_forms import TRAINING_FORMS, InviteTraineeForm


@page_for(Role.LEADER, Role.NETWORK_STAFF)
@never_cache
def school_training(request: Request, school_id: UUID) -> HttpResponse:
    """People in training at a school. A principal opens it in August, when a university sends student teachers, with
    ten minutes; they leave with each beside a mentor, with access that ends by itself, and knowing for which roles
    nobody has begun."""
    school = selectors.school_or_404(request.viewer, school_id)
    leads = may_lead_training(request.viewer, school.pk)
    if request.method == "POST" and not leads:
        raise Http404
    actions = PageActions(request, TRAINING_FORMS if leads else (), school)
    invited = actions.form(InviteTraineeForm) if leads else None
    if actions.done and not (invited and invited.code):
        return actions.redirect_to(request.path)
    training = selectors.training_at(request.viewer, [school])[0]
    people = [trainee.person_id for trainee in training.trainees]
    context = {
        "school": school,
        "training": training,
        "leads": leads,
        "universities": selectors.universities(request.viewer, school),
        "with_account": set(Account.objects.filter(person__in=people).values_list("person", flat=True)),
        "invited": {"code": invited.code, "row": invited.person} if invited else None,
        "join_url": request.build_absolute_uri(reverse("join")),
        "section_messages": read_section_messages(request),
        "actions": actions,
    }
    return render(request, "leadership/school_training.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
@require_safe
@never_cache
def network_training(request: Request, network_id: UUID) -> HttpResponse:
    """People in training in a network. Its program manager opens it before meeting a university, with ten minutes; they
    leave knowing who is trained in what until when, and for which roles nobody has begun at which school."""
    network = get_network_or_404(request.viewer, network_id)
    context = {"network": network, "schools": selectors.network_training(request.viewer, network)}
    return render(request, "leadership/network_training.html", context)
