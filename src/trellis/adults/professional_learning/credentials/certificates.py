"""What a certificate says: in the reader's language where the model still has the words, else as they stood then."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.assessment.evidence.panel_evidence import practice_rows
from trellis.design.blueprint.wording import wording_of

from ..models import CredentialAward


@dataclass(frozen=True)
class Certificate:
    """A credential with the criteria it was scored on, the evidence, and who assessed it."""

    title: str
    competency: str
    criteria: list[tuple[str, str]]
    """Each with the level that the evidence reached, "" where one assessed oneself."""
    evidence: list[str]
    assessors: list[str]


def describe(award: CredentialAward) -> Certificate:
    """The certificate of an award."""
    record = award.record
    package = wording_of(award.school_id).package
    credential = package.credentials.find(award.key) if package and package.credentials else None
    rows = (
        {row.key: row for row in practice_rows(package, credential.rubric)} if package and credential else {}
    )
    criteria = []
    for saved in record.get("criteria", ()):
        row = rows.get(saved["key"])
        names = {cell[0]: cell.quality for cell in row.levels} if row else {}
        criteria.append((row.title if row else saved["title"], names.get(saved["level"], saved["quality"])))
    return Certificate(
        title=credential.title if credential else award.title,
        competency=credential.competency if credential else record.get("competency", ""),
        criteria=criteria,
        evidence=record.get("evidence", []),
        assessors=record.get("assessors", []),
    )
