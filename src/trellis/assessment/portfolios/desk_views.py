"""The desk of a school's portfolios. Who: a counselor on a Monday with ten minutes, who leaves with readers asked for
everything that waited; a teacher, who leaves knowing what is theirs to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for

from . import asking, desk, reader_seats
from .finding import staff_of
from .models import Reader, Sitting
from .tasks import portfolio_wording
from .views import parse_id


@page_for(*SCHOOL_ROLES)
@never_cache
def scoring_desk(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """What is the viewer's to read, what waits for readers, where a third is wanted, and how readers agree."""
    viewer, status, more = request.viewer, 200, {}
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    words = portfolio_wording(school.pk)
    if words is None or school.pk not in viewer.staff_schools:
        raise Http404
    if request.method == "POST":
        verb = ACTIONS.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            reply = verb(request, school)
        except ActionError as error:
            messages.error(request, error.message)
            status, more = 422, {"sent": request.POST}
        else:
            if isinstance(reply, str):
                messages.success(request, reply)
                return redirect("portfolio-desk", school.pk)
            more = reply
    current_desk = desk.scoring_desk(viewer, school, words.package)
    context = {
        "school": school,
        "words": words,
        "desk": current_desk,
        "mine": desk.own_seats_with_task(viewer, school, words.package),
        "taken_back": reader_seats.recently_withdrawn_seats(viewer, school),
        "agreement": desk.scorer_agreement(viewer, school),
        "least": desk.MIN_ROWS,
        **more,
    }
    with timezone.override(school_local_time(school, timezone.now()).tzinfo):
        return render(request, "portfolios/desk.html", context, status=status)


def _ask_scorers(request: HttpRequest, school: School) -> str:
    """Everybody who is chosen on the page, in one act: all of it or nothing."""
    open_ones = {str(sitting.pk): sitting for sitting in desk.open_sittings_at(request.viewer, school)}
    staff = {str(person.pk): person for person in staff_of(school.pk)}
    by = request.viewer.person_id
    rows = Reader.objects.unscoped("find the scorers who were asked before").filter(
        sitting__in=open_ones, deleted_at=None
    )
    before, reader_ids = set(rows.values_list("pk", flat=True)), set()
    with ledger.act("ask readers", by=by, about=school.pk):
        for name, values in request.POST.lists():
            sitting = open_ones.get(name.removeprefix("reader-")) if name.startswith("reader-") else None
            for value in values if sitting else ():
                if value and value not in staff:
                    raise ActionError(_("Choose an adult at the school who is not in the student’s family."))
                if value:
                    reader_ids.add(asking.ask_scorer(sitting, staff[value], by).pk)
    if not reader_ids:
        raise ActionError(_("Choose at least one person to score."))
    count = len(reader_ids - before) or len(reader_ids)  # the same press twice says the same
    return ngettext("%(n)d person was asked to score.", "%(n)d people were asked to score.", count) % {
        "n": count
    }


def _get_open_sitting(request: HttpRequest, school: School) -> Sitting:
    sitting_id = parse_id(request.POST.get("sitting", ""))
    sitting = next(
        (sitting for sitting in desk.open_sittings_at(request.viewer, school) if sitting.pk == sitting_id),
        None,
    )
    if sitting is None:
        raise ActionError(_("This is no longer waiting to be scored. Open the page again."))
    return sitting


def _ask_external_scorer(request: HttpRequest, school: School) -> dict[str, Any]:
    post = request.POST
    who = asking.ExternalScorer(post.get("name", ""), post.get("email", ""), post.get("language", ""))

    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("portfolio-link", args=[token]))

    seat, link = asking.ask_external_scorer(
        _get_open_sitting(request, school), who, request.viewer.person_id, address
    )
    return {"asked": seat, "link": link}


def _remove_scorer(request: HttpRequest, school: School) -> str:
    rows = Reader.objects.seen_by(request.viewer).filter(
        request.viewer.in_care("sitting__task__student"), deleted_at=None
    )
    rows = rows.filter(
        Q(sitting__task__school=school) | Q(sitting__in=desk.open_sittings_at(request.viewer, school))
    )
    seat = rows.filter(pk=parse_id(request.POST.get("reader", ""))).select_related("person").first()
    if seat is None:
        raise ActionError(_("This person is no longer a scorer for this part."))
    asking.remove_scorer(seat, request.viewer.person_id)
    return _("%(name)s is no longer a scorer for this part. Ask someone else.") % {"name": seat.called}


ACTIONS = {"ask": _ask_scorers, "outside": _ask_external_scorer, "off": _remove_scorer}
