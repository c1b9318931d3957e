"""Two agreements side by side: which terms, promises, schools, data and signers were added, removed or changed.

Structured data, so no lines of text are compared (as a plan's versions are): a field with its words before and after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_date, format_number

from .data_elements import ELEMENTS
from .models import AgreementElement, AgreementParty, AgreementPromise, AgreementSchool, PartnerAgreement
from .terms import TERM_FIELDS, term_labels

SIMILAR = 0.6
"""From this share of common letters on, a promise in other words counts as the same one, changed."""


@dataclass(frozen=True)
class ComparedLine:
    """One thing in both agreements, in words; "" where an agreement does not have it."""

    label: str
    before: str
    after: str

    @property
    def change(self) -> str:
        """What became of it: "added", "removed", "changed", or "" for the same."""
        if self.before == self.after:
            return ""
        return "changed" if self.before and self.after else "added" if self.after else "removed"


@dataclass(frozen=True)
class ComparedSection:
    """A part of the agreements, with the lines that differ. same: how many lines do not."""

    title: str
    lines: list[ComparedLine]
    same: int


def compare_agreements(
    viewer: Viewer, before: PartnerAgreement, after: PartnerAgreement
) -> list[ComparedSection]:
    """The parts of two agreements that the viewer sees."""
    labels = term_labels()
    terms = [
        ComparedLine(labels[name], _term_text(before, name), _term_text(after, name)) for name in TERM_FIELDS
    ]
    promises = _compare_promises(_promises(viewer, before), _promises(viewer, after))
    schools = _compare_names(_("School"), _schools(viewer, before), _schools(viewer, after))
    elements = _compare_names(_("Data"), _elements(viewer, before), _elements(viewer, after))
    parties = _compare_names(_("Signer"), _parties(viewer, before), _parties(viewer, after))
    sections = (
        (_("Terms"), terms),
        (_("Promises"), promises),
        (_("Schools"), schools),
        (_("Schedule of data"), elements),
        (_("Signatures"), parties),
    )
    amends = after.parent_id == before.pk
    return [_section(title, lines, amends) for title, lines in sections]


def _section(title: str, lines: list[ComparedLine], amends: bool) -> ComparedSection:
    """The lines that differ. amends: the second amends the first, so what it does not name stays as it was."""
    changes = [line for line in lines if line.change and not (amends and line.change == "removed")]
    return ComparedSection(title, changes, len(lines) - len(changes))


def _term_text(agreement: PartnerAgreement, name: str) -> str:
    """A term as people read it."""
    value = getattr(agreement, name)
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int):
        return format_number(value)
    display = getattr(agreement, f"get_{name}_display", None)
    return str(display()) if display else str(value)


def _promises(viewer: Viewer, agreement: PartnerAgreement) -> list[AgreementPromise]:
    rows = AgreementPromise.objects.seen_by(viewer).filter(agreement=agreement, deleted_at=None)
    return list(rows.order_by("by", "created", "pk"))


def _promise_text(promise: AgreementPromise | None) -> str:
    """A promise with its amount: "Days of coaching: 36 days in a school year"."""
    if promise is None or not promise.amount:
        return promise.text if promise else ""
    amount = f"{format_number(promise.amount)} {promise.unit}".strip()
    return f"{promise.text}: {amount} {promise.get_period_display()}"


def _compare_promises(before: list[AgreementPromise], after: list[AgreementPromise]) -> list[ComparedLine]:
    """Promises of the same side by their words; one in nearly the same words was changed."""
    left, lines = list(after), []
    for promise in before:
        match = max(left, key=lambda other: _likeness(promise, other), default=None)
        if match is not None and _likeness(promise, match) < SIMILAR:
            match = None
        if match is not None:
            left.remove(match)
        lines.append(ComparedLine(promise.get_by_display(), _promise_text(promise), _promise_text(match)))
    added = [ComparedLine(promise.get_by_display(), "", _promise_text(promise)) for promise in left]
    return [*lines, *added]


def _likeness(promise: AgreementPromise, other: AgreementPromise) -> float:
    if promise.by != other.by:
        return 0.0
    return SequenceMatcher(None, promise.text.casefold(), other.text.casefold()).ratio()


def _compare_names(label: str, before: Iterable[str], after: Iterable[str]) -> list[ComparedLine]:
    """Names in one of two lists, or in both."""
    old, new = list(before), list(after)
    both = [ComparedLine(label, name, name) for name in old if name in new]
    removed = [ComparedLine(label, name, "") for name in old if name not in new]
    return [*both, *removed, *(ComparedLine(label, "", name) for name in new if name not in old)]


def _schools(viewer: Viewer, agreement: PartnerAgreement) -> list[str]:
    rows = AgreementSchool.objects.seen_by(viewer).filter(agreement=agreement, deleted_at=None)
    return list(rows.order_by("school__name").values_list("school__name", flat=True))


def _elements(viewer: Viewer, agreement: PartnerAgreement) -> list[str]:
    rows = AgreementElement.objects.seen_by(viewer).filter(agreement=agreement)
    allowed = set(rows.values_list("element", flat=True))
    return [str(element.label) for key, element in ELEMENTS.items() if key in allowed]


def _parties(viewer: Viewer, agreement: PartnerAgreement) -> list[str]:
    rows = AgreementParty.objects.seen_by(viewer).filter(agreement=agreement).order_by("created", "pk")
    return [party.legal_name for party in rows]
