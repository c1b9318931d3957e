"""Emails that can't wait until tomorrow. Those that lower apps send themselves are listed here too.

A mentor's concern goes to the student's advisors, or to the counselors where no advisor can be emailed. An exhibition
that moves within two days goes to everybody who would come at the wrong time. Neither names a student.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.selectors import school_of, schools_of
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.formatting import format_moment
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import try_to_send_email
from trellis.learning.internships.models import Concern

from .registry import EVERYBODY, IMMEDIATE_KINDS, ImmediateKind, page_link
from .selectors import kinds_off

CONCERN, MOVED, OPENED_NOTES, ACCOUNT = "concern", "exhibition-moved", "opened-notes", "account"
SHORT_NOTICE = timedelta(hours=48)
REASON = "find who must know at once"


def register_kinds() -> None:
    """Register every kind, those of `supports/access_notices.py` and `community/account_emails.py` among them."""
    carers = frozenset({Role.ADVISOR, Role.COUNSELOR})
    comers = frozenset({Role.STUDENT, Role.GUARDIAN, Role.ADVISOR, Role.TEACHER, Role.MENTOR})
    notified = frozenset({Role.COUNSELOR, Role.LIAISON, Role.LEADER, Role.NETWORK_STAFF})
    for kind in (
        ImmediateKind(CONCERN, gettext_lazy("A mentor shared a concern"), carers, part="internship"),
        ImmediateKind(
            MOVED,
            gettext_lazy("An exhibition in the next two days has a new time"),
            comers,
            part="exhibition",
        ),
        ImmediateKind(
            OPENED_NOTES,
            gettext_lazy("Someone opened confidential notes in an emergency"),
            notified,
            gettext_lazy("The people responsible for the student must know the same day."),
        ),
        ImmediateKind(
            ACCOUNT,
            gettext_lazy("Something about your account changed"),
            EVERYBODY,
            gettext_lazy("It keeps your account safe."),
        ),
    ):
        IMMEDIATE_KINDS.register(kind.key, kind)


def email_advisors_about_concern(concern: Concern) -> None:
    """Email the advisors of the student once the concern is saved; nobody who could not read it signed in."""
    transaction.on_commit(partial(_email_about_concern, concern.pk, concern.placement_id), robust=True)


def _email_about_concern(concern: UUID, placement: UUID) -> None:
    student = Person.objects.unscoped(REASON).filter(placements=placement).get()
    for role in (Role.ADVISOR, Role.COUNSELOR):
        people = [
            person
            for person in _adults_of(student, role)
            if Concern.objects.seen_by(Viewer.of(person)).filter(pk=concern).exists()
        ]
        for person in people:
            if CONCERN not in kinds_off(person.pk):
                _email_concern(person, placement)
        if people:
            return


def _adults_of(student: Person, role: Role) -> list[Person]:
    """Adults with an email address whom a tie of this role gives the student now: directly, by a group or a school."""
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()))
    groups = ties.filter(person=student, role=Role.STUDENT, to_group__isnull=False).values("to_group")
    near = Q(to_person=student) | Q(to_group__in=groups) | Q(to_school__in=schools_of(student.pk))
    people = Person.objects.unscoped(REASON).filter(deleted_at=None).exclude(email="")
    return list(people.filter(pk__in=ties.filter(near, role=role).values("person")).order_by("pk"))


def _email_concern(person: Person, placement: UUID) -> None:
    with translation.override(recipient_language(*person.reads)):
        text = _(
            "Hello %(name)s,\n"
            "\n"
            "A mentor wrote a note about a student you work with. Please read it today:\n"
            "\n"
            "%(link)s\n"
        )
        link = page_link("placement", placement)(_address)
        try_to_send_email(
            _("A mentor shared a concern"), text % {"name": person.first_name, "link": link}, person.email
        )


def _address(name: str, *parts: object) -> str:
    return settings.TRELLIS_ADDRESS.rstrip("/") + reverse(name, args=parts)


def email_people_of_moved_exhibition(
    exhibition_id: UUID, before: datetime | None, now: datetime | None
) -> None:
    """Email whoever would come, where an exhibition moves from or to a time in the next two days."""
    soon = timezone.now() + SHORT_NOTICE
    if before and (before <= soon or (now and now <= soon)) and max(before, now or before) > timezone.now():
        transaction.on_commit(partial(_email_about_move, exhibition_id, before, now), robust=True)


def _email_about_move(exhibition_id: UUID, before: datetime, now: datetime | None) -> None:
    exhibition = Exhibition.objects.unscoped(REASON).select_related("student").get(pk=exhibition_id)
    zone = school_local_time(school_of(exhibition.student_id), timezone.now()).tzinfo
    with timezone.override(zone):
        for email, name, languages in _people_coming(exhibition):
            with translation.override(recipient_language(*languages)):
                params = {
                    "name": name,
                    "before": format_moment(before),
                    "now": format_moment(now) if now else _("date to be announced"),
                }
                text = _(
                    "Hello %(name)s,\n"
                    "\n"
                    "An exhibition that you planned to be at has moved.\n"
                    "\n"
                    "Old time: %(before)s\n"
                    "New time: %(now)s\n"
                )
                try_to_send_email(_("An exhibition has moved"), text % params, email)


def _people_coming(exhibition: Exhibition) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """The address, name and languages of the student, the family and the panel: once for each address."""
    student = exhibition.student
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()), role=Role.GUARDIAN, to_person=student
    )
    family = Person.objects.unscoped(REASON).filter(pk__in=ties.values("person"), deleted_at=None)
    panel = Panelist.objects.unscoped(REASON).filter(
        exhibition=exhibition, deleted_at=None, is_proposed=False
    )
    people = [(person.email, person) for person in (student, *family)]
    seats = list(panel.select_related("person"))
    people += [(seat.email or seat.person.email, seat.person) for seat in seats if seat.person]
    recipients = {
        email: (person.first_name, person.reads)
        for email, person in people
        if email and MOVED not in kinds_off(person.pk)
    }
    recipients |= {seat.email: (seat.name, ()) for seat in seats if seat.email and not seat.person}
    return [(email, name, languages) for email, (name, languages) in recipients.items()]
