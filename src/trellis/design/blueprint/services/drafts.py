"""The next version of a model: started from a version or a folder, edited part by part, checked, and published."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Network
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from ..models import ModelPackage, PackageDraft
from ..package import Package
from ..package.files import RawTables
from ..package.schema import PackageMetadata
from ..package.versions import next_version, version_order
from ..selectors import draft_problems, package_body
from .packages import load_package


def start_draft(network: Network, base: ModelPackage, by: UUID) -> PackageDraft:
    """Begin the next version of a model with what its last version says."""
    package = package_body(base)
    metadata = package.model_dump(mode="json", include=set(PackageMetadata.model_fields))
    body = {"package": {**metadata, "version": next_version(package.version)}, **package.tree}
    with ledger.act("start a draft of a model", by=by, about=network.pk, package=base.slug):
        return PackageDraft.objects.create(network=network, base=base, body=body, started_by_id=by)


def import_draft(network: Network, tables: RawTables, base: ModelPackage | None, by: UUID) -> PackageDraft:
    """Begin a draft with the tables of a folder. They may have problems: the draft lists them."""
    if "package" not in tables:
        raise ActionError(
            _("This file has no package.toml. Choose a folder of a model, as a zip file."), "file"
        )
    with ledger.act("import a draft of a model", by=by, about=network.pk):
        return PackageDraft.objects.create(network=network, base=base, body=tables, started_by_id=by)


def save_draft_part(
    draft: PackageDraft, name: str, table: Mapping[str, object] | None, by: UUID
) -> PackageDraft:
    """Write one part of a draft as it was read, or remove it (None). What two people type in one table is compared by
    the form, field by field."""
    body = {**draft.body, name: dict(table or {})}
    if table is None:
        del body[name]
    return _save(draft, by, "edit a draft of a model", body=body)


def save_draft_note(draft: PackageDraft, part: str, text: str, by: UUID) -> PackageDraft:
    """Write why a part changes: schools read it beside the change."""
    notes = {other: note for other, note in draft.notes.items() if other != part}
    return _save(draft, by, "explain a change of a model", notes={**notes, part: text} if text else notes)


def _save(draft: PackageDraft, by: UUID, verb: str, **values: object) -> PackageDraft:
    """Write to an open draft, on top of what was read of it. Refused where somebody else wrote in between."""
    _require_open(draft)
    with ledger.act(verb, by=by, about=draft.pk):
        saved = save_if_current(draft, values, draft.revision, {})
        if saved.revision != draft.revision + 1:
            raise ActionError(_("Someone else saved this draft at the same moment. Save again."))
        return saved


def publish_draft(draft: PackageDraft, version: str, by: UUID) -> ModelPackage:
    """Publish a draft as a version. Refused while it has problems, and for one that is not later than the last."""
    _require_open(draft)
    body = {**draft.body, "package": {**draft.body["package"], "version": version}}
    package, problems = draft_problems(body)
    if package is None or problems:
        raise ActionError(_("Fix the problems of this draft first. Then publish it."), "version")
    _require_later(draft, package)
    with ledger.act("publish a model", by=by, about=draft.network_id, package=package.slug, version=version):
        published = load_package(package, by, draft.network, draft.notes)
        save_if_current(draft, {"published": published, "body": body}, None, {})
    return published


def _require_later(draft: PackageDraft, package: Package) -> None:
    """A version follows those that the network has: otherwise no school could tell which is newer."""
    published = ModelPackage.objects.filter(slug=package.slug, network=draft.network)
    versions = [*published.values_list("version", flat=True), *([draft.base.version] if draft.base else [])]
    latest = max(versions, key=version_order, default=None)
    if latest and version_order(package.version) <= version_order(latest):
        raise ActionError(
            _("Version %(latest)s is the latest. Enter a later version, such as %(next)s.")
            % {"latest": latest, "next": next_version(latest)},
            "version",
        )


def discard_draft(draft: PackageDraft, by: UUID) -> None:
    """Put a draft away. Nothing is deleted: it can be opened again."""
    _require_open(draft)
    with ledger.act("discard a draft of a model", by=by, about=draft.pk):
        save_if_current(draft, {"discarded_at": timezone.now()}, None, {})


def restore_draft(draft: PackageDraft, by: UUID) -> None:
    """Open a discarded draft again."""
    with ledger.act("restore a draft of a model", by=by, about=draft.pk):
        save_if_current(draft, {"discarded_at": None}, None, {})


def _require_open(draft: PackageDraft) -> None:
    if draft.published_id or draft.discarded_at:
        raise ActionError(_("This draft is closed. Start a new one from its version."))
