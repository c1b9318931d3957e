"""What people send from the languages of a student and of a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import DayField, FieldGroup, TextField
from trellis.core.foundation.formatting import format_language_name
from trellis.learning.projects.form_parts import TemplateInput

from . import minutes, scales, services
from .models import Domain, LanguageProfile, ServiceMinutes
from .selectors import LanguageSummary

CHOOSE_BAND = gettext_lazy("Choose one of the options for years in school, or leave it blank.")
CHOOSE_LITERACY = gettext_lazy("For each language, choose what the student can do, or leave it blank.")
CHOOSE_SCALE = gettext_lazy("Choose a scale.")
CHOOSE_SOURCE = gettext_lazy("Choose whether the levels come from the test or from a teacher.")
CHOOSE_DAY = gettext_lazy("Choose the date of these levels, today or earlier.")
CHOOSE_WEEK = gettext_lazy("Choose a date in the week, today or earlier.")
NOT_ASKED = ("", gettext_lazy("not asked yet"))


def scale_choices() -> list[tuple[str, str]]:
    """The scales that are installed: key and title."""
    return [(key, scale.title) for key, scale in scales.available_scales().items()]


def clean_level(form: forms.Form, name: str, scale_key: str) -> None:
    """Check the level in one field of a form against a scale; what is none is an error beside the field."""
    scale, text = scales.available_scales().get(scale_key), form.cleaned_data.get(name, "")
    if scale and text:
        try:
            services.parse_level(text, len(scale.levels))
        except ActionError as error:
            form.add_error(name, error.message)


def _level_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric"})


@dataclass(frozen=True)
class ProfileSubject:
    """A student, their languages as the viewer sees them, and the day at their school."""

    student: Person
    summary: LanguageSummary
    today: date


class LevelsForm(ActionForm):
    """Levels of English on one day, by domain. `shown-<domain>`: what the page showed."""

    do = "levels"
    subject: ProfileSubject

    at = DayField(label=gettext_lazy("Date"), error_messages={"required": CHOOSE_DAY})
    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        choices=[(source.value, source.label) for source in services.ENTERED_SOURCES],
        error_messages={"required": CHOOSE_SOURCE, "invalid_choice": CHOOSE_SOURCE},
    )

    def prepare(self) -> None:
        today = self.subject.today
        self.initial["at"] = today
        self.fields["at"].widget.attrs["max"] = today.isoformat()
        for key, label in Domain.choices:
            name = str(label)
            self.fields[key] = forms.CharField(
                label=name[:1].upper() + name[1:], required=False, widget=_level_input()
            )
            self.fields[f"shown-{key}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def level_fields(self) -> FieldGroup:
        return FieldGroup(self[name] for key in Domain.values for name in (f"shown-{key}", key))

    def other_fields(self) -> FieldGroup:
        return FieldGroup([self["at"], self["source"]])

    def clean(self) -> dict[str, object]:
        for key in Domain.values:
            clean_level(self, key, self.subject.summary.scale_key)
        return super().clean()

    def save(self) -> str:
        sent = self.cleaned_data
        levels: dict[str, str] = {key: sent[key] for key in Domain.values}
        shown: dict[str, str] = {key: sent[f"shown-{key}"] for key in Domain.values}
        scale_key = self.subject.summary.scale_key
        count = services.save_levels(
            self.subject.student,
            scale_key,
            levels,
            sent["at"],
            sent["source"],
            self.by,
            shown if _has_seen(self) else None,
        )
        return ngettext("%(n)d level saved.", "%(n)d levels saved.", count) % {"n": count}


class ProfileForm(ActionForm):
    """What a student brings. `literacy-<language>`: how they read and write each language of their home."""

    do = "profile"
    subject: ProfileSubject

    strengths = TextField(label=gettext_lazy("Strengths"), max_length=600, rows=2, required=False)
    band = forms.ChoiceField(
        label=gettext_lazy("Time in U.S. schools"),
        required=False,
        choices=[NOT_ASKED, *LanguageProfile.Band.choices],
        error_messages={"invalid_choice": CHOOSE_BAND},
    )
    interrupted = forms.ChoiceField(
        label=gettext_lazy("Was the student’s schooling interrupted for years (SIFE or SLIFE)?"),
        required=False,
        choices=[NOT_ASKED, ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
    )
    scale = forms.ChoiceField(
        label=gettext_lazy("Scale"),
        choices=scale_choices,
        error_messages={"required": CHOOSE_SCALE, "invalid_choice": CHOOSE_SCALE},
    )

    def prepare(self) -> None:
        profile, tags = self.subject.summary.profile, self.subject.student.home_languages
        self.initial["scale"] = self.subject.summary.scale_key
        if profile:
            interrupted = {True: "yes", False: "no"}.get(profile.interrupted, "")
            self.initial |= {
                "strengths": profile.strengths,
                "band": profile.band,
                "interrupted": interrupted,
            }
        for tag in tags:
            self.fields[f"literacy-{tag}"] = forms.ChoiceField(
                label=format_language_name(tag),
                required=False,
                choices=[NOT_ASKED, *LanguageProfile.Literacy.choices],
                initial=profile.literacy.get(tag, "") if profile else "",
                error_messages={"invalid_choice": CHOOSE_LITERACY},
            )
        self.order_fields([f"literacy-{tag}" for tag in tags])

    def save(self) -> str:
        sent, student = self.cleaned_data, self.subject.student
        literacy = {tag: sent[f"literacy-{tag}"] for tag in student.home_languages}
        interrupted = {"yes": True, "no": False}.get(sent["interrupted"])
        background = sent["scale"], literacy, interrupted, sent["band"], sent["strengths"]
        services.write_profile(student, *background, self.by, self.seen)
        return _("Saved.")


PROFILE_FORMS = (LevelsForm, ProfileForm)


class MinutesForm(ActionForm):
    """Minutes of service in a week, in a field for each student (`subject`) and kind. `shown-…`: what was saved."""

    subject: list[Person]

    week = DayField(widget=TemplateInput, error_messages={"required": CHOOSE_WEEK})

    def prepare(self) -> None:
        for student in self.subject:
            for kind, kind_label in [("", ""), *ServiceMinutes.Kind.choices]:
                name = minutes.minutes_field(student.pk, kind)
                label = _("Minutes provided to %(name)s") % {"name": student.name}
                label = f"{label} · {kind_label}" if kind else label
                attrs = {"class": "short", "inputmode": "numeric", "aria-label": label}
                self.fields[name] = forms.CharField(
                    label=label, required=False, widget=forms.TextInput(attrs=attrs)
                )
                self.fields[f"shown-{name}"] = forms.CharField(required=False, widget=TemplateInput)

    def cell(self, student: Person, kind: str, saved: str) -> BoundField:
        """The field of one student and kind, with what is saved in it until something is typed."""
        name = minutes.minutes_field(student.pk, kind)
        self.initial[name] = saved
        return self[name]

    def clean(self) -> dict[str, object]:
        for by_kind in self._cells().values():
            for name in by_kind.values():
                try:
                    if text := self.cleaned_data.get(name, ""):
                        minutes.parse_minutes(text, minutes.MAX_MINUTES)
                except ActionError as error:
                    self.add_error(name, error.message)
        return super().clean()

    def save(self) -> str:
        typed = {
            key: {kind: self.cleaned_data[name] for kind, name in by_kind.items()}
            for key, by_kind in self._cells().items()
        }
        shown = {
            key: {kind: self.cleaned_data[f"shown-{name}"] for kind, name in by_kind.items()}
            for key, by_kind in self._cells().items()
        }
        seen = shown if _has_seen(self) else None
        count = minutes.save_minutes(typed, self.cleaned_data["week"], self.by, seen)
        return ngettext("Saved minutes for %(n)d student.", "Saved minutes for %(n)d students.", count) % {
            "n": count
        }

    def _cells(self) -> dict[UUID, dict[str, str]]:
        """By student and kind ("" for none), the name of a field."""
        kinds = ("", *ServiceMinutes.Kind.values)
        return {
            student.pk: {kind: minutes.minutes_field(student.pk, kind) for kind in kinds}
            for student in self.subject
        }


def _has_seen(form: forms.Form) -> bool:
    """Whether the page sent along what it had shown."""
    return any(name.startswith("shown-") for name in form.data)
