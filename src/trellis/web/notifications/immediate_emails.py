"""Emails that can't wait until tomorrow. Those that lower apps send themselves are listed here too.

A mentor's concern goes to the student's advisors, or to the counselors where no advisor can be emailed, and names no
student. An exhibition that moves: `moved_exhibitions.py`. A session to tune a project: `tuning_emails.py`.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.selectors import schools_of
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import try_to_send_email
from trellis.learning.internships.models import Concern

from .moved_exhibitions import MOVED, REASON, page_address
from .registry import EVERYBODY, IMMEDIATE_KINDS, ImmediateKind, page_link
from .selectors import kinds_off
from .tuning_emails import TUNING

CONCERN, OPENED_NOTES, ACCOUNT = "concern", "opened-notes", "account"


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
            TUNING,
            gettext_lazy("A session to tune a project in the next two days"),
            frozenset(SCHOOL_ROLES),
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
        link = page_link("placement", placement)(page_address)
        try_to_send_email(
            _("A mentor shared a concern"), text % {"name": person.first_name, "link": link}, person.email
        )
