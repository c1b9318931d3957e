"""What people send from the pages of grades and narratives. Services check again what must hold whoever calls them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import Group, Person, Term
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import TextField

from . import grades, services
from .models import AveragingPolicy, Grade, Narrative

# Grades


@dataclass(frozen=True)
class TermGrades:
    """The grades of a group for a term. rule: how scores are combined. top: the highest level."""

    group: Group
    term: Term
    lines: list[grades.GradeLine]
    rule: str
    top: int


class GradesForm(ActionForm[Grade]):
    """A grade for each student, in the field `grade-<student>`."""

    subject: TermGrades
    submit = gettext_lazy("Post grades")

    def save(self) -> str:
        book, sent, shown = self.subject, self.cells("grade-"), self.cells("shown-grade-")
        count = grades.post_grades(
            book.group, book.term, book.lines, sent, book.rule, self.viewer.person, shown
        )
        return ngettext("%(n)d grade posted.", "%(n)d grades posted.", count) % {"n": count}

    def cells(self, prefix: str) -> dict[UUID, str]:
        """The fields of the table that begin with a prefix, by student."""
        cells = {}
        for name, value in self.data.items():
            if name.startswith(prefix):
                try:
                    cells[UUID(name.removeprefix(prefix))] = value
                except ValueError:
                    continue
        return cells


class LetterBandsForm(ActionForm[AveragingPolicy]):
    """The letters of a school, and the level that each begins at."""

    subject: TermGrades
    do = "bands"

    bands = forms.CharField(
        label=gettext_lazy("Letter grades, and the lowest level for each"), max_length=200, required=True
    )

    def save(self) -> str:
        book, bands = self.subject, self.cleaned_data["bands"]
        grades.choose_letter_bands(book.group.school, bands, book.top, self.viewer.person, self.seen)
        return _("Saved. Grades already posted did not change.")


# The narrative


@dataclass(frozen=True)
class StudentTerm:
    """The student and the term that a narrative is about."""

    student: Person
    term: Term


class NarrativeField(TextField):
    """The words of a narrative. The service counts and cleans them."""

    def clean_value(self, text: str) -> str:
        return text.replace("\x00", "")


class NarrativeForm(ActionForm[Narrative]):
    """Save the narrative of a term."""

    subject: StudentTerm

    words = NarrativeField(
        label=gettext_lazy("What did you see this student do, and what comes next?"),
        max_length=services.MAX_LENGTH,
        rows=16,
        required=False,
    )

    def save(self) -> str:
        self.write(give=False)
        return _("Saved.")

    def write(self, give: bool) -> None:
        """Write the words into the narrative at the revision that the form showed, 0 where it showed none."""
        student, term, words = self.subject.student, self.subject.term, self.cleaned_data["words"]
        services.write_narrative(student, term, words, self.seen or 0, give, self.viewer.person)


class ShareNarrativeForm(NarrativeForm):
    """Save it, and share it with the student and the family."""

    do = "give"
    submit = gettext_lazy("Share with student and family")

    def save(self) -> str:
        self.write(give=True)
        return _("Shared. The student and the family can read it now.")
