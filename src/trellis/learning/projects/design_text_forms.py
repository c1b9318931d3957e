"""What teachers write into the parts of a design, and their choice where two of them wrote the same words."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.form_fields import TextField

from . import text_versions
from .design_forms import DesignForm
from .form_parts import TemplateInput
from .models import TextVersion
from .selectors import DesignSection, part_id


class PartsForm(DesignForm):
    """The parts of a design that the page sends: all, or the one that somebody types in.

    `text-<key>`: what is written; `revision-<key>`: what it is based on (`text_versions.Base`). written: by key, what
    became of each that had changed.
    """

    do = "write"
    section = "parts"
    written: dict[str, TextVersion]
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

    def parts(self) -> list[tuple[DesignSection, BoundField, BoundField]]:
        """Each part with its fields: its text and its revision."""
        return [
            (part, self[f"text-{part.section.key}"], self[f"revision-{part.section.key}"])
            for part in self.subject.sections
        ]

    def save(self) -> str:
        done = text_versions.write_parts(self.subject.project, self._posted_parts(), self.by)
        self.written = {version.part.key: version for version in done}
        aside = [version for version in done if version.became == TextVersion.Became.ASIDE]
        if aside:
            self.section = part_id(aside[0].part.key)
            return _("Saved. Someone else changed the same text. Both versions are here: choose one below.")
        if any(change.became == TextVersion.Became.MERGED for change in done):
            return _("Saved, together with changes that someone else made at the same time.")
        return _("Saved.") if done else _("Nothing has changed.")

    @property
    def key(self) -> str:
        """The part that the page sent, where it sends one."""
        return next(iter(self._posted_parts()), "")

    def _posted_parts(self) -> dict[str, tuple[str, text_versions.Base]]:
        """The parts that the page sent, each with the revision that its writer had seen."""
        posted_parts = {}
        for each in self.subject.sections:
            key = each.section.key
            if f"text-{key}" in self.data:
                base = text_versions.Base.parse(self.cleaned_data[f"revision-{key}"])
                posted_parts[key] = (self.cleaned_data[f"text-{key}"], base)
        return posted_parts


class SettleForm(DesignForm[TextVersion]):
    """Choose between two versions of a part. The value of its buttons: `version:choice`."""

    do = "settle"
    row_name = "version"

    version = forms.CharField(widget=TemplateInput)

    @property
    def key(self) -> str:
        """The part whose versions these are."""
        return self.row_or_404.part.key

    def rows(self) -> QuerySet[TextVersion]:
        versions = TextVersion.objects.seen_by(self.viewer).filter(part__project=self.subject.project)
        return versions.select_related("part")

    def save(self) -> str:
        choice = self.cleaned_data["version"].partition(":")[2]
        self.section = part_id(self.key)
        text_versions.settle_writing(self.row_or_404, choice, self.by)
        return _("Saved. Both versions stay in the history.")
