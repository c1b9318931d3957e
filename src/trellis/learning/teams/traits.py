"""What students are mixed by. A few of these traits may be shown beside a name; the others are only counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community import grades
from trellis.core.community.models import Demographics, Person
from trellis.learning.languages.levels import order_by_day
from trellis.learning.languages.models import LanguageProfile, Proficiency
from trellis.learning.languages.scales import overall_level

REASON = "mix groups by traits that no one is shown"
TRAITS: Mapping[str, str | Promise] = {
    "grade": gettext_lazy("Grade"),
    "language": gettext_lazy("Home language"),
    "english": gettext_lazy("English level"),
    "band": gettext_lazy("Time in U.S. schools"),
    "interrupted": gettext_lazy("Interrupted schooling"),
    "learner": gettext_lazy("English learner"),
}
TRAITS_SHOWN_BY_NAME = ("grade", "language")
YES, NO = "yes", "no"


def trait_levels(people: Iterable[Person]) -> dict[UUID, dict[str, str]]:
    """Levels by trait of each student; what nobody knows is left out."""
    people = list(people)
    keys = [person.pk for person in people]
    levels_by_student: dict[UUID, dict[str, str]] = {
        person.pk: {"language": home_language(person)} for person in people
    }
    for person in people:
        if person.grade:
            levels_by_student[person.pk]["grade"] = person.grade
    for student, level in _english_levels(keys).items():
        levels_by_student[student]["english"] = str(level)
    profiles = LanguageProfile.objects.unscoped(REASON).filter(student__in=keys, deleted_at=None)
    for student, band, interrupted in profiles.values_list("student_id", "band", "interrupted"):
        if band:
            levels_by_student[student]["band"] = band
        if interrupted is not None:
            levels_by_student[student]["interrupted"] = YES if interrupted else NO
    rows = Demographics.objects.unscoped(REASON).filter(student__in=keys, deleted_at=None)
    for student, learns in rows.values_list("student_id", "multilingual_learner"):
        if learns is not None:
            levels_by_student[student]["learner"] = YES if learns else NO
    return levels_by_student


def home_language(person: Person) -> str:
    """The first home language, without its region."""
    return (person.home_languages or ["en"])[0].partition("-")[0].lower()


def _english_levels(keys: list[UUID]) -> dict[UUID, int]:
    """The newest level over the domains, by student."""
    newest: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = Proficiency.objects.unscoped(REASON).filter(student__in=keys, deleted_at=None)
    for student, domain, level in order_by_day(rows).values_list("student_id", "domain", "level"):
        newest[student][domain] = level
    return {student: level for student, levels in newest.items() if (level := overall_level(levels))}


def level_label(trait: str, level: str) -> str:
    """A level in words. A home language stays its code: the page names it in the reader's language."""
    if trait == "grade":
        return _("Grade %(grade)s") % {"grade": grades.grade_label(level)}
    if trait == "english":
        return _("Level %(level)s") % {"level": level}
    if trait == "band":
        return str(LanguageProfile.Band(level).label)
    return str(TRAITS[trait]) if trait in ("interrupted", "learner") else level
