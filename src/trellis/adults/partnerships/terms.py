"""The terms of an agreement as they are signed, and the hash that tells whether they changed."""

from __future__ import annotations

import hashlib
import json

from django.utils.translation import gettext as _

from .models import (
    AgreementElement,
    AgreementParty,
    AgreementPromise,
    AgreementSchool,
    PartnerAgreement,
)

TERM_FIELDS = (
    "kind",
    "title",
    "form",
    "form_version",
    "purposes",
    "starts",
    "ends",
    "renewal",
    "notice_by",
    "subcontractors",
    "storage",
    "encryption",
    "end_of_data",
    "deletion_days",
)
REASON = "read the terms that somebody signs; they name no student"


def term_labels() -> dict[str, str]:
    """What people call the terms, in the reader's language."""
    return {
        "kind": _("Kind"),
        "title": _("Title"),
        "form": _("Form of the national data privacy agreement"),
        "form_version": _("Version"),
        "purposes": _("Purposes"),
        "starts": _("First day"),
        "ends": _("Last day"),
        "renewal": _("Renewal"),
        "notice_by": _("Last day to give notice"),
        "subcontractors": _("Subcontractors"),
        "storage": _("Where data is stored and how it is protected"),
        "encryption": _("Encryption"),
        "end_of_data": _("What happens to data at the end"),
        "deletion_days": _("Days to delete data after the end"),
    }


def terms_hash(agreement: PartnerAgreement) -> str:
    """A hash of everything that is signed: another one as soon as a word of it changes."""
    parts = (
        (AgreementParty, ("role", "legal_name")),
        (AgreementSchool, ("school",)),
        (AgreementElement, ("element",)),
        (AgreementPromise, ("by", "text", "amount", "unit", "period")),
    )
    terms: list[object] = [[str(getattr(agreement, name) or "") for name in TERM_FIELDS]]
    for model, columns in parts:
        rows = model.objects.unscoped(REASON).filter(agreement=agreement).values_list(*columns)
        terms.append(sorted([str(value) for value in row] for row in rows))
    return hashlib.sha256(json.dumps(terms, ensure_ascii=False).encode()).hexdigest()
