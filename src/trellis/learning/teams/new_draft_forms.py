"""What begins a draft: groups of one kind, a whole school, or work groups, and the settings that they share."""

from __future__ import annotations

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Group, School
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField
from trellis.core.foundation.input_parsing import parse_small_number

from . import group_drafts, permissions, school_drafts, selectors, traits
from .forms import RedirectingForm
from .models import GroupDraft

KIND_CHOICES = [choice for choice in GroupDraft.Kind.choices if choice[0] != GroupDraft.Kind.WORK]
CHOOSE_KIND = gettext_lazy("Choose what to build: teams, strands or advisories.")
ENTER_NAME = gettext_lazy("Enter a name so you can find it later.")
USUAL_SIZES = gettext_lazy(
    "Most teams have 75 to 100 students. Most strands have 20 to 25, and most advisories have 15."
)


class CountField(forms.CharField):
    """A number of groups or students; 0 for what is no number, which the services refuse."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def clean(self, value: object) -> int:
        return parse_small_number(str(value or ""))


class BalanceField(forms.MultipleChoiceField):
    """By what students are mixed. It offers what the viewer may mix by; the services refuse what they may not."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return value in traits.TRAITS


class SettingsForm(ActionForm):
    """How students are mixed."""

    field_order = ["kind", "title", "source", "count", "size", "strands", "advisories"]

    balance = BalanceField(
        label=gettext_lazy("Mix evenly by"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what to mix by from the list.")},
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("Home languages"),
        choices=GroupDraft.Rule.choices,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a home language rule from the list.")},
        help_text=gettext_lazy(
            "With the partner rule, students who share a home language stay together. "
            "They are not spread across groups."
        ),
    )

    def prepare(self) -> None:
        self.may = permissions.traits_to_mix_by(self.viewer, self.school.pk)
        self.fields["balance"].choices = [(key, str(traits.TRAITS[key])) for key in self.may]

    @property
    def school(self) -> School:
        raise NotImplementedError


class SchoolPage:
    """A school whose groups are formed: what the forms of its page offer, read once."""

    def __init__(self, viewer: Viewer, school: School) -> None:
        self.viewer, self.school = viewer, school

    @cached_property
    def sources(self) -> dict[str, Group]:
        return {str(group.pk): group for group in selectors.sources_at(self.viewer, self.school)}

    @cached_property
    def student_count(self) -> int:
        return selectors.student_count(self.viewer, self.school)


class BeginForm(SettingsForm, RedirectingForm):
    """Something is proposed: `draft`, whose page comes next."""

    draft: GroupDraft

    @property
    def done_url(self) -> str:
        return reverse("group-draft", args=[self.draft.pk])


class BeginGroupsForm(BeginForm):
    """Groups of one kind."""

    submit = gettext_lazy("Build draft")
    subject: SchoolPage

    kind = forms.ChoiceField(
        label=gettext_lazy("Type of group"),
        choices=KIND_CHOICES,
        error_messages={"required": CHOOSE_KIND, "invalid_choice": CHOOSE_KIND},
    )
    title = LineField(label=gettext_lazy("Name"), max_length=120, error_messages={"required": ENTER_NAME})
    source = forms.ChoiceField(
        label=gettext_lazy("Students from"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the groups, or the whole school.")},
    )
    count = CountField(label=gettext_lazy("Number of groups"), help_text=USUAL_SIZES)

    def prepare(self) -> None:
        super().prepare()
        sources = [(key, group.title) for key, group in self.subject.sources.items()]
        self.fields["source"].choices = [("", _("the whole school")), *sources]
        self.initial |= {"count": 4, "balance": list(traits.TRAITS)}

    @property
    def school(self) -> School:
        return self.subject.school

    def save(self) -> str:
        sent = self.cleaned_data
        settings = sent["count"], sent["rule"], sent["balance"]
        source = self.subject.sources.get(sent["source"])
        self.draft = group_drafts.begin_draft(
            self.school, sent["kind"], sent["title"], source, *settings, self.by, seen=self.seen
        )
        return ""


class BeginSchoolForm(BeginForm):
    """A whole school in one go."""

    do = "whole"
    submit = gettext_lazy("Build draft for the whole school")
    subject: SchoolPage

    title = LineField(label=gettext_lazy("Name"), max_length=120, error_messages={"required": ENTER_NAME})
    count = CountField(label=gettext_lazy("Number of teams"), help_text=USUAL_SIZES)
    strands = CountField(label=gettext_lazy("Strands in each team"))
    advisories = CountField(label=gettext_lazy("Advisories in each team"))

    def prepare(self) -> None:
        super().prepare()
        teams, strands, advisories = school_drafts.suggest_counts(self.subject.student_count)
        self.initial |= {"count": teams, "strands": strands, "advisories": advisories}
        self.initial["balance"] = list(traits.TRAITS)

    @property
    def school(self) -> School:
        return self.subject.school

    def save(self) -> str:
        sent = self.cleaned_data
        counts = sent["count"], sent["strands"], sent["advisories"]
        settings = sent["rule"], sent["balance"]
        self.draft = school_drafts.begin_school_draft(
            self.school, sent["title"], counts, *settings, self.by, self.seen
        )
        return ""


class WorkGroupsForm(BeginForm):
    """Work groups of a team, class or advisory: `subject`."""

    submit = gettext_lazy("Build draft")
    subject: Group

    title = LineField(label=gettext_lazy("Purpose"), max_length=120, error_messages={"required": ENTER_NAME})
    size = CountField(label=gettext_lazy("Students per group"))

    def prepare(self) -> None:
        super().prepare()
        self.initial |= {"size": 4, "balance": ["language", "english"], "rule": GroupDraft.Rule.PARTNER}

    @property
    def school(self) -> School:
        return self.subject.school

    @cached_property
    def student_count(self) -> int:
        return len(students_in(self.viewer, self.subject))

    def clean_size(self) -> int:
        size = self.cleaned_data["size"]
        if not 2 <= size <= 40 or self.student_count < size:
            raise ValidationError(
                _(
                    "Enter the number of students per group, from 2 to 40. There must be enough students for "
                    "one group."
                )
            )
        return size

    def save(self) -> str:
        sent = self.cleaned_data
        self.draft = group_drafts.begin_draft(
            self.school,
            GroupDraft.Kind.WORK,
            sent["title"],
            self.subject,
            max(1, round(self.student_count / sent["size"])),
            sent["rule"],
            sent["balance"],
            self.by,
            self.may,
            self.seen,
        )
        return ""
