"""Asking scorers: adults of the school, and evaluators from outside by a link; what they say, and taking them off."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.selectors import is_name_of_student, school_of
from trellis.core.community.viewer import active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line, parse_email
from trellis.core.foundation.languages import parse_language_tag

from .models import Scorer, TaskPart
from .scorer_candidates import possible_scorers, schools_of

LINK_PURPOSE = "portfolio-scorer"
LINK_DAYS = 45
"""Days for which a scorer's link opens."""

LinkBuilder = Callable[[str], str]


@dataclass(frozen=True)
class ExternalScorer:
    """Somebody without a record here, as typed."""

    name: str
    email: str
    language: str = ""


def lock_task_part(task_part_id: UUID) -> TaskPart:
    """Return the task part, locked while its scorers change. Raises ActionError once its scores are open."""
    task_parts = TaskPart.objects.unscoped("ask scorers for the part of a portfolio").select_for_update(
        of=("self",)
    )
    task_part = task_parts.select_related("task__student", "submission").get(pk=task_part_id)
    if task_part.deleted_at:  # the student took it back
        raise ActionError(_("This is no longer waiting to be scored. Open the page again."))
    if task_part.open_at:
        raise ActionError(_("Two people have already scored this part. The scorers cannot be changed now."))
    current_schools = schools_of([task_part.task.student_id]).get(task_part.task.student_id, set())
    if (
        current_schools and task_part.task.school_id not in current_schools
    ):  # the adults of the school that they have come to score it
        task_part.task.school = school_of(task_part.task.student_id)
        task_part.task.save(update_fields=["school", "modified"])
    return task_part


def current_seats(task_part: TaskPart) -> list[Scorer]:
    """Return the scorers of a part, by position."""
    rows = Scorer.objects.unscoped("list the scorers of a part").filter(task_part=task_part, deleted_at=None)
    seats = list(rows.select_related("person").order_by("position"))
    for seat in seats:
        seat.task_part = task_part
    return seats


def free_position(task_part: TaskPart, seats: list[Scorer]) -> int:
    """The first position that is free. Raises ActionError when nobody is wanted."""
    positions = (3,) if task_part.third_at else (1, 2)
    free = [position for position in positions if position not in {seat.position for seat in seats}]
    if not free:
        raise ActionError(_("This part already has its scorers. Remove one before you add someone else."))
    return free[0]


def ask_scorer(task_part: TaskPart, person: Person, by: UUID) -> Scorer:
    """Ask an adult of the school to score. Asked again, they keep their seat.

    Raises ActionError for the student, a member of the family, whoever does not work at the school, and where nobody is
    wanted.
    """
    with ledger.act("ask a scorer", by=by, about=task_part.pk):
        current = lock_task_part(task_part.pk)
        seats = current_seats(current)
        seat = next((seat for seat in seats if seat.person_id == person.pk), None)
        if seat:
            return seat
        if person.pk not in {adult.pk for adult in possible_scorers(current.task)}:
            raise ActionError(_("Choose an adult at the school who is not in the student’s family."))
        if any(_is_same_scorer(seat, person) for seat in seats):
            raise ActionError(_("%(name)s is already a scorer for this part.") % {"name": person.name})
        return Scorer.objects.create(task_part=current, position=free_position(current, seats), person=person)


def _is_same_scorer(seat: Scorer, person: Person) -> bool:
    """Whether an evaluator was asked by link who is this adult. Two adults of the school may share a name."""
    if seat.person_id:
        return False
    return seat.name.casefold() == person.name.casefold() or bool(
        person.email and seat.email.casefold() == person.email.casefold()
    )


def ask_external_scorer(
    task_part: TaskPart, who: ExternalScorer, by: UUID, address: LinkBuilder
) -> tuple[Scorer, str]:
    """Ask an evaluator from outside: their seat, and their link, which also goes out by mail in their language.

    Asked again at the same address they keep their seat, and links given before stop working. Raises ActionError
    without a name or a mail address, for a student, for the family, for somebody who scores the part already.
    """
    name = clean_line(who.name, 120, _("Enter the name of the person you are asking."))
    email = parse_email(who.email, _("Enter an email address, so that we can send the link."))
    language = parse_language_tag(who.language) if who.language.strip() else ""
    with ledger.act("ask an evaluator", by=by, about=task_part.pk):
        current = lock_task_part(task_part.pk)
        _check_may_score(current, name, email)
        seats = current_seats(current)
        _check_not_a_scorer_yet(seats, name, email)
        seat = next((seat for seat in seats if seat.email.casefold() == email.casefold()), None)
        if seat and current.is_closed_for(seat):  # whoever scored first is not the third
            raise ActionError(_("%(name)s is already a scorer for this part.") % {"name": seat.display_name})
        if seat is None:
            seat = Scorer(task_part=current, position=free_position(current, seats), email=email)
        seat.task_part, seat.name, seat.language = current, name, language
        seat.save()
        links.revoke_links(LINK_PURPOSE, seat.pk, by)
        link = address(links.issue_link(LINK_PURPOSE, seat.pk, None, LINK_DAYS, by, language))
    link_sharing.try_to_email_link(link, by)
    return seat, link


def _check_may_score(task_part: TaskPart, name: str, email: str) -> None:
    """Students do not score, and a family does not score its own child's work."""
    student = task_part.task.student
    if is_name_of_student(student.pk, name):
        raise ActionError(
            _("This is a student’s name. Students cannot score this. If it is someone else, add an initial."),
            field="name",
        )
    people = Person.objects.unscoped("check whose email address it is").filter(
        network=student.network_id, email__iexact=email, deleted_at=None
    )
    ties = Tie.objects.unscoped("check whose email address it is").filter(
        active_at(timezone.now()), person__in=people
    )
    if task_part.task.practice and people.filter(pk=student.pk).exists():
        raise ActionError(_("Nobody scores their own work. Ask someone else."), field="email")
    if ties.filter(role=Role.STUDENT).exists() or ties.filter(role=Role.GUARDIAN, to_person=student).exists():
        raise ActionError(
            _("The student’s family and other students cannot score this. Ask someone else."), field="email"
        )


def _check_not_a_scorer_yet(seats: list[Scorer], name: str, email: str) -> None:
    """Nobody is both scorers of a part, whether they are written down with a record or with an address."""
    for seat in seats:
        seat_email = seat.person.email if seat.person else seat.email
        same = seat_email.casefold() == email.casefold()
        if (seat.person and same) or (not same and seat.display_name.casefold() == name.casefold()):
            raise ActionError(_("%(name)s is already a scorer for this part.") % {"name": seat.display_name})


def answer_request(seat: Scorer, scores: bool) -> None:
    """Save a scorer's answer to the request. Whoever cannot gives the seat back, as long as they have not scored."""
    with ledger.act(
        "agree to score" if scores else "decline to score", by=seat.person_id, about=seat.task_part_id
    ):
        seats = Scorer.objects.unscoped("change the scorer's own seat").filter(pk=seat.pk, deleted_at=None)
        now = timezone.now()
        if scores:
            seats.filter(accepted_at=None).update(accepted_at=now, modified=now)
        elif not seats.filter(feedback=None).update(deleted_at=now, modified=now):
            raise ActionError(_("You have already scored this. Thank you."))


def remove_scorer(seat: Scorer, by: UUID) -> None:
    """Take a scorer off who cannot score. What they may have scored is put away with the seat.

    Raises ActionError once the scores of this part lie open, and for the first two once a third was asked for.
    """
    with ledger.act("remove a scorer", by=by, about=seat.task_part_id):
        current = lock_task_part(seat.task_part_id)
        if current.is_closed_for(seat):
            raise ActionError(
                _("Two people have already scored this part. The scorers cannot be changed now.")
            )
        links.revoke_links(LINK_PURPOSE, seat.pk, by)
        Scorer.objects.unscoped("remove a scorer from a part").filter(pk=seat.pk).update(
            deleted_at=timezone.now(), modified=timezone.now()
        )


def mark_scorers_notified(seats: Iterable[Scorer]) -> None:
    """Note that the scorers of these seats were told of them by email."""
    now = timezone.now()
    with ledger.act("notify a scorer"):
        rows = Scorer.objects.unscoped("note which scorers were told").filter(
            pk__in=[seat.pk for seat in seats], notified_at=None
        )
        rows.update(notified_at=now, modified=now)
