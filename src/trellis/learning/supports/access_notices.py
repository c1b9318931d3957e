"""Breaking the glass: whether a reason says something, who is notified, and that somebody always is.

The student's counselors and liaison come first, by email and by a notice on every page of theirs until they have read
it. Where none of them could be mailed, the school's leaders are notified too, and then the network's staff, who learn
the school and no name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.selectors import schools_of
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import try_to_send_email
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import EmergencyAccess, OpeningNotice

_NOTICES = PreparedQuery(
    OpeningNotice,
    lambda notices: notices.select_related("glass__person", "glass__student").order_by("created")[:5],
)
REASON = "find who is notified that confidential notes were opened"
NOTIFIED_ROLES = (Role.COUNSELOR, Role.LIAISON, Role.LEADER, Role.NETWORK_STAFF)
KEYBOARD_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "poiuytrewq",
    "lkjhgfdsa",
    "mnbvcxz",
    "abcdefghijklmnopqrstuvwxyz",
)
MIN_LENGTH, MIN_DIFFERENT_LETTERS, MIN_WORDS, MIN_CJK_CHARACTERS = 15, 7, 4, 8


def is_meaningful_reason(text: str) -> bool:
    """Whether a reason is written in words, and not in repeated or rolled keys."""
    text = text.casefold()
    letters = [c for c in text if c.isalpha()]
    if re.search(r"(\w)\1{3,}", text) or len(set(letters)) < MIN_DIFFERENT_LETTERS:
        return False
    written_together = [c for c in letters if "\u3040" <= c <= "\u9fff"]  # no spaces between words
    if len(written_together) >= MIN_CJK_CHARACTERS:
        return len(set(written_together)) >= MIN_DIFFERENT_LETTERS
    words = [word.strip(".,;:!?\"'’()…،。！？") for word in text.split()]
    words = [w for w in words if len(w) > 1 and w[0].isalpha() and not _is_random_typing(w)]
    length = sum(not c.isspace() for c in text)
    return length >= MIN_LENGTH and len(set(words)) >= MIN_WORDS


def _is_random_typing(word: str) -> bool:
    """Keys beside each other, or Latin consonants alone."""
    rolled = len(word) > 2 and any(word in row for row in KEYBOARD_ROWS)
    return rolled or (len(word) > 3 and word.isascii() and not re.search("[aeiouy]", word))


def people_to_notify(student: Person, by: Person) -> list[list[Person]]:
    """Return who may be notified, the nearest first: counselors and liaison, the schools' leaders, the network's staff.

    Never whoever opens the notes, nor the student's own family, and only people who have an email or an account.
    """
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()))
    schools = schools_of(student.pk)
    groups = ties.filter(person=student, role=Role.STUDENT, to_group__isnull=False).values("to_group")
    near = Q(to_person=student) | Q(to_group__in=groups) | Q(to_school__in=schools)
    family = ties.filter(role=Role.GUARDIAN, to_person=student).values("person")
    tiers = (
        ties.filter(near, role__in=(Role.COUNSELOR, Role.LIAISON)),
        ties.filter(to_school__in=schools, role=Role.LEADER),
        ties.filter(to_network=student.network_id, role=Role.NETWORK_STAFF),
    )
    reached = Q(account__is_active=True) | ~Q(email="")
    people = Person.objects.unscoped(REASON).filter(reached, deleted_at=None)
    people = people.exclude(pk=by.pk).exclude(pk__in=family)
    return [list(people.filter(pk__in=tier.values("person")).order_by("pk")) for tier in tiers]


def notify_of_opening(
    glass: EmergencyAccess, student: Person, by: Person, address: Callable[[], str]
) -> None:
    """Tell people, tier by tier, until somebody had an email; everybody asked gets a notice on their pages too."""
    for tier, people in enumerate(people_to_notify(student, by)):
        names_student = tier < 2  # the network's staff learn the school, and no name
        mailed = [person for person in people if _email_notice(person, student, by, address, names_student)]
        with ledger.act("notify of opened confidential notes", by=by.pk, about=student.pk):
            for person in people:
                OpeningNotice.objects.create(
                    glass=glass,
                    person=person,
                    names_student=names_student,
                    mailed_at=timezone.now() if person in mailed else None,
                )
        if mailed:
            return


def _email_notice(
    person: Person, student: Person, by: Person, address: Callable[[], str], names_student: bool
) -> bool:
    """Email a notice; return whether it was sent. It says who and about whom; the reason stays on the page."""
    if not person.email:
        return False
    with translation.override(recipient_language(person.language)):
        params = {"name": by.name, "student": student.first_name, "link": address(), "to": person.first_name}
        params["school"] = _school_names(student)
        about = (
            _("the confidential notes on %(student)s")
            if names_student
            else _("the confidential notes on a student at %(school)s")
        )
        body = _(
            "Hello %(to)s,\n"
            "\n"
            "%(name)s opened %(about)s for 24 hours. The reason is on this page:\n"
            "\n"
            "%(link)s\n"
            "\n"
            "Please talk with each other today.\n"
        )
        text = body % {**params, "about": about % params}
        return try_to_send_email(_("Confidential notes were opened"), text, person.email)


def _school_names(student: Person) -> str:
    return format_list(sorted(school.name for school in schools_of(student.pk)))


def people_notified_of(glass: EmergencyAccess) -> dict[str, list[Person]]:
    """Return who was notified of opened notes: by "mail", and on their "pages" alone."""
    notices = (
        OpeningNotice.objects.unscoped(REASON).filter(glass=glass).select_related("person").order_by("pk")
    )
    return {
        "mail": [notice.person for notice in notices if notice.mailed_at],
        "pages": [notice.person for notice in notices if not notice.mailed_at],
    }


def unread_notices(viewer: Viewer | None) -> list[OpeningNotice]:
    """Return the notices that the viewer has not marked as read, the oldest first; at most five."""
    if not viewer or not viewer.roles & set(NOTIFIED_ROLES):
        return []
    notices = _NOTICES.seen_by(viewer, seen_at=None, person=viewer.person_id)
    for notice in notices:
        notice.school = "" if notice.names_student else _school_names(notice.glass.student)
    return notices


def mark_notice_read(viewer: Viewer, notice_id: UUID) -> None:
    """Mark a notice as read by whom it is for."""
    notices = OpeningNotice.objects.seen_by(viewer).filter(pk=notice_id, person=viewer.person_id)
    now = timezone.now()
    with ledger.act("see who opened confidential notes", by=viewer.person_id, about=notice_id):
        notices.update(seen_at=now, modified=now)
