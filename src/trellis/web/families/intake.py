"""The first conversation with a family: the student, the adults at home, and the start of a language profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community import student_entry
from trellis.core.community.household import AdultPayload
from trellis.core.community.models import Person, School
from trellis.core.community.student_entry import NewStudentPayload
from trellis.core.foundation import ledger
from trellis.core.foundation.languages import language_name, parse_language_tag, ui_language
from trellis.learning.languages.models import LanguageProfile
from trellis.learning.languages.services import write_profile

from .models import Contact, RecordAccess
from .services import issue_family_link, record_contact


@dataclass(frozen=True)
class LanguageProfilePayload:
    """The start of a language profile, as typed. `literacy`: for each language as typed, "" where nobody asked."""

    scale: str = "wida"
    literacy: Sequence[tuple[str, str]] = ()
    interrupted: bool | None = None
    band: str = ""
    strengths: str = ""


@dataclass(frozen=True)
class ConversationPayload:
    """The language spoken, by name or tag, and which adult interpreted; both empty: nothing is noted."""

    language: str = ""
    interpreter: str = ""


def add_newcomer(
    key: UUID,
    school: School,
    who: NewStudentPayload,
    adults: Sequence[AdultPayload],
    profile: LanguageProfilePayload,
    conversation: ConversationPayload,
    by: UUID,
) -> Person:
    """Add a newcomer with all of this, whole or not at all; the same `key` again is the same student."""
    if existing := student_entry.find_added_student(key, school):
        return existing
    with ledger.act(student_entry.ADD_VERB, by=by, about=key, school=str(school.pk)):
        student, new = student_entry.add_student(key, school, who, adults, by)
        if not new:
            return student
        literacy = {
            parse_language_tag(language): level
            for language, level in profile.literacy
            if language.strip() and level
        }
        background = profile.interrupted, profile.band, profile.strengths
        write_profile(student, profile.scale, literacy, *background, by)
        spoken, interpreter = conversation.language, conversation.interpreter
        if spoken.strip() or interpreter.strip():
            first = next(iter(student.home_languages), "")
            language = parse_language_tag(spoken) if spoken.strip() else first
            how = Contact.How.MEETING.value
            record_contact(student, timezone.localdate(), how, language, interpreter, "", by)
    return student


def remove_newcomer(student: Person, by: UUID) -> None:
    """Remove a newcomer who was added by mistake, with what was recorded in the first conversation."""
    student_entry.remove_student(student, by, removable=(LanguageProfile, Contact, RecordAccess))


@dataclass(frozen=True)
class SentFamilyLink:
    """A link as it is shown to the family: the words beside it are in `language`, a language of the screen.

    `missing`: the name of the family's own language where the screen does not have it; `mailed`: it went out too.
    """

    name: str
    address: str
    language: str
    direction: str
    words: str
    missing: str
    mailed: bool


def send_family_link(
    student: Person, guardian: Person, by: UUID, address: Callable[[str], str]
) -> SentFamilyLink:
    """Give a family member their link, in their language, by mail too where there is an address."""
    link = address(issue_family_link(student, guardian, by))
    languages = [guardian.language, *guardian.home_languages]
    language = ui_language(*languages)
    preferred_language = next((tag for tag in languages if tag), "")
    missing = (
        language_name(preferred_language)
        if preferred_language and preferred_language.partition("-")[0] != language.partition("-")[0]
        else ""
    )
    with translation.override(language):
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        subject = _("Your page about %(student)s") % {"student": student.first_name}
        words = _(
            "This is your page. See where %(student)s is today, what comes next, and how to reach "
            "the school. You do not need a password."
        ) % {"student": student.first_name}
        if guardian.email:
            send_mail(subject, f"{words}\n\n{link}\n", None, [guardian.email])
    return SentFamilyLink(guardian.name, link, language, direction, words, missing, bool(guardian.email))
