"""An apprenticeship: an adult asks a leader of another school, both sign, the network approves, and it begins.

The steps are those of a student's internship: a request, an agreement, signatures, a placement, days that the mentor
confirms. What differs is who takes part: the apprentice, the leader, and the network's program staff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError

from .. import agreements, site_requests
from ..models import Agreement, Placement, PlacementSearch, Reservation
from ..terms import terms_hash

PARTS = ("apprentice", "mentor")
"""In which parts an agreement is signed."""
REQUESTED, STARTED = "requested", "started"


@dataclass(frozen=True)
class ApprenticeshipRequest:
    """What somebody asks for: which leader of which school, when (by column of the terms), and to learn what."""

    host_school: School
    mentor: Person
    starts: date
    terms: Mapping[str, object]
    work: str


def request_apprenticeship(
    request: ApprenticeshipRequest, apprentice: Person, today: date
) -> PlacementSearch:
    """Ask a leader. Who asks has signed with it. Sent twice, it is one request.

    Raises ActionError for a first day that is over, and while another request of the same person is open.
    """
    _check_request(request, today)
    try:
        with ledger.act("ask for an apprenticeship", by=apprentice.pk, about=request.host_school.pk):
            search = PlacementSearch.objects.create(
                student=apprentice,
                host_school=request.host_school,
                interest=request.work[:240],
                stage=REQUESTED,
            )
            hold = Reservation.objects.create(search=search, until=request.starts)
            agreement = Agreement.objects.create(
                hold=hold, mentor=request.mentor, work=request.work, revision=1, **request.terms
            )
            agreements.sign_agreement(
                agreement, "apprentice", apprentice.name, terms_hash(agreement), apprentice
            )
    except IntegrityError:
        return _same_request(request, apprentice)
    return search


def _check_request(request: ApprenticeshipRequest, today: date) -> None:
    reject_immigration_status(request.work, about_work=True)
    if request.starts <= today:
        raise ActionError(_("Choose a first day after today, so that there is time to answer."), "starts")


def _same_request(request: ApprenticeshipRequest, apprentice: Person) -> PlacementSearch:
    """The request that is open already, when the same was sent twice. Raises ActionError for another one."""
    searches = PlacementSearch.objects.unscoped("keep one open request for each person").open()
    search = searches.filter(student=apprentice).first()
    agreement = _agreement_of(search) if search else None
    same = agreement and (agreement.mentor_id, agreement.work, agreement.starts) == (
        request.mentor.pk,
        request.work,
        request.starts,
    )
    if search is None or not same:
        raise ActionError(_("You have a request that is not answered yet. Withdraw it first, or wait."))
    return search


def _agreement_of(search: PlacementSearch) -> Agreement | None:
    agreements_ = Agreement.objects.unscoped("read the agreement of an apprenticeship").filter(
        hold__search=search, hold__let_go_at=None, deleted_at=None
    )
    return agreements_.select_related("hold__search__host_school", "mentor").first()


def sign_as_mentor(agreement: Agreement, name: str, read: str, by: Person) -> Placement | None:
    """The leader signs. Returns the placement, where that was the last thing missing."""
    with ledger.act("sign an apprenticeship", by=by.pk, about=agreement.hold.search_id):
        _lock_search(agreement)
        agreements.sign_agreement(agreement, "mentor", name, read, by)
        return start_if_complete(agreement, by.pk)


def approve(agreement: Agreement, by: Person) -> Placement | None:
    """The network approves. Returns the placement, where that was the last thing missing."""
    with ledger.act("approve an apprenticeship", by=by.pk, about=agreement.hold.search_id):
        _lock_search(agreement)
        site_requests.approve_request(agreement.hold, (), looked=False, by=by)
        return start_if_complete(agreement, by.pk)


def _lock_search(agreement: Agreement) -> PlacementSearch:
    """The request as it is now. Who signs and who approves at the same moment take turns, so that it starts once."""
    searches = PlacementSearch.objects.unscoped("lock a request while it is answered").select_for_update()
    return searches.get(pk=agreement.hold.search_id)


def decline(agreement: Agreement, reason: str, by: Person) -> None:
    """Decline, by the leader or the network, and say why. The person may ask somebody else."""
    with ledger.act("decline an apprenticeship", by=by.pk, about=agreement.hold.search_id):
        if _lock_search(agreement).placement_id:
            raise ActionError(_("This apprenticeship has started. Set its last day instead."))
        site_requests.decline_request(agreement.hold, reason, by, even_if_approved=True)
        _close(agreement.hold.search)


def withdraw(agreement: Agreement, by: UUID) -> None:
    """Take the request back before it starts."""
    with ledger.act("withdraw a request", by=by, about=agreement.hold.search_id):
        fresh = PlacementSearch.objects.unscoped("withdraw a request that has not started").filter(
            pk=agreement.hold.search_id, placement=None, closed_at=None
        )
        search = fresh.first()
        if search is None:
            raise ActionError(_("This request is no longer open. Reload the page."))
        now = timezone.now()
        holds = Reservation.objects.unscoped("withdraw a request").filter(search=search, let_go_at=None)
        holds.update(let_go_at=now, modified=now)
        _close(search)


def _close(search: PlacementSearch) -> None:
    now = timezone.now()
    rows = PlacementSearch.objects.unscoped("close a request").filter(pk=search.pk, closed_at=None)
    rows.update(closed_at=now, modified=now)


def start_if_complete(agreement: Agreement, by: UUID) -> Placement | None:
    """Start the apprenticeship once both have signed and, where the network has program staff, it has approved."""
    with ledger.act("begin a placement", by=by, about=agreement.hold.search_id):
        hold = site_requests.get_open_hold(agreement.hold)
        if not all(agreements.signatures_by_part(agreement, PARTS).values()):
            return None
        school = hold.search.host_school
        if hold.approved_at is None and school and needs_approval(school):
            return None
        if hold.search.placement_id:
            return None
        agreement.hold = hold
        return agreements.create_placement(agreement, STARTED)


def needs_approval(school: School) -> bool:
    """Whether anybody answers for the network."""
    staff = Tie.objects.unscoped("find out whether the network has program staff").filter(
        active_at(timezone.now()), role=Role.NETWORK_STAFF, to_network=school.network_id
    )
    return staff.exists()
