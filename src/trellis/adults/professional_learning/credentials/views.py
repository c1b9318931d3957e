"""An adult's practice: credentials, pieces, exhibitions; the certificate; the desk of whoever chooses scorers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.assessment.exhibitions.models import Exhibition
from trellis.assessment.exhibitions.rubric import practice_kind
from trellis.assessment.portfolios import desk_views, practice_desk
from trellis.core.community.clock import school_local_time, zone_of_viewer
from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from ..models import CredentialAward
from . import certificates, projects, selectors
from .forms import PRACTICE_FORMS, PieceForm, PlanExhibitionForm, PracticePage
from .permissions import PRACTICE_ROLES
from .selectors import CredentialCard, Piece


@page_for(*PRACTICE_ROLES)
@never_cache
def practice(request: Request) -> HttpResponse:
    """My practice. Who: a teacher on a Sunday evening with an hour, who leaves with a piece turned in; a colleague with
    five minutes, who leaves knowing whose piece to score and what comes next for their own."""
    viewer, now = request.viewer, timezone.now()
    if not (
        viewer.staff_schools or viewer.to("school", Role.COACH) or viewer.to("network", Role.NETWORK_STAFF)
    ):
        raise Http404  # a district's leader, who works at no school
    at = selectors.find_practice_school(viewer, now.astimezone(zone_of_viewer(viewer)).date())
    pieces = selectors.pieces_by_credential(viewer)
    cards = selectors.credential_cards(viewer, at, pieces) if at else []
    held_elsewhere = selectors.awards_elsewhere(viewer, at)
    page = PracticePage(at, cards) if at else None
    actions = PageActions(request, PRACTICE_FORMS if page else (), page)
    if actions.done:
        return redirect(actions.form(PlanExhibitionForm).url or request.path)
    zone = school_local_time(at.school, now).tzinfo if at else zone_of_viewer(viewer)
    with timezone.override(zone):
        today = timezone.localdate(now)
        context = {
            "at": at,
            "words": at.words if at else None,
            "cards": [
                (card, card.current_award(today), *_piece_forms(actions, card, today)) for card in cards
            ],
            "today": today,
            "held_elsewhere": held_elsewhere,
            "other_pieces": selectors.pieces_elsewhere(pieces, cards, held_elsewhere),
            "own_seats": practice_desk.own_practice_seats(viewer),
            "may_choose": bool(viewer.to("school", Role.LEADER) or viewer.to("network", Role.NETWORK_STAFF)),
            "exhibitions": _own_exhibitions(request),
            "exhibition_kind": practice_kind(at.package) if at and viewer.staff_schools else None,
            "projects": projects.own_projects(viewer),
            "actions": actions,
        }
        template = "professional_learning/practice.html"
        return render(request, template, context, status=actions.status)


def _piece_forms(
    actions: PageActions, card: CredentialCard, today: date
) -> tuple[PieceForm | None, list[tuple[Piece, PieceForm | None]]]:
    """The form for a new piece of a card, and each piece with the form to turn it in again; None where none may be."""
    form = actions.form(PieceForm)
    pieces = [(piece, form.for_card(card, piece) if piece.wants_revision else None) for piece in card.pieces]
    return form.for_card(card) if card.may_add(today) else None, pieces


def _own_exhibitions(request: Request) -> list[Exhibition]:
    """The viewer's exhibitions of practice, the newest first."""
    rows = Exhibition.objects.seen_by(request.viewer).filter(
        student=request.viewer.person_id, practice_school__isnull=False
    )
    return list(rows.select_related("term").order_by("-term__starts", "-created"))


@page_for(*PRACTICE_ROLES)
@never_cache
@require_safe
def certificate(request: Request, award_id: UUID) -> HttpResponse:
    """A certificate to print. Who: the teacher who earned the credential, for a file or a wall, with a minute; they
    leave with a page that names the criteria, the evidence and who assessed it."""
    awards = CredentialAward.objects.seen_by(request.viewer).filter(person=request.viewer.person_id)
    award = get_object_or_404(awards.select_related("person", "school", "network"), pk=award_id)
    context = {"award": award, "certificate": certificates.describe(award)}
    return render(request, "professional_learning/certificate.html", context)


@page_for(Role.LEADER, Role.NETWORK_STAFF)
@never_cache
def practice_scorers(request: Request) -> HttpResponse:
    """Choosing scorers for colleagues. Who: a principal or a network's program staff on a Monday with ten minutes, who
    leave with two people asked for every piece that waited. They see titles, never work or levels."""
    viewer = request.viewer
    if not (viewer.to("school", Role.LEADER) or viewer.to("network", Role.NETWORK_STAFF)):
        raise Http404
    page = desk_views.DeskPage(
        at=practice_desk.PracticeDesk(viewer.person_id),
        title=_("Choose scorers"),
        url=reverse("practice-scorers"),
        template="professional_learning/practice_scorers.html",
        zone=zone_of_viewer(viewer),
        load=lambda: practice_desk.practice_desk(viewer),
        more=dict,
    )
    return desk_views.answer_desk(request, page)
