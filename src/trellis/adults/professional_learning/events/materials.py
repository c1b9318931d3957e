"""Materials of an event: links and files, for those with a seat and its organizers."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.learning.projects.sent_files import accept_file

from ..models import EventMaterial, LearningEvent, LearningSession
from ..permissions import may_organize
from .page import own_seat

MOST = 60


def materials_for(viewer: Viewer, event: LearningEvent) -> QuerySet[EventMaterial]:
    """What this viewer can open now: nothing without a seat; what is for later, once the event has started."""
    rows = EventMaterial.objects.seen_by(viewer).filter(event=event, deleted_at=None)
    if may_organize(viewer, event):
        return rows
    if not own_seat(viewer, event):
        return rows.none()
    return rows if event.starts and event.starts <= timezone.now() else rows.filter(after=False)


def add_material(
    event: LearningEvent,
    title: str,
    link: str,
    sent: UploadedFile | None,
    session: LearningSession | None,
    after: bool,
    by: UUID,
) -> EventMaterial:
    """Add a link or a file. The same link under the same title is added once."""
    rows = EventMaterial.objects.unscoped("add to the materials of an event").filter(
        event=event, deleted_at=None
    )
    if link and (same := rows.filter(link=link, title=title).first()):
        return same
    if rows.count() >= MOST:
        raise ActionError(_("There are 60 materials already. Remove one first."))
    material = EventMaterial(event=event, session=session, title=title, link=link, after=after)
    if sent:
        accepted = accept_file(sent)
        material.file_name, material.media_type = accepted.name, accepted.media_type
    with ledger.act("add a material", by=by, about=event.pk):
        if sent:
            material.file.save(accepted.stored, accepted.content, save=False)
        material.save()
    return material
