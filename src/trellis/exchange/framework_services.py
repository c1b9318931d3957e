"""Save, import or discard a file of standards that somebody uploaded."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.design.frameworks.models import Framework, Outcome

from .case import CasePackage, parse_case_package
from .case_import import import_framework, last_changed
from .models import FrameworkUpload

MAX_UPLOAD_BYTES = 16 * 1024**2
MAX_SAMPLES = 10


def save_framework_upload(
    package: CasePackage, content: bytes, file_name: str, network_id: UUID, by: UUID
) -> FrameworkUpload:
    """Save an uploaded file, and store what it would change. Raises ActionError for one that can't be imported."""
    summary = summarize(package)
    upload = FrameworkUpload(
        network_id=network_id, uploaded_by_id=by, file_name=file_name[-200:], summary=summary
    )
    folder = Path(settings.MEDIA_ROOT) / "standards"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{upload.pk}.json"
    upload.path = str(path)
    try:
        path.write_bytes(content)
        with ledger.act("upload standards", by=by, about=network_id, file=upload.file_name):
            upload.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return upload


def summarize(package: CasePackage) -> dict[str, object]:
    """What a package would change, as the page shows it and JSON stores it. Raises ActionError for one that can't be
    imported."""
    changes = import_framework(package, preview=True)
    framework, changed_at = changes.framework, last_changed(package)
    return {
        "title": framework.title,
        "creator": framework.creator,
        "changed_on": changed_at.date().isoformat() if changed_at else "",
        "new": changes.new,
        "nothing": changes.nothing,
        "earlier_version": changes.new and _has_earlier_version(framework),
        "added": len(changes.added),
        "added_samples": _texts(changes.added),
        "removed": len(changes.removed),
        "removed_samples": _texts(changes.removed),
        "changed": len(changes.changed),
        "changes": [[change.before, change.after] for change in changes.changed[:MAX_SAMPLES]],
        "reordered": bool(changes.moved or changes.relinked),
        "retitled": changes.retitled,
    }


def _texts(outcomes: Iterable[Outcome]) -> list[str]:
    return [f"{outcome.code} {outcome.title}".strip() for outcome in list(outcomes)[:MAX_SAMPLES]]


def _has_earlier_version(framework: Framework) -> bool:
    return Framework.objects.filter(key=framework.key, packages=None, deleted_at=None).exists()


def confirm_framework_upload(upload: FrameworkUpload, by: UUID) -> bool:
    """Import an uploaded file; False when an earlier request imported or discarded it.

    Raises ActionError when the file is gone, and when it would no longer change what the page showed.
    """
    if not upload.is_pending:
        return False
    path = Path(upload.path)
    if not path.is_file():
        raise ActionError(_("The uploaded file is no longer here. Upload it again."))
    package = parse_case_package(path.read_bytes(), upload.file_name)
    _check_unchanged(upload, package, by)
    with ledger.act("import standards", by=by, about=upload.network_id, file=upload.file_name):
        if not _claim_upload(upload, "confirmed_at"):
            return False
        import_framework(package, by=by)
    path.unlink(missing_ok=True)
    return True


def _check_unchanged(upload: FrameworkUpload, package: CasePackage, by: UUID) -> None:
    summary = summarize(package)
    if summary == upload.summary:
        return
    with ledger.act("preview standards again", by=by, about=upload.network_id, file=upload.file_name):
        _upload_queryset(upload).update(summary=summary)
    raise ActionError(
        _("The standards have changed since you opened this page. Check what would change now.")
    )


def discard_framework_upload(upload: FrameworkUpload, by: UUID) -> bool:
    """Discard an uploaded file; False when it was imported or discarded before."""
    with ledger.act("discard standards", by=by, about=upload.network_id, file=upload.file_name):
        if not _claim_upload(upload, "discarded_at"):
            return False
    if upload.path:
        Path(upload.path).unlink(missing_ok=True)
    return True


def _upload_queryset(upload: FrameworkUpload) -> QuerySet[FrameworkUpload]:
    return FrameworkUpload.objects.unscoped("find the upload that the caller may act on").filter(pk=upload.pk)


def _claim_upload(upload: FrameworkUpload, column: str) -> bool:
    """Whether this request is the first: of two, only one finds the row untouched."""
    rows = _upload_queryset(upload).filter(confirmed_at=None, discarded_at=None)
    return bool(rows.update(**{column: timezone.now(), "path": ""}))
