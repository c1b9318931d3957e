"""The implementation record: when each school adopted each component of its model, and what it changed.

A dataset for researchers. It names schools and no person. `COLUMNS` is its dictionary, which goes along with it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import District, Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.csv_export import ExportWriter
from trellis.design.blueprint.models import Adoption
from trellis.design.blueprint.package.schema import PARTS

BYTE_ORDER_MARK = "\ufeff"
COLUMNS = {
    "school_id": "Identifier of the school in Trellis (UUID).",
    "school": "Name of the school.",
    "district": "Name of its district; empty for a school without one.",
    "component_kind": "part (a part of the model) or practice (a practice that defines the network's schools).",
    "component": "Key of the part, or of the practice, in the model package.",
    "model": "Short name of the model package.",
    "version": "Version of the model package.",
    "first_adopted_on": "First day on which the school worked by a model that has this component (YYYY-MM-DD).",
    "adopted_on": "First day of this adoption, on the school's clock (YYYY-MM-DD).",
    "ended_on": "Day on which another adoption followed; empty while it is in force.",
    "adapted": "yes where the school changed this component, else no.",
    "path": "What was changed: names in the model package, with dots between. One row for each change.",
    "change": "changed or removed.",
    "reason": "Why, as the school wrote it; empty where nobody did.",
}
"""Each column of the record, with its meaning."""


@dataclass(frozen=True)
class ResearchAgreement:
    """Under what the record is given out: noted at each download."""

    title: str
    holder: str
    ends: date


def write_record(viewer: Viewer, network: Network, agreement: ResearchAgreement) -> bytes:
    """The record, its dictionary and the agreement, as a zip file. The download is an act in the ledger."""
    rows = list(record_rows(viewer, network))
    with ledger.act(
        "download the implementation record",
        by=viewer.person_id,
        about=network.pk,
        agreement=agreement.title,
        holder=agreement.holder,
        ends=agreement.ends.isoformat(),
        rows=len(rows),
    ):
        pass
    terms = [
        ("agreement", agreement.title),
        ("holder", agreement.holder),
        ("ends", agreement.ends.isoformat()),
    ]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("implementation-record.csv", _csv([tuple(COLUMNS), *rows]))
        file.writestr("dictionary.csv", _csv([("column", "meaning"), *COLUMNS.items()]))
        file.writestr("agreement.csv", _csv(terms))
    return archive.getvalue()


def _csv(rows: list[tuple]) -> str:
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK)
    ExportWriter(file).writerows(rows)
    return file.getvalue()


def record_rows(viewer: Viewer, network: Network) -> Iterator[tuple]:
    """A row for each component of each adoption, or one for each change to it: by school, then by day."""
    adoptions = Adoption.objects.seen_by(viewer).filter(school__network=network, deleted_at=None)
    districts = dict(District.objects.seen_by(viewer).filter(network=network).values_list("pk", "name"))
    first_days: dict[tuple[object, str, str], date] = {}
    for adoption in adoptions.select_related("school", "package").order_by(
        "school__name", "school_id", "starts"
    ):
        school = adoption.school
        starts = school_local_time(school, adoption.starts).date()
        ends = school_local_time(school, adoption.ends).date().isoformat() if adoption.ends else ""
        for kind, component in _components(adoption.package.body):
            first = first_days.setdefault((school.pk, kind, component), starts)
            head = (
                str(school.pk),
                school.name,
                districts.get(school.district_id, ""),
                kind,
                component,
                adoption.package.slug,
                adoption.package.version,
                first.isoformat(),
                starts.isoformat(),
                ends,
            )
            changes = list(_changes_to(adoption, kind, component))
            yield from ((*head, "yes", *change) for change in changes)
            if not changes:
                yield *head, "no", "", "", ""


def _components(body: dict) -> Iterator[tuple[str, str]]:
    yield from (("part", part) for part in PARTS if body.get(part))
    practices = (body.get("practices") or {}).get("practices") or []
    yield from (("practice", practice["key"]) for practice in practices)


def _changes_to(adoption: Adoption, kind: str, component: str) -> Iterator[tuple[str, str, str]]:
    """The changes of an adoption to one component: path, kind of change, reason."""
    reasons = getattr(adoption, "reasons", None) or {}
    prefix = f"practices.{component}" if kind == "practice" else component
    for path, value in sorted(adoption.changes.items()):
        inside = path == prefix or path.startswith(f"{prefix}.")
        if inside:
            yield path, "removed" if value is None else "changed", str(reasons.get(path, ""))
