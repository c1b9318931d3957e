"""From an interest to a placement: the stages of the school's model, a place held, a placement begun."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.blueprint.package.world import Internship, Stage
from trellis.community.models import Person, Role, Tie
from trellis.foundation import ledger
from trellis.foundation.refusal import Refusal

from .models import Clearance, Hold, Placement, Search, Site

HELD_FOR = timedelta(days=14)


def begin(student: Person, interest: str, field: str, model: Internship, by: UUID) -> Search:
    """Begin with an interest in the student's own words. Raises Refusal without one; one search at a time."""
    interest = " ".join(interest.replace("\x00", "").split())
    if not interest:
        raise Refusal(_("What are you curious about? A few words are enough."))
    if len(interest) > 240 or len(field) > 80:
        raise Refusal(_("Say it in at most 240 characters."))
    open_ones = Search.objects.unscoped("one search at a time")
    with ledger.act("begin with an interest", by=by, about=student.pk):
        found, made = open_ones.get_or_create(
            student=student,
            closed_at=None,
            defaults={"interest": interest, "field": field.strip(), "stage": model.stages[0].key},
        )
        if not made:
            found.interest, found.field = interest, field.strip()
            found.save()
    return found


def stage_of(search: Search, model: Internship) -> Stage:
    """The stage that a search is at; the first when the model no longer has it."""
    return next((stage for stage in model.stages if stage.key == search.stage), model.stages[0])


def move(
    search: Search, ticked: Iterable[str], go: str, as_student: bool, model: Internship, by: UUID
) -> Search:
    """Tick what is there, and go "on" or "back" a stage ("" stays).

    Raises Refusal when the stage wants somebody else to move it, when something it needs is not there, and
    when there is no stage further.
    """
    stage = stage_of(search, model)
    there = [need for need in stage.needs if need in set(ticked)]
    place = model.stages.index(stage)
    if go == "on":
        if as_student and "student" not in stage.who:
            raise Refusal(_("Your advisor moves this step on. Ask them to look at it with you."))
        missing = [need for need in stage.needs if need not in there]
        if missing:
            raise Refusal(_("Still wanted here: %(what)s.") % {"what": "; ".join(missing)})
        if place + 1 >= len(model.stages):
            raise Refusal(_("This is the last step."))
    step = {"on": 1, "back": -1}.get(go, 0)
    with ledger.act("move towards an internship", by=by, about=search.pk, stage=stage.key, go=go):
        fresh = Search.objects.unscoped("one move at a time").select_for_update().get(pk=search.pk)
        if fresh.stage != search.stage:
            raise Refusal(_("Somebody moved this on while you had it open. Look at it again."))
        fresh.ticked = {**fresh.ticked, stage.key: there}
        fresh.stage = model.stages[max(0, place + step)].key
        fresh.save()
    return fresh


def taken(site: Site, today: date, but: Search | None = None) -> int:
    """Places of a site that are taken or held today."""
    placed = Placement.objects.unscoped("how full a site is").filter(
        Q(ends=None) | Q(ends__gte=today), site=site, deleted_at=None
    )
    held = Hold.objects.unscoped("how full a site is").filter(_holds(today), site=site)
    if but:
        held = held.exclude(search=but)
    return placed.count() + held.count()


def _holds(today: date) -> Q:
    """Holds that keep a place: not let go, not run out unless approved, and not a placement yet."""
    return Q(let_go_at=None, deleted_at=None, search__placement=None) & (
        Q(until__gte=today) | Q(approved_at__isnull=False)
    )


def hold(search: Search, site: Site, today: date, by: UUID) -> Hold:
    """Keep a place at a site for two weeks. Another place that was held is let go.

    The site hears of a field of interest, not of a name or of the student's own words. Raises Refusal when
    no place is free.
    """
    with ledger.act("hold a place", by=by, about=search.pk):
        Site.objects.unscoped("one request at a time").select_for_update().get(pk=site.pk)
        if taken(site, today, but=search) >= site.capacity:
            raise Refusal(
                _(
                    "Every place at %(site)s is taken or held just now. Choose another, or look again in two weeks."
                )
                % {"site": site.name}
            )
        _let_go(search)
        made = Hold.objects.create(search=search, site=site, until=today + HELD_FOR)
    if site.email:
        field = search.field or site.field or _("what you do")
        told = {"site": site.name, "interest": field, "until": made.until.isoformat()}
        send_mail(
            _("A student is interested in %(site)s") % told,
            _(
                "Hello,\n\na student of ours is curious about: %(interest)s. We keep one of your places for "
                "them until %(until)s while they find out more. Their name comes once the school has agreed.\n"
            )
            % told,
            None,
            [site.email],
        )
    return made


def _let_go(search: Search) -> int:
    own = Hold.objects.unscoped("lets a place go").filter(search=search, let_go_at=None)
    return own.update(let_go_at=timezone.now(), modified=timezone.now())


def let_go(search: Search, by: UUID) -> bool:
    """Give the held place back."""
    with ledger.act("let a place go", by=by, about=search.pk):
        return bool(_let_go(search))


def run_out(site: Site, today: date) -> list[Clearance]:
    """Clearances of a site that have run out."""
    found = Clearance.objects.unscoped("what ran out before a student goes there").filter(
        site=site, deleted_at=None
    )
    return list(found.filter(expires__lt=today).order_by("expires"))


def approve(held: Hold, today: date, looked_at: bool, by: Person) -> None:
    """The school agrees: now the site may know who comes. Raises Refusal for a hold that has run out, and while
    a clearance has run out and nobody says that they looked at it."""
    with ledger.act("approve a request", by=by.pk, about=held.search_id):
        fresh = Hold.objects.unscoped("approves once").select_related("site").get(pk=held.pk)
        if fresh.let_go_at or (fresh.until < today and not fresh.approved_at):
            raise Refusal(_("This place was let go. Hold one again first."))
        gone = run_out(fresh.site, today)
        if gone and not looked_at:
            raise Refusal(
                _("Run out at this site: %(what)s. Look into it first, then say that you have.")
                % {"what": ", ".join(one.kind for one in gone)}
            )
        now = timezone.now()
        again = Hold.objects.unscoped("approves once").filter(pk=held.pk, approved_at=None)
        again.update(approved_at=now, approved_by=by, modified=now)


def place(
    search: Search, mentor: Person | None, starts: date, weekdays: list[int], hours: int, by: UUID
) -> Placement:
    """Begin the placement at the site that was held and approved. The mentor's tie begins with it.

    Raises Refusal without an approved place, without days, or on days that the site does not have.
    """
    if search.placement_id:
        raise Refusal(_("This placement has begun already."))
    holds = Hold.objects.unscoped("the place that was approved").select_related("site")
    held = holds.filter(search=search, let_go_at=None, approved_at__isnull=False).first()
    if held is None:
        raise Refusal(_("The school has not approved a place yet."))
    days = sorted({day for day in weekdays if 1 <= day <= 7})
    if not days or (held.site.weekdays and set(days) - set(held.site.weekdays)):
        raise Refusal(_("Choose days on which the site takes students."))
    if not 1 <= hours <= 2000:
        raise Refusal(_("The hours agreed are a number from 1 to 2000."))
    with ledger.act("begin a placement", by=by, about=search.student_id):
        made = Placement.objects.create(
            student_id=search.student_id,
            site=held.site,
            mentor=mentor,
            starts=starts,
            weekdays=days,
            hours_agreed=hours,
        )
        fresh = Search.objects.unscoped("a placement once").filter(pk=search.pk, placement=None)
        if not fresh.update(placement=made, closed_at=timezone.now(), modified=timezone.now()):
            raise Refusal(_("This placement has begun already."))
        if mentor:
            Tie.objects.create(person=mentor, role=Role.MENTOR, to_person_id=search.student_id)
    return made
