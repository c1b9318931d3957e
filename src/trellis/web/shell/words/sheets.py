"""A language as a table that a person reads over in any spreadsheet, and taking its corrections back."""

from __future__ import annotations

import csv
from pathlib import Path

from trellis.core.foundation.csv_export import ExportWriter, read_export
from trellis.core.foundation.errors import ActionError

from .catalogs import LanguageCatalog, language_catalogs, message_forms, update_catalog, write_catalog
from .translation_faults import translation_problems

SHEET_COLUMNS = ("sentence", "plural", "context", "where")


def write_sheet(language: str, path: Path, only_open: bool = False) -> int:
    """Write every sentence of a language, a row each, to a CSV file; with `only_open`, those that have no words yet.

    Returns the number of rows.
    """
    rows = 0
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        out = ExportWriter(file)
        for number, book in enumerate(language_catalogs(language)):
            catalog = update_catalog(book)
            if number == 0:
                out.writerow(
                    [*SHEET_COLUMNS, *(f"translation {n}" for n in range(1, catalog.num_plurals + 1))]
                )
            for sentence in book.sentences:
                forms = message_forms(catalog.get(sentence.text, sentence.context or None))
                if not (only_open and all(forms)):
                    out.writerow([sentence.text, sentence.plural, sentence.context, sentence.place, *forms])
                    rows += 1
    return rows


def import_sheet(language: str, path: Path) -> tuple[int, list[str]]:
    """Take the corrections of a sheet into the catalogs: how many sentences changed, and what was not taken and why.

    A row whose placeholders are lost is not taken; the others are. Raises ActionError for a file that is no such sheet.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = read_export(file)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ActionError(f"{path.name} is not a CSV file in UTF-8: {error}. Save it as CSV UTF-8.") from None
    if not rows or not set(SHEET_COLUMNS) <= set(rows[0]):
        raise ActionError(
            f"{path.name} does not have the columns {', '.join(SHEET_COLUMNS)}. Make one with `trellis words sheet`."
        )
    forms_by_sentence = {(row["context"] or "", row["sentence"]): _row_forms(row) for row in rows}
    changed, refused = 0, []
    for book in language_catalogs(language):
        done, not_taken = _apply_corrections(book, forms_by_sentence)
        changed, refused = changed + done, refused + not_taken
    return changed, refused


def _row_forms(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(value or "" for name, value in row.items() if name and name.startswith("translation "))


def _apply_corrections(
    book: LanguageCatalog, forms_by_sentence: dict[tuple[str, str], tuple[str, ...]]
) -> tuple[int, list[str]]:
    catalog, changed, refused = update_catalog(book), 0, []
    for sentence in book.sentences:
        forms = forms_by_sentence.get(sentence.id, ())
        forms = forms[: catalog.num_plurals] if sentence.plural else forms[:1]
        message = catalog.get(sentence.text, sentence.context or None)
        if (
            message is None
            or not any(forms)
            or message.string in (forms, forms[0] if not sentence.plural else None)
        ):
            continue
        if faults := list(translation_problems(sentence, forms, catalog.num_plurals)):
            refused.append(f"“{sentence.text[:60]}” {'; '.join(faults)}")
            continue
        message.string = forms if sentence.plural else forms[0]
        message.flags.discard("fuzzy")
        changed += 1
    write_catalog(book, catalog)
    return changed, refused
