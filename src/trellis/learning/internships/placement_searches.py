"""From an interest to a placement: the stages of the school's model, and a spot reserved at a site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person
from trellis.core.community.selectors import school_of
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_date, format_list
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.package.internships_and_exhibitions import Internship, Stage

from .models import Placement, PlacementSearch, Reservation, Site

HOLD_PERIOD = timedelta(days=14)
MAX_WISHES = 10
MIN_MINUTES, MAX_MINUTES = 5, 240  # of a trip from school


def begin_search(
    student: Person,
    interest: str,
    field: str,
    model: Internship,
    by: UUID,
    most_minutes: int | None = None,
    seen: int | None = None,
) -> PlacementSearch:
    """Begin a search with the student's interest, or update the interest of the open one.

    most_minutes: the longest way from school; None for any. Raises ActionError without an interest, EditConflict when
    somebody changed it since `seen`.
    """
    interest, field = (" ".join(text.replace("\x00", "").split()) for text in (interest, field))
    if not interest:
        raise ActionError(_("What are you curious about? A few words are enough."), "interest")
    if len(interest) > 240 or len(field) > 80:
        raise ActionError(_("Use 240 characters or fewer."))
    if most_minutes is not None and not MIN_MINUTES <= most_minutes <= MAX_MINUTES:
        raise ActionError(
            _("Enter the longest trip in minutes, from 5 to 240. Leave it blank for any length."),
            "most_minutes",
        )
    facts = {"interest": interest, "field": field, "most_minutes": most_minutes}
    searches = PlacementSearch.objects.unscoped("keep one open search")
    with ledger.act("begin a placement search", by=by, about=student.pk):
        defaults = {**facts, "stage": model.stages[0].key, "revision": 1}
        search, created = searches.get_or_create(student=student, closed_at=None, defaults=defaults)
        labels = {
            "interest": _("What are you curious about, in your own words?"),
            "field": _("Field, such as health, boats or radio"),
            "most_minutes": _("Longest trip from school, in minutes"),
        }
        return search if created else save_if_current(search, facts, seen, labels)


def stage_of(search: PlacementSearch, model: Internship) -> Stage:
    """The stage that a search is at; the first when the model no longer has it."""
    return next((stage for stage in model.stages if stage.key == search.stage), model.stages[0])


def check_stage(search: PlacementSearch, seen: str) -> None:
    """Raises ActionError when the search has moved on since somebody saw it at the stage `seen`."""
    if seen != search.stage:
        raise ActionError(_("Someone else changed this while you had it open. Check it again."))


def update_stage(
    search: PlacementSearch,
    ticked: Iterable[str],
    go: str,
    as_student: bool,
    model: Internship,
    by: UUID,
    unsigned: Sequence[str] = (),
    shown: Iterable[str] | None = None,
) -> PlacementSearch:
    """Check off needs, and go "on" or "back" a stage ("" stays). `unsigned`: whose signature is still missing.

    shown: what was ticked on the page. A box that is not changed on it stays as somebody else left it: two
    people who both change the same box agree, so that ticks are never a conflict. Raises ActionError when the stage
    lets only somebody else move it, when something that it needs is missing, and when it is the last stage.
    """
    stage = stage_of(search, model)
    position, step = model.stages.index(stage), {"on": 1, "back": -1}.get(go, 0)
    with ledger.act("move a placement search", by=by, about=search.pk, stage=stage.key, go=go):
        fresh = PlacementSearch.objects.unscoped("lock the search").select_for_update().get(pk=search.pk)
        if fresh.stage != search.stage:
            raise ActionError(_("Someone else changed this while you had it open. Check it again."))
        ticked_needs = _met_needs(stage, ticked, shown, fresh.ticked.get(stage.key, ()))
        if go == "on":
            if as_student and "student" not in stage.who:
                raise ActionError(_("Your advisor completes this step. Ask them to look at it with you."))
            missing = [need for need in stage.needs if need not in ticked_needs]
            if missing:
                raise ActionError(_("Still needed: %(what)s.") % {"what": format_list(missing)})
            if unsigned:
                raise ActionError(_("Not everyone has signed the agreement yet."))
            if position + 1 >= len(model.stages):
                raise ActionError(_("This is the last step."))
        fresh.ticked = {**fresh.ticked, stage.key: ticked_needs}
        fresh.stage = model.stages[max(0, position + step)].key
        fresh.save()
    return fresh


def _met_needs(
    stage: Stage, sent: Iterable[str], shown: Iterable[str] | None, saved: Iterable[str]
) -> list[str]:
    """Return the stage's needs that are met: as saved, except for the boxes that this person changed."""
    sent, saved = set(sent), set(saved)
    changed = set(stage.needs) if shown is None else sent ^ set(shown)
    return [need for need in stage.needs if need in (sent if need in changed else saved)]


def count_taken_spots(site: Site, today: date, excluding: PlacementSearch | None = None) -> int:
    """Spots of a site that are taken or reserved today, without those of one search."""
    reason = "count a site's free spots without showing who has the others"
    placements = Placement.objects.current(today).unscoped(reason).filter(site=site)
    holds = Reservation.objects.taking_a_spot(today).unscoped(reason).filter(site=site)
    if excluding:
        holds = holds.exclude(search=excluding)
    return placements.count() + holds.count()


def reserve_spot(
    search: PlacementSearch, site: Site, today: date, by: UUID, seen: str | None = None
) -> Reservation:
    """Reserve a spot at a site for two weeks. A spot reserved before is released.

    The site hears of a field of interest, not of a name or of the student's own words. Raises ActionError when
    no spot is free, and when another one is reserved than the page showed (`seen`: the id of its hold, "" for none).
    """
    with ledger.act("reserve a spot", by=by, about=search.pk):
        Site.objects.unscoped("lock the search while a request is sent").select_for_update().get(pk=site.pk)
        _check_hold(search, seen, today, site)
        if count_taken_spots(site, today, excluding=search) >= site.capacity:
            raise ActionError(
                _(
                    "Every spot at %(site)s is taken or reserved right now. Choose another site, or check "
                    "again in two weeks."
                )
                % {"site": site.name}
            )
        _release_holds(search)
        new_hold = Reservation.objects.create(search=search, site=site, until=today + HOLD_PERIOD)
    if site.email:
        field = search.field or site.field or _("your field of work")
        params = {"site": site.name, "interest": field, "until": format_date(new_hold.until)}
        send_mail(
            _("A student is interested in %(site)s") % params,
            _(
                "Hello,\n"
                "\n"
                "One of our students is curious about: %(interest)s. We have reserved one of your spots "
                "for them until %(until)s while they find out more. We will tell you their name after "
                "the school has agreed.\n"
            )
            % params,
            None,
            [site.email],
        )
    return new_hold


def _release_holds(search: PlacementSearch) -> int:
    holds = Reservation.objects.unscoped("release the reservation").filter(search=search, let_go_at=None)
    return holds.update(let_go_at=timezone.now(), modified=timezone.now())


def _check_hold(search: PlacementSearch, seen: str | None, today: date, site: Site | None = None) -> None:
    """Raises ActionError when somebody reserved another spot since a page showed the hold `seen`; not the one at
    `site`."""
    holds = Reservation.objects.taking_a_spot(today).unscoped("find the reserved spot")
    current = holds.filter(search=search).first()
    if seen is not None and current and str(current.pk) != seen and current.site_id != (site and site.pk):
        raise ActionError(_("Someone else changed this while you had it open. Check it again."))


def release_spot(search: PlacementSearch, today: date, by: UUID, seen: str | None = None) -> bool:
    """Release the reserved spot. Raises ActionError if it is not the one that the page showed."""
    with ledger.act("release a spot", by=by, about=search.pk):
        _check_hold(search, seen, today)
        return bool(_release_holds(search))


def get_open_hold(hold: Reservation) -> Reservation:
    """The hold as it is now. Raises ActionError for one that was released or has expired; call it inside an act."""
    holds = Reservation.objects.unscoped("lock the reservation before changing it").select_related(
        "site", "search"
    )
    fresh = holds.get(pk=hold.pk)
    school = school_of(fresh.search.student_id)
    today = school_local_time(school, timezone.now()).date()
    if not fresh.is_open(today):
        raise ActionError(_("This spot is no longer reserved. Reserve one first."))
    return fresh


def update_wishes(search: PlacementSearch, site: Site, is_listed: bool, by: UUID) -> list[str]:
    """Put a site on the student's list, last, or take it off; return the ids of the list, the most liked first."""
    with ledger.act("request a site", by=by, about=search.pk, wanted=is_listed):
        fresh = (
            PlacementSearch.objects.unscoped("replace the list of sites of a student's search")
            .select_for_update()
            .get(pk=search.pk)
        )
        rest = [key for key in fresh.wishes if key != str(site.pk)]
        if is_listed and len(rest) >= MAX_WISHES:
            raise ActionError(_("You already have ten sites on the list. Remove one first."))
        fresh.wishes = [*rest, str(site.pk)] if is_listed else rest
        fresh.save()
    return fresh.wishes
