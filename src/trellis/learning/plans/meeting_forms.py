"""The form of the plan meeting: the whole plan is one form, with a form for each of its goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField, BoundWidget
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.formatting import format_language_name
from trellis.core.foundation.requests import Request

from . import draft, permissions, services, signing
from .goal_forms import GoalForm
from .models import Plan
from .plan_fields import LanguageField, NameField, NextMeetingField, PlanTextField
from .plan_page import PlanPage

ADULT_PARTS = frozenset({"guardian", "advisor", "mentor", "teacher", "counselor", "leader"})
BLANK_GOALS = 2
"""How many empty goals are shown below those that there are."""


class Seat(NamedTuple):
    """A role at the meeting, with the box that says whether somebody came, and the field of their name."""

    part: str
    box: BoundWidget
    name: BoundField


class PlanForm(ActionForm[Plan]):
    """What is written at the meeting: all of it or nothing. `subject` is the page of the plan."""

    subject: PlanPage
    meeting_held = False

    present = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    interpreter = PlanTextField(
        label=gettext_lazy("Interpreter (must be an adult)"),
        max_length=120,
        where=gettext_lazy("Interpreter"),
    )
    interpreter_language = LanguageField(label=gettext_lazy("Interpreter’s language"))
    next_meeting = NextMeetingField(label=gettext_lazy("Next meeting"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        request: Request,
        subject: PlanPage,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(
            data, files, request=request, subject=subject, auto_id="%s", use_required_attribute=False
        )
        self.is_saved = self.is_outdated = False
        self._add_fields()
        self.initial = {**self._saved_values(), **(initial or {})}
        goals = [] if self.is_bound else self.subject.goals
        self.goal_forms = [
            GoalForm(
                self.data if self.is_bound else None,
                number,
                self.subject.outcomes,
                goals[number] if number < len(goals) else None,
            )
            for number in range(draft.MAX_GOALS)
        ]

    def _add_fields(self) -> None:
        template, plan = self.subject.template, self.subject.plan
        for section in template.sections:
            self.fields[f"note-{section.key}"] = PlanTextField(
                label=section.title, max_length=draft.MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
            )
        for part in template.who:
            label = f"{_('Name')} ({part})"
            widget = forms.TextInput(attrs={"autocomplete": "off"})
            self.fields[f"name-{part}"] = NameField(label=label, max_length=120, widget=widget)
        self.fields["present"].choices = [(part, part) for part in template.who]
        codes = dict.fromkeys((*self.subject.student.home_languages, plan.interpreter_language))
        self.fields["interpreter_language"].widget = forms.Select(
            choices=[("", "–"), *((code, format_language_name(code)) for code in codes if code)]
        )

    def _saved_values(self) -> dict[str, object]:
        plan = self.subject.plan
        return {
            "present": plan.present,
            "interpreter": plan.interpreter,
            "interpreter_language": plan.interpreter_language,
            "next_meeting": plan.next_meeting,
            **{f"note-{key}": text for key, text in plan.notes.items()},
            **{f"name-{part}": name for part, name in self.subject.names.items()},
        }

    def clean(self) -> dict[str, object]:
        for goal_form in self.goal_forms:
            for errors in goal_form.errors.values():
                for error in errors:
                    self.add_error(None, error)
        return self.cleaned_data

    def plan_draft(self) -> draft.PlanDraft:
        """What was written, once the form is valid."""
        sent, template = self.cleaned_data, self.subject.template
        notes = {section.key: sent[f"note-{section.key}"] for section in template.sections}
        names = {part: sent[f"name-{part}"] for part in template.who}
        expected = self.subject.expected_names
        revision = self.data.get("revision", "0")
        return draft.PlanDraft(
            revision=int(revision) if revision.isdigit() else -1,
            notes={key: text for key, text in notes.items() if text},
            goals=tuple(goal_form.goal() for goal_form in self.goal_forms if goal_form.has_changed()),
            present=tuple(part for part in template.who if part in sent["present"]),
            interpreter=sent["interpreter"],
            interpreter_language=sent["interpreter_language"],
            next_meeting=sent["next_meeting"],
            names={part: name for part, name in names.items() if name and name != expected.get(part)},
        )

    def save(self) -> str:
        try:
            services.write_plan(
                self.subject.plan, self.plan_draft(), self.subject.outcomes, self.by, self.meeting_held
            )
        except services.PlanChangedError:
            self.is_outdated = True
            raise
        self.is_saved = True
        return _("Saved.")

    @property
    def done_url(self) -> str:
        """The page after it is saved."""
        plan = self.subject.plan
        return f"{reverse('plan-meeting', args=[plan.student_id])}?plan={plan.pk}"

    @property
    def shown_revision(self) -> str | int:
        """The revision that the writer has seen."""
        return self.data.get("revision", "0") if self.is_bound else self.subject.plan.revision

    def seats(self) -> Iterator[Seat]:
        """Each role at the meeting, the box that says whether they came, and the field of their name."""
        for box in self["present"].subwidgets:
            part = box.data["value"]
            yield Seat(part, box, self[f"name-{part}"])

    def shown_goals(self) -> list[GoalForm]:
        """The goals that there are, and a few empty ones."""
        used = [
            number
            for number, goal in enumerate(self.goal_forms, start=1)
            if goal["id"].value() or goal.has_changed()
        ]
        return self.goal_forms[: max(used, default=0) + BLANK_GOALS]

    def unsaved_texts(self) -> list[tuple[str, str]]:
        """What was typed in the sections and goals and could not be saved: a title and a text each."""
        fields = [(section.title, f"note-{section.key}") for section in self.subject.template.sections]
        fields += [(_("Goal %(n)d") % {"n": n + 1}, f"goal-{n}-title") for n in range(draft.MAX_GOALS)]
        return [(title, text) for title, name in fields if (text := self.data.get(name, ""))]

    def reopened(self) -> PlanForm:
        """The form of the plan as it is saved now, with the names that were typed here."""
        names = {
            name: self.data[name] for name in self.fields if name.startswith("name-") and name in self.data
        }
        return PlanForm(request=self.request, subject=self.subject.reread(), initial=names)


class FinishForm(PlanForm):
    """Save the plan at the end of the meeting, as a version that everybody then signs for themselves."""

    do = "finish"
    meeting_held = True

    def clean(self) -> dict[str, object]:
        """Who was at the meeting: the student and an adult, each with a name; and a goal that was agreed on."""
        super().clean()
        present = set(self.cleaned_data.get("present", ()))
        if "student" not in present or not present & ADULT_PARTS:
            self.add_error(None, _("Check who is at the meeting: the student and at least one adult."))
        elif any(not self.cleaned_data.get(f"name-{part}") for part in present):
            self.add_error(
                None,
                _("Someone at the meeting is checked but has no name. Enter the name, or uncheck the box."),
            )
        if not any(form.has_changed() and not form.is_removed for form in self.goal_forms):
            self.add_error(None, _("There is no goal yet. Add at least one goal before you sign."))
        return self.cleaned_data

    def save(self) -> str:
        super().save()
        version = signing.save_version(self.subject.plan, self.subject.section_titles, self.by)
        return _("Saved as version %(n)d. Now everyone can sign it.") % {"n": version.number}

    @property
    def done_url(self) -> str:
        plan = self.subject.plan
        return f"{reverse('plan', args=[plan.student_id])}?plan={plan.pk}#signatures"


def plan_forms(viewer: Viewer, student: Person) -> tuple[type[PlanForm], ...]:
    """What may be done with a plan by somebody who writes in it."""
    return (PlanForm, FinishForm) if permissions.may_lead_meeting(viewer, student) else (PlanForm,)


def sent_form(actions: PageActions) -> PlanForm | None:
    """The form that was sent, if one was."""
    forms_of_plan = (form for form in actions.forms.values() if isinstance(form, PlanForm))
    return next((form for form in forms_of_plan if form.is_bound), None)
