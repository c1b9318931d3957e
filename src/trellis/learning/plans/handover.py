"""Handing an advisory over: the tie goes, and a note for the next advisor; what was sealed stays where it is."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community import tie_endings
from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import LEADING_ROLES, Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.design.blueprint.wording import wording_of

from .models import Handover


def hand_over(group: Group, taker: Person, note: str, by: UUID) -> Handover:
    """End the ties of the advisors there are and begin the next one's, the same moment.

    Raises ActionError when the next is the only advisor already, or the note is longer than 2,000 characters.
    """
    note = note.replace("\x00", "").strip()
    if len(note) > 2000:
        raise ActionError(_("The note can have up to 2000 characters. Please shorten it."))
    now = timezone.now()
    with ledger.act("hand an advisory over", by=by, about=group.pk):
        ties = Tie.objects.unscoped("hand over the advisory with all its students").select_for_update()
        old = ties.filter(active_at(now), to_group=group, role=Role.ADVISOR)
        advisors = list(old.values_list("person", flat=True))
        if advisors == [taker.pk]:
            raise ActionError(_("%(name)s is already the advisor.") % {"name": taker.name})
        tie_endings.end_ties(old.exclude(person=taker), now)
        if taker.pk not in advisors:
            Tie.objects.create(person=taker, role=Role.ADVISOR, to_group=group, starts=now)
        giver = next((advisor for advisor in advisors if advisor != taker.pk), None)
        return Handover.objects.create(group=group, giver_id=giver, taker=taker, note=note)


def handovers_of(viewer: Viewer, group: Group) -> list[Handover]:
    """Handovers of a group as far as the viewer reads them, the newest first."""
    handovers = Handover.objects.seen_by(viewer).filter(group=group).select_related("giver", "taker")
    return list(handovers.order_by("-created"))


def _chosen_advisor(staff: list[Person], key: str) -> Person:
    for person in staff:
        if str(person.pk) == key:
            return person
    raise ActionError(_("Choose the new advisor."))


@page_for(*LEADING_ROLES)
@never_cache
def handover(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """For a leader, at the end of a year: who takes this advisory on, and what they should know."""
    viewer = request.viewer
    groups = Group.objects.seen_by(viewer).select_related("school").filter(kind=Group.Kind.ADVISORY)
    group = get_object_or_404(groups, pk=group_id)
    if group.school_id not in viewer.to("school", *LEADING_ROLES):
        raise Http404
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now)).select_related("person")
    staff_ties = ties.filter(to_group__school=group.school_id, role__in=[Role.ADVISOR, Role.TEACHER])
    staff = add_distinctions(
        sorted({tie.person for tie in staff_ties}, key=lambda person: (person.first_name, person.family_name))
    )
    if request.method == "POST":
        try:
            taker = _chosen_advisor(staff, request.POST.get("taker", ""))
            hand_over(group, taker, request.POST.get("note", ""), viewer.person_id)
        except ActionError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Handed over to %(name)s.") % {"name": taker.name})
        return redirect("handover", group.pk)
    context = {
        "group": group,
        "words": wording_of(group.school_id),
        "staff": staff,
        "advisors": [tie.person for tie in ties.filter(to_group=group, role=Role.ADVISOR)],
        "students": ties.filter(to_group=group, role=Role.STUDENT).count(),
        "before": Handover.objects.seen_by(viewer)
        .filter(group=group)
        .select_related("giver", "taker")
        .order_by("-created"),
    }
    return render(request, "plans/handover.html", context)
