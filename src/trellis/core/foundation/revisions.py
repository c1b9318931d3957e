"""Optimistic locking: nobody overwrites words that they have not seen.

A form carries the revision of the row that it shows. A service passes it on to `save_if_current`, which writes only
when nobody wrote since. Otherwise it raises `EditConflict` before anything is written, with both texts; the
middleware in `web/shell/conflicts.py` shows them side by side and lets the person choose or merge. This works for
sealed columns too, whose old text the ledger does not keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from django.db.models import F, Field, ForeignKey, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from . import formatting
from .errors import ActionError
from .requests import Request

Row = TypeVar("Row", bound=Model)
ABSENT = -1
"""The revision of a row that did not exist when the page was shown."""
SHOWN_FIELD = "shown"
"""The field that says which rows a page lists beside a form, and at which revisions."""
REASON = "write a row unless someone changed it since"


@dataclass(frozen=True)
class FieldDifference:
    """One field whose saved value is not what the person sent. `name` is the field; `saved` and `sent` are text.

    `typed`: it is words that can be edited, and neither a choice nor a date.
    """

    name: str
    label: str
    saved: str
    sent: str
    saved_value: object = None
    sent_value: object = None
    typed: bool = True


class EditConflict(Exception):
    """Somebody else changed the row after the page was opened. Nothing was written.

    revision: of the row now; None where fields carry what was shown instead. prefix: of the form's field names.
    same_person: nobody but the person writes the row, who then did so on another page or device. row: its id, for a
    form in which one chooses among several.
    """

    def __init__(
        self,
        differences: list[FieldDifference],
        revision: int | None = None,
        prefix: str = "",
        same_person: bool = False,
        row: object = None,
    ) -> None:
        super().__init__("; ".join(difference.label for difference in differences))
        self.differences = differences
        self.revision = revision
        self.prefix = prefix
        self.same_person = same_person
        self.row = row


def posted_revision(request: Request, name: str = "revision") -> int | None:
    """The revision that a form was shown at: ABSENT for an empty field, None where the form has no such field.

    The field holds `id:revision`, or the revision alone.
    """
    text = request.POST.get(name)
    if text is None:
        return None
    return _parse_revision(text.rpartition(":")[2].strip())


def _parse_revision(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else ABSENT


def shown_revision(request: Request, name: str, row: object) -> int | None:
    """The revision at which a form showed one of the rows that it lists or offers, each as `id:revision` in the field
    `name`. ABSENT for a row that it did not show, None where it says no revisions."""
    values = request.POST.getlist(name)
    if not values or str(row) in values:
        return None
    shown_rows = (value.rpartition(":") for value in values)
    return next((_parse_revision(text) for key, _colon, text in shown_rows if key == str(row)), ABSENT)


def save_if_current(
    row: Row,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    shown: Mapping[str, object] | None = None,
) -> Row:
    """Write `values` into the row if its revision is still `seen`, and return it as it is now.

    labels: by field, what a person calls it; fields without a label are written but not compared. `seen` None skips the
    check, for callers that showed nothing to anybody. Sending what is saved already is no conflict, nor is a field that
    still holds what was `shown` (by field, where a form says it): then somebody else changed another field of the row.
    Raises EditConflict, and ActionError for a row that was removed meanwhile. Call inside `ledger.act(...)`.
    """
    rows = type(row).objects.unscoped(REASON).filter(pk=row.pk)
    current = rows if seen is None else rows.filter(revision=seen)
    written = current.update(**values, revision=F("revision") + 1, modified=timezone.now())
    now = rows.first()
    if now is None:
        raise ActionError(
            _("This was removed while you had it open. Copy your text before you leave this page.")
        )
    if written:
        return now
    differences = differences_between(now, values, labels)
    if shown is not None:
        conflicting = [
            difference for difference in differences if difference.saved_value != shown.get(difference.name)
        ]
        if differences and not conflicting:
            return save_if_current(now, values, now.revision, labels)
        differences = conflicting
    if differences:
        raise EditConflict(differences, now.revision, row=now.pk)
    return now


def create_or_save_if_current(
    model: type[Row],
    key: Mapping[str, object],
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
) -> Row:
    """Write the one row that `key` names: made when there is none, else as `save_if_current`.

    `seen` ABSENT means that the page showed no row: one that somebody made meanwhile is a conflict.
    """
    row, created = model.objects.unscoped(REASON).get_or_create(**key, defaults={**values, "revision": 1})
    return row if created else save_if_current(row, values, seen, labels)


def close_or_save(
    row: Model,
    still_open: Mapping[str, object],
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
) -> None:
    """Close a row once, with the words of `labels`. Where somebody closed it before with other words: EditConflict.

    Who has seen those words (`seen` is the revision now) writes theirs in their place. Call inside `ledger.act(...)`.
    """
    rows = type(row).objects.unscoped(REASON).filter(pk=row.pk, **still_open)
    if rows.update(**values, revision=F("revision") + 1, modified=timezone.now()):
        return
    words = {name: value for name, value in values.items() if name in labels}
    save_if_current(row, words, ABSENT if seen is None else seen, labels)


def check_unchanged(
    row: Model, shown: Mapping[str, object], values: Mapping[str, object], labels: Mapping[str, str]
) -> None:
    """Raise EditConflict where a field holds neither what was shown to the person nor what they send."""
    changed = {name: value for name, value in values.items() if _column_value(row, name) != shown.get(name)}
    differences = differences_between(row, changed, labels)
    if differences:
        raise EditConflict(differences)


def differences_between(
    row: Model, values: Mapping[str, object], labels: Mapping[str, str]
) -> list[FieldDifference]:
    """The labelled fields in which the row is not what `values` says."""
    return [
        _field_difference(row, row._meta.get_field(name), str(label), values[name])
        for name, label in labels.items()
        if name in values and _column_value(row, name) != _id_or_value(values[name])
    ]


def _column_value(row: Model, name: str) -> object:
    """What a column holds; the id where it names another row, which is not loaded for it."""
    return getattr(row, row._meta.get_field(name).attname)


def _id_or_value(value: object) -> object:
    return value.pk if isinstance(value, Model) else value


def _field_difference(row: Model, column: Field, label: str, sent: object) -> FieldDifference:
    saved = _column_value(row, column.name)
    typed = isinstance(sent, str) and not column.choices
    return FieldDifference(
        column.name,
        label,
        _display_value(column, saved),
        _display_value(column, _id_or_value(sent)),
        saved,
        sent,
        typed,
    )


def _display_value(column: Field, value: object) -> str:
    """A column's value as text for the conflict page."""
    if value is None or value == "":
        return ""
    if isinstance(column, ForeignKey):
        return str(
            column.related_model.objects.unscoped("name the row that a conflict is about")
            .filter(pk=value)
            .first()
        )
    choices = dict(getattr(column, "flatchoices", ()))
    return str(choices.get(value, value)) if choices else _as_text(value)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formatting.format_date_time(value)
    if isinstance(value, date):
        return formatting.format_date(value)
    if isinstance(value, time):
        return formatting.format_time(value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_as_text(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return "\n".join(_as_text(item) for item in value)
    return str(value)
