"""What a network designer does with a draft of the model."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, TextField
from trellis.core.foundation.shown_fields import ShownFieldsForm

from . import services
from .labels import part_title
from .models import ModelPackage, PackageDraft
from .package.archive import read_zip
from .package.editing import replace_table
from .package.files import RawTables
from .package.schema import PARTS
from .package.tree import Value
from .package.versions import next_version
from .place_forms import TABLE_FORMS, TableForm
from .place_pages import PlacePage
from .selectors import package_body
from .services import drafts

LONGEST_NOTE = 600
LARGEST_FILE = 5 * 1024 * 1024


class DraftWork:
    """A table of a draft being edited. `adding`: the list that gets an entry."""

    def __init__(self, draft: PackageDraft, at: str, adding: str | None) -> None:
        self.draft, self.adding = draft, adding
        self.page = PlacePage(draft.body, at)

    def may_change(self, name: str) -> bool:
        return True

    def write(self, form: TableForm, tables: RawTables) -> None:
        part = self.page.part
        drafts.save_draft_part(self.draft, part, tables.get(part), form.by)


class HoldForm(TableForm, ShownFieldsForm):
    """Who can change this part or entry."""

    do = "hold"
    hold = forms.ChoiceField(label=gettext_lazy("Who can change this"), required=False)

    def prepare(self) -> None:
        choices = [("held", _("Locked by the network")), ("local", _("Each school can change it"))]
        if len(self.page.path) > 1:
            choices = [("", _("As the part it belongs to")), *choices]
        self.fields["hold"].choices = choices
        self.fields["hold"].initial = self.page.table.get("hold", "")

    def save(self) -> str:
        table = {name: value for name, value in self.page.table.items() if name != "hold"}
        if hold := self.cleaned_data["hold"]:
            table = {"hold": hold, **table}
        self.write(replace_table(self.page.tables, self.page.path, table))
        return _("Saved.")


class NoteForm(TableForm, ShownFieldsForm):
    """Why the part changes: schools read it beside the change."""

    do = "note"
    note = TextField(
        label=gettext_lazy("Why it changes"),
        help_text=gettext_lazy("Schools read this when they decide about the new version."),
        max_length=LONGEST_NOTE,
        rows=2,
        required=False,
    )

    def prepare(self) -> None:
        self.fields["note"].initial = self.subject.draft.notes.get(self.page.part, "")

    def save(self) -> str:
        drafts.save_draft_note(self.subject.draft, self.page.part, self.cleaned_data["note"], self.by)
        return _("Saved.")


PLACE_FORMS = (*TABLE_FORMS, HoldForm, NoteForm)


class PublishForm(ActionForm):
    do = "publish"
    submit = gettext_lazy("Publish this version")
    version = LineField(label=gettext_lazy("Version"), max_length=40)

    def prepare(self) -> None:
        self.fields["version"].initial = self.subject.body.get("package", {}).get("version", "")

    def save(self) -> str:
        self.published = services.publish_draft(self.subject, self.cleaned_data["version"], self.by)
        return _("Published. Schools that use this model see it on their “Our model” page.")

    @property
    def done_url(self) -> str:
        return reverse("model-version", args=[self.published.pk])


class DiscardForm(ActionForm):
    do = "discard"
    submit = gettext_lazy("Discard draft")

    def save(self) -> str:
        services.discard_draft(self.subject, self.by)
        return _("Draft discarded. You can restore it from the list of models.")

    @property
    def done_url(self) -> str:
        return reverse("models", args=[self.subject.network_id])


class AddPartForm(ActionForm):
    """A part that the model does without, begun as another model has it."""

    do = "add-part"
    submit = gettext_lazy("Add part")
    part = forms.ChoiceField(label=gettext_lazy("Part"))
    source = forms.ChoiceField(label=gettext_lazy("Start from"))

    def prepare(self) -> None:
        missing = [part for part in PARTS if part not in self.subject.body]
        self.fields["part"].choices = [(part, part_title(part)) for part in missing]
        versions = ModelPackage.objects.filter(network=None, deleted_at=None).order_by("name", "-created")
        self.packages = {str(version.pk): version for version in versions}
        self.fields["source"].choices = [
            (key, f"{version.name} {version.version}") for key, version in self.packages.items()
        ]

    def save(self) -> str:
        part = self.cleaned_data["part"]
        tree = package_body(self.packages[self.cleaned_data["source"]]).tree
        if part not in tree:
            raise ActionError(_("That model does without this part. Choose another."), "source")
        drafts.save_draft_part(self.subject, part, _table(tree[part]), self.by)
        return _("Added. Check what it says, and what it refers to.")


def _table(value: Value) -> dict:
    return dict(value) if isinstance(value, dict) else {}


DRAFT_FORMS = (PublishForm, DiscardForm, AddPartForm)


class StartDraftForm(ActionForm):
    """The next version of a model that schools of the network work by."""

    do = "start"
    submit = gettext_lazy("Start the next version")
    package = forms.UUIDField(widget=forms.HiddenInput)

    def save(self) -> str:
        base = self.subject.versions.get(self.cleaned_data["package"])
        if base is None:
            raise ActionError(_("This version is no longer here. Open the page again."))
        self.draft = services.start_draft(self.subject.network, base, self.by)
        return _("Draft started: version %(version)s.") % {"version": next_version(base.version)}

    @property
    def done_url(self) -> str:
        return reverse("model-draft", args=[self.draft.pk])


class ImportDraftForm(ActionForm):
    """A folder of a model, as a zip file."""

    do = "import"
    submit = gettext_lazy("Import as a draft")
    file = forms.FileField(
        label=gettext_lazy("Model, as a zip file"),
        help_text=gettext_lazy("A folder of TOML files, as “Download” gives it."),
        error_messages={"required": gettext_lazy("Choose a zip file.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 5 MB. Choose the model’s folder alone."))
        return file

    def save(self) -> str:
        tables, problems = read_zip(self.cleaned_data["file"])
        if "package" not in tables:
            raise ActionError("; ".join(str(problem) for problem in problems[:3]), "file")
        slug = tables["package"].get("slug")
        bases = [each for each in self.subject.versions.values() if each.slug == slug]
        self.draft = services.import_draft(self.subject.network, tables, bases[0] if bases else None, self.by)
        return _("Imported as a draft.")

    @property
    def done_url(self) -> str:
        return reverse("model-draft", args=[self.draft.pk])


class RestoreDraftForm(ActionForm[PackageDraft]):
    do = "restore"
    row_name = "draft"
    submit = gettext_lazy("Restore")

    def rows(self):
        return PackageDraft.objects.seen_by(self.viewer).filter(network=self.subject.network, published=None)

    def save(self) -> str:
        drafts.restore_draft(self.row_or_404, self.by)
        return _("Draft restored.")


MODELS_FORMS = (StartDraftForm, ImportDraftForm, RestoreDraftForm)
