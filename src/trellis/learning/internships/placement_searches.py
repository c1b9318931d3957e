"""From an interest to a placement: the stages of the school's model, and the student's list of sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.package.internships_and_exhibitions import Internship, Stage

from .models import PlacementSearch, Site
from .search_steps import StepFacts, save_step

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
    facts: StepFacts | None = None,
    seen: int | None = None,
) -> PlacementSearch:
    """Check off needs, and go "on" or "back" a stage ("" stays). `unsigned`: whose signature is still missing.

    shown: what was ticked on the page. A box that is not changed on it stays as somebody else left it: two
    people who both change the same box agree, so that ticks are never a conflict. facts: what is known of the stage;
    its day is kept once it is done; seen: their revision on the page. Raises ActionError when the stage lets only
    somebody else move it, when something that it needs is missing, and when it is the last stage, EditConflict when
    somebody changed the facts since.
    """
    stage = stage_of(search, model)
    position, step = model.stages.index(stage), {"on": 1, "back": -1}.get(go, 0)
    with ledger.act("move a placement search", by=by, about=search.pk, stage=stage.key, go=go):
        fresh = PlacementSearch.objects.unscoped("lock the search").select_for_update().get(pk=search.pk)
        if fresh.stage != search.stage:
            raise ActionError(_("Someone else changed this while you had it open. Check it again."))
        ticked_needs = _met_needs(stage, ticked, shown, fresh.ticked.get(stage.key, ()))
        if go == "on":
            _check_completed(stage, ticked_needs, as_student, unsigned)
            if position + 1 >= len(model.stages):
                raise ActionError(_("This is the last step."))
        fresh.ticked = {**fresh.ticked, stage.key: ticked_needs}
        fresh.stage = model.stages[max(0, position + step)].key
        fresh.save()
        if facts is not None:
            save_step(fresh, stage.key, facts, go == "on", by, seen)
    return fresh


def _check_completed(
    stage: Stage, ticked_needs: Sequence[str], as_student: bool, unsigned: Sequence[str]
) -> None:
    """Raises ActionError when somebody else completes the stage, or something that it needs is missing."""
    if as_student and "student" not in stage.who:
        raise ActionError(_("Your advisor completes this step. Ask them to look at it with you."))
    missing = [need for need in stage.needs if need not in ticked_needs]
    if missing:
        raise ActionError(_("Still needed: %(what)s.") % {"what": format_list(missing)})
    if unsigned:
        raise ActionError(_("Not everyone has signed the agreement yet."))


def record_steps(
    search: PlacementSearch, facts_by_stage: Mapping[str, StepFacts], model: Internship, by: UUID
) -> PlacementSearch:
    """Record stages that are done, from the current one on: all that they need is there.

    Raises ActionError when a stage between them is left out, and for one that is left once everybody has signed.
    """
    if not facts_by_stage:
        raise ActionError(_("Enter the date of at least one step."))
    stages = list(model.stages)
    first = stages.index(stage_of(search, model))
    following = stages[first : first + len(facts_by_stage)]
    if {stage.key for stage in following} != set(facts_by_stage):
        raise ActionError(_("Record the steps in order. Enter a date for each step before the last one."))
    if any(stage.signed_by for stage in following) or first + len(following) >= len(stages):
        raise ActionError(_("The agreement is done when everyone has signed it."))
    with ledger.act("record steps of a search", by=by, about=search.pk, steps=len(following)):
        fresh = PlacementSearch.objects.unscoped("lock the search").select_for_update().get(pk=search.pk)
        if fresh.stage != search.stage:
            raise ActionError(_("Someone else changed this while you had it open. Check it again."))
        for stage in following:
            fresh.ticked = {**fresh.ticked, stage.key: list(stage.needs)}
            save_step(fresh, stage.key, facts_by_stage[stage.key], True, by)
        fresh.stage = stages[first + len(following)].key
        fresh.save()
    return fresh


def _met_needs(
    stage: Stage, sent: Iterable[str], shown: Iterable[str] | None, saved: Iterable[str]
) -> list[str]:
    """Return the stage's needs that are met: as saved, except for the boxes that this person changed."""
    sent, saved = set(sent), set(saved)
    changed = set(stage.needs) if shown is None else sent ^ set(shown)
    return [need for need in stage.needs if need in (sent if need in changed else saved)]


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
