"""The results of a round as a CSV file: what the page shows, and nothing that it hides."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trellis.core.foundation.csv_export import ExportWriter

from .results import ItemResult


def results_response(items: Iterable[ItemResult], name: str) -> HttpResponse:
    """A file to download: a row for each answer of everybody, then a row for each group."""
    file = io.StringIO()
    writer = ExportWriter(file)
    writer.writerow(
        [
            pgettext("of a survey", "Question"),
            pgettext("of students", "Group"),
            pgettext("of a survey", "Answer"),
            _("Share"),
            _("Number of answers"),
        ]
    )
    for item in items:
        writer.writerows(_rows(item))
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(item: ItemResult) -> Iterable[list[str]]:
    text, everybody = item.question.text, _("Everyone")
    if item.hidden:
        yield [text, everybody, "", item.hidden, ""]
        return
    for bar in item.bars:
        yield [text, everybody, bar.label, bar.share, item.n]
    for group in item.groups:
        yield [text, group.name, item.highest, group.hidden or group.share, group.n]
