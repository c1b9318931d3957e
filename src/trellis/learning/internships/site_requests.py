"""A student's request for a site: made, withdrawn, approved or declined, and an approval that is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person
from trellis.core.community.selectors import school_of
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.package.internships_and_exhibitions import Internship

from .models import Placement, PlacementSearch, Reservation, Signature, Site
from .openings import capacity_by_site
from .placement_searches import begin_search
from .places import school_of_search

HOLD_PERIOD = timedelta(days=14)


def count_taken_spots(site: Site, today: date, excluding: PlacementSearch | None = None) -> int:
    """Spots of a site that are taken or reserved today, without those of one search."""
    reason = "count a site's free spots without showing who has the others"
    placements = Placement.objects.current(today).unscoped(reason).filter(site=site)
    holds = Reservation.objects.taking_a_spot(today).unscoped(reason).filter(site=site)
    if excluding:
        holds = holds.exclude(search=excluding)
    return placements.count() + holds.count()


def request_site(
    search: PlacementSearch, site: Site, today: date, by: UUID, seen: str | None = None, reason: str = ""
) -> Reservation:
    """Request a spot at a site, and reserve it for two weeks. A spot that was requested before is released.

    The site hears nothing: staff write to it. Sent twice, it is one request. Raises ActionError when no spot is free,
    when the school has approved another site, and when another spot is reserved than the page showed (`seen`: the id
    of its hold, "" for none).
    """
    reason = reject_immigration_status(" ".join(reason.split()), about_work=True)
    with ledger.act("request a site", by=by, about=search.pk):
        locked = Site.objects.unscoped("lock the site while a spot is requested").select_for_update()
        locked.get(pk=site.pk)
        current = _check_current_hold(search, seen, today, site)
        if current is not None and current.site_id == site.pk:
            return current
        if current is not None and current.approved_at:
            raise ActionError(
                _("The school has approved %(site)s. Undo the approval first, then request another site.")
                % {"site": current.internship_site.name}
            )
        capacity = capacity_by_site([site], school_of(search.student_id), today)[site.pk]
        if count_taken_spots(site, today, excluding=search) >= capacity:
            raise ActionError(
                _(
                    "Every spot at %(site)s is taken or reserved right now. Choose another site, or check "
                    "again in two weeks."
                )
                % {"site": site.name}
            )
        _release_holds(search)
        return Reservation.objects.create(search=search, site=site, until=today + HOLD_PERIOD, reason=reason)


def begin_with_request(
    student: Person, site: Site, today: date, model: Internship, by: UUID, reason: str = ""
) -> Reservation:
    """Request a spot for a student who has not begun a search: the reason, or the site's field, is the interest."""
    with ledger.act("request a site", by=by, about=student.pk):
        interest = (" ".join(reason.split()) or site.field or site.name)[:240]
        search = begin_search(student, interest, site.field, model, by)
        return request_site(search, site, today, by, reason=reason)


def _release_holds(search: PlacementSearch) -> int:
    holds = Reservation.objects.unscoped("release the reservation").filter(search=search, let_go_at=None)
    return holds.update(let_go_at=timezone.now(), modified=timezone.now())


def _check_current_hold(
    search: PlacementSearch, seen: str | None, today: date, site: Site | None = None
) -> Reservation | None:
    """Return the reserved spot. Raises ActionError when it is another than the page showed (`seen`), and not at
    `site`."""
    holds = Reservation.objects.taking_a_spot(today).unscoped("find the reserved spot")
    current = holds.filter(search=search).select_related("site").first()
    if seen is not None and current and str(current.pk) != seen and current.site_id != (site and site.pk):
        raise ActionError(_("Someone else changed this while you had it open. Check it again."))
    return current


def withdraw_request(search: PlacementSearch, today: date, by: UUID, seen: str | None = None) -> bool:
    """Release the reserved spot. Raises ActionError if it is not the one that the page showed, and once somebody has
    signed an agreement about it."""
    with ledger.act("withdraw a request", by=by, about=search.pk):
        current = _check_current_hold(search, seen, today)
        if current is not None:
            _check_unsigned(current)
        return bool(_release_holds(search))


def get_open_hold(hold: Reservation) -> Reservation:
    """The hold as it is now. Raises ActionError for one that was released or has expired; call it inside an act."""
    holds = Reservation.objects.unscoped("lock the reservation before changing it").select_related(
        "site", "search__host_school"
    )
    fresh = holds.get(pk=hold.pk)
    school = school_of_search(fresh.search)
    today = school_local_time(school, timezone.now()).date()
    if not fresh.is_open(today):
        raise ActionError(_("This spot is no longer reserved. Reserve one first."))
    return fresh


def approve_request(hold: Reservation, worries: Iterable[object], looked: bool, by: Person) -> None:
    """Record the school's approval: from now on the site may know the student's name.

    worries: what has to be checked first. Raises ActionError for a spot that was released, and while there is
    something to check and nobody says that they did. Approving twice keeps the first approval.
    """
    if list(worries) and not looked:
        raise ActionError(_("Something needs your attention first. Look into it, then check the box."))
    with ledger.act("approve a request", by=by.pk, about=hold.search_id, looked=looked):
        fresh = get_open_hold(hold)
        now = timezone.now()
        unapproved = Reservation.objects.unscoped("approve a reservation only once").filter(
            pk=fresh.pk, approved_at=None
        )
        unapproved.update(approved_at=now, approved_by=by, modified=now)


def decline_request(hold: Reservation, reason: str, by: Person, even_if_approved: bool = False) -> None:
    """Decline a request and tell who asked why; the spot is free again. Raises ActionError without a reason, and
    for a request that the school has approved."""
    reason = reject_immigration_status(" ".join(reason.split()))
    if not reason:
        raise ActionError(_("Write a sentence that says why."), "reason")
    with ledger.act("decline a request", by=by.pk, about=hold.search_id):
        fresh = get_open_hold(hold)
        if fresh.approved_at and not even_if_approved:
            raise ActionError(_("This request is approved. Undo the approval first."))
        now = timezone.now()
        waiting = Reservation.objects.unscoped("decline a request only once").filter(pk=fresh.pk)
        waiting.update(let_go_at=now, declined_at=now, declined_by=by, decline_reason=reason, modified=now)


def revoke_approval(hold: Reservation, today: date, by: UUID) -> None:
    """Take an approval back; the student's request waits for an answer again, for two weeks.

    Raises ActionError once somebody has signed.
    """
    with ledger.act("take back an approval", by=by, about=hold.search_id):
        fresh = get_open_hold(hold)
        _check_unsigned(fresh)
        approved = Reservation.objects.unscoped("take back an approval").filter(pk=fresh.pk)
        approved.update(
            approved_at=None, approved_by=None, until=today + HOLD_PERIOD, modified=timezone.now()
        )


def _check_unsigned(hold: Reservation) -> None:
    signatures = Signature.objects.unscoped("check that nobody has signed yet").filter(
        agreement__hold=hold, deleted_at=None
    )
    if signatures.exists():
        raise ActionError(_("Someone has signed the agreement, so this can no longer be undone."))
