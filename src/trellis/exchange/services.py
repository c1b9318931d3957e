"""Import a roster, and save, confirm or discard one that was uploaded."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Network, RosterSource
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.improvement.opportunity.services import update_after_change

from .importing import IdentityAnswer, RosterChanges, read_roster, write_changes
from .models import RosterUpload
from .oneroster import Problems, check_roster
from .oneroster.problems import RosterReadError

MAX_UPLOAD_BYTES = 512 * 1024**2  # bytes of an upload
MAX_PROBLEMS = 200  # problems saved with an upload

Progress = Callable[[str, int], None]


def _ignore_progress(stage: str, rows: int) -> None:
    pass


@dataclass
class ImportPreview:
    """What a roster would do: its rows by file, its problems, and the changes (None when it can't be imported).

    answer: who the people are whose IDs named someone else before, as somebody decided.
    """

    rows: dict[str, int]
    problems: Problems
    changes: RosterChanges | None
    now: datetime
    answer: IdentityAnswer | None = None


def preview_import(
    path: Path,
    network: Network,
    source_name: str,
    progress: Progress = _ignore_progress,
    rows: Progress = _ignore_progress,
    answer: IdentityAnswer | None = None,
) -> ImportPreview:
    """Check the roster and compare it with what the source brought before. Writes nothing.

    `progress(file, rows)` tells of rows compared; `rows(file, total)` how many there are, after the check.
    """
    now = timezone.now()
    checked = check_roster(path)
    preview = ImportPreview(dict(checked.rows), checked.problems, None, now, answer)
    if not checked.good:
        return preview
    for name, count in checked.rows.items():
        rows(name, count)
    source = _find_source(network, source_name)
    try:
        changes = read_roster(path, network, source, now, progress, checked.problems, answer)
        changes.new_source = source._state.adding and bool(known_sources(network))
    except RosterReadError as stopped:
        checked.problems.add("unreadable", stopped.problem)
        return preview
    preview.changes = None if checked.problems.errors else changes
    return preview


def _find_source(network: Network, name: str) -> RosterSource:
    """The network's source of that name; a new one, not saved yet, when it has none."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 120:
        raise ActionError(_("Enter the name of the system the roster comes from, in 1 to 120 characters."))
    sources = RosterSource.objects.unscoped("find the system that a roster comes from").filter(
        network=network, name__iexact=name
    )
    return sources.order_by("-last_import_at").first() or RosterSource(network=network, name=name)


def known_sources(network: Network) -> list[str]:
    """The names of the systems from which the network's rosters came, the latest first."""
    rows = RosterSource.objects.unscoped("list the systems that rosters came from").filter(network=network)
    return list(rows.exclude(last_import_at=None).order_by("-last_import_at").values_list("name", flat=True))


def reject_demonstration_network(network: Network) -> None:
    """Raise ActionError for a demonstration network, whose people are invented."""
    if network.invented:
        raise ActionError(
            _(
                "%(network)s is a demo with made-up people, so you cannot import a real roster here. To "
                "use real rosters, create your own network with: trellis open"
            )
            % {"network": network.name}
        )


def import_roster(
    preview: ImportPreview,
    network: Network,
    by: UUID | None = None,
    progress: Progress = _ignore_progress,
    new_source: bool = False,
) -> dict[str, object]:
    """Write what was previewed, all or nothing, and update the opportunity figures. Return its summary.

    new_source: somebody said that this system is another one than those that brought rosters before.
    Raises ActionError when the roster has problems, the network is invented, the system is new and nobody said so, or
    another import came in between.
    """
    summary = _write_import(preview, network, by, progress, new_source)
    update_after_change(network)
    return summary


def _write_import(
    preview: ImportPreview, network: Network, by: UUID | None, progress: Progress, new_source: bool
) -> dict[str, object]:
    reject_demonstration_network(network)
    if preview.changes is None:
        raise ActionError(_("This roster has problems. Nothing was imported. Fix them and upload it again."))
    if preview.changes.new_source and not new_source:
        raise ActionError(
            _(
                "Earlier rosters came from %(names)s. With a new name, everyone would be added a second "
                "time. Use the same name, or confirm that this is a different system."
            )
            % {"names": ", ".join(known_sources(network))}
        )
    summary = preview.changes.summary()
    write_changes(preview.changes, preview.now, by, progress)
    return summary


def save_upload(file: UploadedFile, network: Network, source_name: str, by: UUID) -> RosterUpload:
    """Save an uploaded zip, check it and store what it would change. Raises ActionError for no zip or a huge one."""
    reject_demonstration_network(network)
    if file.size is None or file.size > MAX_UPLOAD_BYTES:
        raise ActionError(_("The file is larger than 512 MB. Export one district or school at a time."))
    if not zipfile.is_zipfile(file):
        raise ActionError(
            _("%(name)s is not a complete zip file. Zip the roster’s CSV files and upload the zip.")
            % {"name": (file.name or "")[:80]}
        )
    folder = Path(settings.MEDIA_ROOT) / "rosters"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    upload = RosterUpload(network=network, uploaded_by_id=by, source_name=source_name)
    upload.file_name = (file.name or "roster.zip")[-200:]
    path = folder / f"{upload.pk}.zip"
    upload.path = str(path)
    try:
        with path.open("xb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        upload.summary = _preview_summary(preview_import(path, network, source_name))
        with ledger.act("upload a roster", by=by, about=network.pk, file=upload.file_name):
            upload.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return upload


def _preview_summary(preview: ImportPreview) -> dict[str, object]:
    """What the page shows of a preview, as JSON stores it."""
    problems = sorted(preview.problems.kept, key=lambda problem: not problem.error)
    return {
        "rows": preview.rows,
        "errors": preview.problems.errors,
        "problems": [
            {"where": problem.where, "what": problem.what, "do": problem.do, "error": problem.error}
            for problem in problems[:MAX_PROBLEMS]
        ],
        "more": sum(preview.problems.counts.values()) - min(len(problems), MAX_PROBLEMS),
        "changes": preview.changes.summary() if preview.changes else None,
        "unsure": any(kind == "who" for kind, _file, _column in preview.problems.counts),
        "answer": preview.answer.value if preview.answer else "",
    }


def answer_upload(upload: RosterUpload, by: UUID, answer: IdentityAnswer) -> None:
    """Store who the people are whose IDs named someone else before, and compare the roster again.

    Raises ActionError when its file is gone.
    """
    if not upload.is_pending:
        return
    summary = _preview_summary(
        preview_import(_upload_path(upload), upload.network, upload.source_name, answer=answer)
    )
    with ledger.act("preview a roster again", by=by, about=upload.network_id, file=upload.file_name):
        _upload_queryset(upload).update(summary=summary)


def _upload_path(upload: RosterUpload) -> Path:
    path = Path(upload.path)
    if not path.is_file():
        raise ActionError(_("The uploaded file is no longer here. Upload it again."))
    return path


def confirm_upload(upload: RosterUpload, by: UUID, sure: bool = False, new_source: bool = False) -> bool:
    """Import an uploaded roster; False when an earlier request did. `sure`: many ties may end. `new_source`: the
    system is another one than those that brought rosters before.

    Raises ActionError when the file has gone, when what it would change is no longer what was shown, or when
    many ties would end or a new system would enter people, and nobody said that this is right.
    """
    if not upload.is_pending:
        return False
    path = _upload_path(upload)
    answer = IdentityAnswer(upload.summary["answer"]) if upload.summary.get("answer") else None
    preview = preview_import(path, upload.network, upload.source_name, answer=answer)
    summary = _preview_summary(preview)
    if summary != upload.summary:
        with ledger.act("preview a roster again", by=by, about=upload.network_id, file=upload.file_name):
            _upload_queryset(upload).update(summary=summary)
        raise ActionError(
            _(
                "Records have changed since you opened this page. The page now shows what the roster "
                "would change."
            )
        )
    if preview.changes and preview.changes.many_end and not sure:
        raise ActionError(
            _("Many connections would end. Check the box to confirm, or upload the complete roster.")
        )
    with ledger.act("import a roster", by=by, about=upload.network_id, file=upload.file_name):
        if not _claim_upload(upload, "confirmed_at"):
            return False
        _write_import(preview, upload.network, by, _ignore_progress, new_source)
        _upload_queryset(upload).update(path="")
    path.unlink(missing_ok=True)
    update_after_change(upload.network)
    return True


def _upload_queryset(upload: RosterUpload) -> QuerySet[RosterUpload]:
    return RosterUpload.objects.unscoped("find the upload that the caller may act on").filter(pk=upload.pk)


def discard_upload(upload: RosterUpload, by: UUID) -> bool:
    """Discard an uploaded roster, its file at once; False when it was confirmed or discarded before."""
    with ledger.act("discard a roster", by=by, about=upload.network_id, file=upload.file_name):
        if not _claim_upload(upload, "discarded_at"):
            return False
        _upload_queryset(upload).update(path="", summary={})
    if upload.path:
        Path(upload.path).unlink(missing_ok=True)
    return True


def _claim_upload(upload: RosterUpload, column: str) -> bool:
    """Whether this request is the first: of two, only one finds the row untouched."""
    rows = _upload_queryset(upload).filter(confirmed_at=None, discarded_at=None)
    return bool(rows.update(**{column: timezone.now()}))
