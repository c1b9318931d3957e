"""What teachers send from the design page of a project: its parts, its team, its dates, and words from colleagues."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.form_fields import DayField, LineField
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.blueprint.wording import Wording
from trellis.design.frameworks.models import Outcome

from . import design_services, selectors, standards
from .form_parts import (
    IdField,
    KeysField,
    ListedRowField,
    SchoolForm,
    list_rows,
)
from .models import Project, TuningSession
from .selectors import DesignSection

CHOOSE_DAYS = gettext_lazy("Choose the first day and the last day.")


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
    """A project whose design the viewer reads, or `writes`. What its forms offer is read once.

    session: the tuning session whose page it is.
    """

    project: Project
    words: Wording
    viewer: Viewer = field(repr=False)
    writes: bool
    session: TuningSession | None = None

    def require_session(self) -> TuningSession:
        """The session of the page. Http404 on a page of none."""
        if self.session is None:
            raise Http404
        return self.session

    @cached_property
    def package(self) -> Package:
        """The school's model. Http404 where the school has adopted none."""
        if self.words.package is None:
            raise Http404
        return self.words.package

    @cached_property
    def sections(self) -> list[DesignSection]:
        model_part = self.package.project
        if model_part is None:
            raise Http404
        return selectors.design_sections(self.viewer, self.project, model_part.steps)

    def reread_sections(self) -> list[DesignSection]:
        """The parts as they are now that one was written."""
        del self.sections
        return self.sections

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


class DatesForm(DesignForm):
    do = "move"
    section = "team"
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
    section = "outcomes"

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
    section = "team"
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
    section = "team"
    submit = gettext_lazy("Remove")

    person = IdField()

    def save(self) -> str:
        design_services.remove_author(self.subject.project, self.cleaned_data["person"], self.by)
        return _("Saved.")


class StandardForm(DesignForm):
    """Choose a standard of another framework."""

    do = "standard"
    section = "standards"
    submit = gettext_lazy("Choose")

    outcome = IdField()

    def save(self) -> str:
        standards.add_standard(self.subject.project, self.cleaned_data["outcome"], self.by)
        return _("Saved.")
