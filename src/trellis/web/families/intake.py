"""The first conversation with a family: the student, the adults at home, and the start of a language profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from trellis.core.community import link_sharing, student_entry
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


def language_without_pages(guardian: Person) -> str:
    """Return the name of the language that a family member reads where the screens do not have it; "" otherwise."""
    languages = [tag for tag in guardian.reads if tag]
    preferred = next(iter(languages), "")
    if not preferred or preferred.partition("-")[0] == ui_language(*languages).partition("-")[0]:
        return ""
    return language_name(preferred)


def send_family_link(student: Person, guardian: Person, by: UUID, address: Callable[[str], str]) -> str:
    """Give a family member their link, by email too where there is an address. Return the whole address."""
    link = address(issue_family_link(student, guardian, by))
    link_sharing.try_to_email_link(link, by)
    return link
