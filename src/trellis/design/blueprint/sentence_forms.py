"""A network's designer translates the sentences of a model, on the page or in a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO, TextIOWrapper

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.csv_export import ExportWriter, read_export
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import TextField
from trellis.core.foundation.shown_fields import ShownFieldsForm

from .sentence_selectors import Sentence, TranslationWork
from .services.sentences import save_translations

FIELD = "words-"
LONGEST = 1500
LARGEST_SHEET = 2 * 1024 * 1024
COLUMNS = ("sentence", "where", "translation")


class TranslateForm(ShownFieldsForm):
    """The sentences of the page. What was sent is taken by its sentence, also where the list has moved on since."""

    do = "translate"
    submit = gettext_lazy("Save")

    def prepare(self) -> None:
        work: TranslationWork = self.subject
        digests = [name.removeprefix(FIELD) for name in self.data if name.startswith(FIELD)]
        sent = [work.by_digest[digest] for digest in digests if digest in work.by_digest]
        self.sentences = {f"{FIELD}{row.digest}": row for row in (sent if self.is_bound else work.page)}
        for name, sentence in self.sentences.items():
            self.fields[name] = TextField(
                label=sentence.text, required=False, initial=sentence.words, max_length=LONGEST, rows=2
            )
            self.fields[name].widget.attrs["lang"] = work.language

    @property
    def lines(self) -> list[tuple[Sentence, forms.BoundField]]:
        """Each sentence with its field."""
        return [(sentence, self[name]) for name, sentence in self.sentences.items()]

    def save(self) -> str:
        words = {sentence.text: self.cleaned_data[name] for name, sentence in self.sentences.items()}
        save_translations(self.subject.network, self.subject.language, words, self.by)
        return _("Saved.")


class SheetForm(ActionForm):
    """A spreadsheet of translations comes back."""

    do = "sheet"
    submit = gettext_lazy("Import")
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet, as CSV"),
        help_text=gettext_lazy("As “Download” gives it, with the column “translation” filled in."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_SHEET:
            raise forms.ValidationError(_("This file is too large."))
        return file

    def save(self) -> str:
        rows = _read_sheet(self.cleaned_data["file"])
        sentences = {sentence.text: sentence for sentence in self.subject.sentences}
        sent = {row["sentence"]: row["translation"].strip()[:LONGEST] for row in rows}
        words = {
            text: translated
            for text, translated in sent.items()
            if text in sentences and translated and translated != sentences[text].in_force
        }
        count = save_translations(self.subject.network, self.subject.language, words, self.by)
        return ngettext("%(count)s translation saved.", "%(count)s translations saved.", count) % {
            "count": count
        }


def _read_sheet(file) -> list[dict[str, str]]:
    try:
        rows = read_export(TextIOWrapper(file, encoding="utf-8-sig", newline=""))
    except (UnicodeDecodeError, csv.Error):
        raise ActionError(_("This is not a CSV file in UTF-8. Save it as CSV UTF-8."), "file") from None
    if not rows or not {"sentence", "translation"} <= rows[0].keys():
        raise ActionError(
            _("This file does not have the columns %(columns)s. Download the list first.")
            % {"columns": ", ".join(COLUMNS)},
            "file",
        )
    return rows


def sheet_of(work: TranslationWork) -> str:
    """The sentences that the filters leave, as CSV. `translation` has the network's words, or the catalog's."""
    text = StringIO()
    text.write("\ufeff")
    out = ExportWriter(text)
    out.writerow(COLUMNS)
    for sentence in work.chosen:
        out.writerow([sentence.text, sentence.place, sentence.in_force])
    return text.getvalue()


SENTENCE_FORMS = (TranslateForm, SheetForm)
