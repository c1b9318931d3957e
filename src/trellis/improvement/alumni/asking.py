"""Ask alumni once a year by a link that they keep, and save what they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community import link_sharing, links
from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Link, Person, School, Schooling
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import create_or_save_if_current

from .models import AlumniAnswer
from .persistence import CLASS_STARTS

LINK_PURPOSE = "alumni"
LINK_DAYS = 800
"""More than two years: they keep the link, and a new one comes every year."""
ASK_AGAIN = timedelta(days=300)
REASON = "ask a graduate of the viewer's school, who has no account any more"
LABELS = {
    "place": gettext_lazy("Where?"),
    "words": gettext_lazy("In your own words"),
    "email": gettext_lazy("Email"),
    "phone": gettext_lazy("Phone"),
}

Address = Callable[[str], str]
"""The whole address of a link's token."""


@dataclass(frozen=True)
class AlumniLine:
    """A graduate whom the school may ask. asked_at: when last. answer: what they let the school read."""

    schooling: Schooling
    asked_at: datetime | None = None
    has_answered: bool = False
    has_stopped: bool = False
    has_email: bool = False
    answer: AlumniAnswer | None = None

    @property
    def may_be_asked(self) -> bool:
        """Whether it is time to ask: not since some ten months, and they did not ask us to stop."""
        recently = self.asked_at and timezone.now() - self.asked_at < ASK_AGAIN
        return not (recently or self.has_stopped)


def graduates_in_class(viewer: Viewer, school: School, class_year: int) -> list[AlumniLine]:
    """The graduates of a class by name, when they were asked, and what they let the school read."""
    rows = (
        Schooling.objects.seen_by(viewer)
        .filter(
            school=school,
            left=Schooling.Left.GRADUATED,
            left_on__gte=date(class_year - 1, *CLASS_STARTS),
            left_on__lt=date(class_year, *CLASS_STARTS),
            deleted_at=None,
        )
        .select_related("student")
        .order_by("student__family_name", "student__given_name", "pk")
    )
    schoolings = list(rows)
    add_distinctions([schooling.student for schooling in schoolings])
    students = [schooling.student_id for schooling in schoolings]
    status = AlumniAnswer.objects.unscoped("say who answered, and never what").filter(student__in=students)
    statuses = {
        row[0]: row[1:] for row in status.values_list("student_id", "answered_at", "stopped_at", "email")
    }
    answers = AlumniAnswer.objects.seen_by(viewer).filter(student__in=students)
    shared = {answer.student_id: answer for answer in answers}
    asked_at = _when_asked([schooling.pk for schooling in schoolings])
    lines = []
    for schooling in schoolings:
        answered, stopped, email = statuses.get(schooling.student_id, (None, None, ""))
        lines.append(
            AlumniLine(
                schooling,
                asked_at.get(schooling.pk),
                answered is not None,
                stopped is not None,
                bool(email or schooling.student.email),
                shared.get(schooling.student_id),
            )
        )
    return lines


def _when_asked(schoolings: list[UUID]) -> dict[UUID, datetime]:
    rows = Link.objects.unscoped("say when a graduate was asked").filter(
        purpose=LINK_PURPOSE, about_id__in=schoolings, deleted_at=None
    )
    return dict(rows.order_by("created").values_list("about_id", "created"))


def answer_of(student_id: UUID) -> AlumniAnswer | None:
    """What a graduate answered, for their own page and for the email to them."""
    return (
        AlumniAnswer.objects.unscoped("show a graduate their own answer").filter(student=student_id).first()
    )


def ask(schooling: Schooling, by: UUID, address: Address) -> str:
    """Make a link for one graduate, emailed where there is an address. Return its whole address.

    Raises ActionError for somebody who asked not to be contacted.
    """
    answer = answer_of(schooling.student_id)
    if answer and answer.stopped_at:
        raise ActionError(_("This person asked not to be contacted again."))
    link = address(links.issue_link(LINK_PURPOSE, schooling.pk, schooling.student, LINK_DAYS, by))
    link_sharing.try_to_email_link(link, by)
    return link


def _ask_once(schooling: Schooling, by: UUID, address: Address) -> bool:
    """Ask a graduate who was not asked this year. Return whether it was done: of two presses, one asks."""
    with ledger.act("ask a graduate", by=by, about=schooling.pk):
        Schooling.objects.unscoped(REASON).select_for_update().get(pk=schooling.pk)
        asked_at = _when_asked([schooling.pk]).get(schooling.pk)
        if asked_at and timezone.now() - asked_at < ASK_AGAIN:
            return False
        token = links.issue_link(LINK_PURPOSE, schooling.pk, schooling.student, LINK_DAYS, by)
    link_sharing.try_to_email_link(address(token), by)
    return True


def ask_class(lines: list[AlumniLine], by: UUID, address: Address) -> int:
    """Email everybody of a class who has an address and was not asked this year. Return how many."""
    due = [line for line in lines if line.may_be_asked and line.has_email]
    return sum(_ask_once(line.schooling, by, address) for line in due)


def save_answer(schooling: Schooling, values: dict[str, object], seen: int | None) -> AlumniAnswer:
    """Save what a graduate answers, and that they may be asked again. Raises ActionError for words about immigration
    status, and EditConflict where they changed it on another page since."""
    for text in (values["place"], values["words"]):
        reject_immigration_status(str(text))
    if not values["may_contact"]:
        values = values | {"email": "", "phone": ""}
    values |= {"school": schooling.school, "answered_at": timezone.now(), "stopped_at": None}
    with ledger.act("answer as a graduate", by=schooling.student_id, about=schooling.pk):
        return create_or_save_if_current(AlumniAnswer, {"student": schooling.student}, values, seen, LABELS)


def stop_asking(schooling: Schooling, forget_answer: bool) -> None:
    """Never ask this graduate again, and forget how to reach them; if they wish, also what they answered."""
    now = timezone.now()
    values: dict[str, object] = {
        "school": schooling.school,
        "stopped_at": now,
        "may_contact": False,
        "email": "",
        "phone": "",
        "share_name": False,
    }
    if forget_answer:
        values |= {"doing": [], "place": "", "words": "", "answered_at": None}
    with ledger.act("ask not to be contacted", by=schooling.student_id, about=schooling.pk):
        create_or_save_if_current(AlumniAnswer, {"student": schooling.student}, values, None, {})


def recipient_of(schooling: Schooling, person: Person | None) -> link_sharing.LinkRecipient:
    """Whom a link is for: at the address that they gave us, else at the one on record."""
    student = person or schooling.student
    answer = answer_of(student.pk)
    given = answer if answer and answer.may_contact else None
    return link_sharing.LinkRecipient(
        student.name,
        (given.email if given else "") or student.email,
        (given.phone if given else "") or student.phone,
        student.reads,
    )
