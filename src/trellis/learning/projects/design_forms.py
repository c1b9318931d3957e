"""What teachers send from the design page of a project: its parts, its team, its dates, and words from colleagues."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.form_fields import DayField, LineField, TextField
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.blueprint.wording import Wording
from trellis.design.frameworks.models import Outcome

from . import design_services, selectors, standards, text_versions
from .form_parts import (
    IdField,
    KeysField,
    ListedRowField,
    SchoolForm,
    TemplateInput,
    list_rows,
)
from .models import Project, TextVersion, TuningSession

CHOOSE_DAYS = gettext_lazy("Choose the first day and the last day.")
CHOOSE_STEP = gettext_lazy("Choose a type of feedback.")


class BeginForm(SchoolForm):
    """Start a project at one of the viewer's schools. Once saved, it is in `project`."""

    submit = gettext_lazy("Start")
    subject: list[School]
    project: Project | None = None

    title = LineField(
        label=gettext_lazy("Working title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a name. You can change it later.")},
    )
    starts = DayField(label=gettext_lazy("First day"), error_messages={"required": CHOOSE_DAYS})
    ends = DayField(label=gettext_lazy("Last day"), error_messages={"required": CHOOSE_DAYS})

    @property
    def homes(self) -> list[School]:
        return self.subject

    def save(self) -> str:
        sent = self.cleaned_data
        self.project = design_services.begin_project(
            sent["school"], sent["title"], sent["starts"], sent["ends"], self.viewer.person
        )
        return ""


@dataclass
class DesignSubject:
    """A project whose design the viewer reads, or `writes`. What its forms offer is read once."""

    project: Project
    words: Wording
    viewer: Viewer = field(repr=False)
    writes: bool

    @cached_property
    def package(self) -> Package:
        """The school's model. Http404 where the school has adopted none."""
        if self.words.package is None:
            raise Http404
        return self.words.package

    @cached_property
    def sections(self) -> list[selectors.DesignSection]:
        model_part = self.package.project
        if model_part is None:
            raise Http404
        return selectors.design_sections(self.viewer, self.project, model_part.steps)

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcomes of the school's model, by key."""
        return outcomes_of(self.project.school_id)

    @cached_property
    def colleagues(self) -> list[Person]:
        return selectors.colleagues(self.viewer, self.project)


class DesignForm(ActionForm[Row]):
    """A form about the design of a project: `subject`."""

    subject: DesignSubject


class PartsForm(DesignForm):
    """All parts of a design at once. `text-<key>`: what is written; `revision-<key>`: of the text it is based on."""

    do = "write"
    submit = gettext_lazy("Save all")

    def prepare(self) -> None:
        for each in self.subject.sections:
            key = each.section.key
            self.fields[f"text-{key}"] = TextField(
                label=each.section.title,
                help_text=each.section.ask,
                required=False,
                max_length=each.most,
                rows=4 if each.most > 300 else 2,
                initial=each.text,
            )
            self.fields[f"revision-{key}"] = forms.CharField(
                required=False, initial=each.revision, widget=forms.HiddenInput
            )

    def parts(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of each part: its text and its revision."""
        keys = [each.section.key for each in self.subject.sections]
        return [(self[f"text-{key}"], self[f"revision-{key}"]) for key in keys]

    def save(self) -> str:
        done = text_versions.write_parts(self.subject.project, self._posted_parts(), self.by)
        if any(change.became == TextVersion.Became.ASIDE for change in done):
            return _("Saved. Someone else changed the same text. Both versions are here: choose one below.")
        if any(change.became == TextVersion.Became.MERGED for change in done):
            return _("Saved, together with changes that someone else made at the same time.")
        return _("Saved.") if done else _("Nothing has changed.")

    def _posted_parts(self) -> dict[str, tuple[str, int]]:
        """The parts that the page sent, each with the revision that its writer had seen."""
        posted_parts = {}
        for each in self.subject.sections:
            key = each.section.key
            if f"text-{key}" in self.data:
                seen = self.cleaned_data[f"revision-{key}"]
                number = int(seen) if seen.isascii() and seen.isdigit() else 0
                posted_parts[key] = (self.cleaned_data[f"text-{key}"], number)
        return posted_parts


class SettleForm(DesignForm[TextVersion]):
    """Choose between two versions of a part."""

    do = "settle"
    row_name = "writing"

    choice = forms.CharField(required=False, widget=TemplateInput)

    def rows(self) -> QuerySet[TextVersion]:
        return TextVersion.objects.seen_by(self.viewer).filter(part__project=self.subject.project)

    def save(self) -> str:
        text_versions.settle_writing(self.row_or_404, self.cleaned_data["choice"], self.by)
        return _("Saved. Both versions stay in the history.")


class DatesForm(DesignForm):
    do = "move"
    submit = gettext_lazy("Save dates")

    starts = DayField(label=gettext_lazy("First day"), error_messages={"required": CHOOSE_DAYS})
    ends = DayField(label=gettext_lazy("Last day"), error_messages={"required": CHOOSE_DAYS})

    def prepare(self) -> None:
        for name in ("starts", "ends"):
            day = getattr(self.subject.project, name)
            self.initial[name] = day
            self.fields[f"shown-{name}"] = DayField(required=False, initial=day, widget=forms.HiddenInput)

    def save(self) -> str:
        sent = self.cleaned_data
        shown = {name: sent[f"shown-{name}"] for name in ("starts", "ends")}
        design_services.change_dates(
            self.subject.project, sent["starts"], sent["ends"], self.by, self.seen, shown
        )
        return _("Saved.")


class OutcomesForm(DesignForm):
    """The outcomes that the project works towards."""

    do = "aim"

    aim = KeysField()

    def prepare(self) -> None:
        self.fields["shown-aim"] = KeysField()

    def save(self) -> str:
        sent, outcomes = self.cleaned_data, self.subject.outcomes
        shown = {"aims": [key for key in outcomes if key in sent["shown-aim"]]}
        design_services.choose_outcomes(
            self.subject.project, sent["aim"], outcomes, self.by, self.seen, shown
        )
        return _("Saved.")


class JoinForm(DesignForm):
    do = "join"
    submit = gettext_lazy("Add to team")

    person = ListedRowField(label=gettext_lazy("Colleague"))

    def prepare(self) -> None:
        list_rows(self, "person", self.subject.colleagues)

    def save(self) -> str:
        person = self.cleaned_data["person"]
        design_services.add_author(self.subject.project, person, self.by)
        return _("%(name)s is now on the project team.") % {"name": person.name}


class LeaveForm(DesignForm):
    do = "leave"
    submit = gettext_lazy("Remove")

    person = IdField()

    def save(self) -> str:
        design_services.remove_author(self.subject.project, self.cleaned_data["person"], self.by)
        return _("Saved.")


class StandardForm(DesignForm):
    """Choose a standard of another framework."""

    do = "standard"
    submit = gettext_lazy("Choose")

    outcome = IdField()

    def save(self) -> str:
        standards.add_standard(self.subject.project, self.cleaned_data["outcome"], self.by)
        return _("Saved.")


class TuningForm(DesignForm):
    """What a colleague thinks of the design. Everybody at the school may send it."""

    do = "tune"
    submit = gettext_lazy("Post comment")

    step = forms.ChoiceField(
        label=gettext_lazy("Type of feedback"),
        choices=TuningSession.Step.choices,
        error_messages={"required": CHOOSE_STEP, "invalid_choice": CHOOSE_STEP},
    )
    words = TextField(
        label=gettext_lazy("Your feedback, in one sentence"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Write your feedback. One sentence is enough.")},
    )

    def save(self) -> str:
        sent = self.cleaned_data
        design_services.add_tuning(self.subject.project, sent["step"], sent["words"], self.viewer.person)
        return _("Comment posted. The project team can see it.")


class TuningAnswerForm(DesignForm[TuningSession]):
    do = "answer"
    submit = gettext_lazy("Answer")
    row_name = "tuning"
    shows_revision = True

    words = LineField(
        label=gettext_lazy("Answer"),
        max_length=600,
        error_messages={
            "required": gettext_lazy("Write an answer. “Thank you, we changed it” is enough."),
        },
    )

    def prepare(self) -> None:
        if self.row and self.row.by:
            label = _("Answer %(name)s") % {"name": self.row.by.name}
            self.fields["words"].widget.attrs["aria-label"] = label

    def initial_for(self, row: TuningSession) -> dict[str, object]:
        return {}

    def rows(self) -> QuerySet[TuningSession]:
        tunings = TuningSession.objects.seen_by(self.viewer).filter(project=self.subject.project)
        return tunings.select_related("by")

    def save(self) -> str:
        design_services.answer_tuning(self.row_or_404, self.cleaned_data["words"], self.by, self.seen)
        return _("Answer posted.")
