"""Earlier uploads, and the systems they came from."""

from uuid import UUID

from trellis.core.community.models import RosterSource
from trellis.core.community.viewer import Viewer

from .models import FrameworkUpload, RosterUpload

MAX_UPLOADS = 10


def latest_uploads(viewer: Viewer, network_id: UUID) -> list[RosterUpload]:
    """The latest uploads that were not discarded, newest first."""
    queryset = RosterUpload.objects.seen_by(viewer).filter(network=network_id, discarded_at=None)
    return list(queryset.select_related("uploaded_by").order_by("-created")[:MAX_UPLOADS])


def latest_framework_uploads(viewer: Viewer) -> list[FrameworkUpload]:
    """The latest files of standards that were not discarded, newest first."""
    uploads = FrameworkUpload.objects.seen_by(viewer).filter(discarded_at=None).select_related("uploaded_by")
    return list(uploads.order_by("-created")[:MAX_UPLOADS])


def source_names(viewer: Viewer, network_id: UUID) -> list[str]:
    """The systems that rosters came from, the latest first."""
    sources = RosterSource.objects.seen_by(viewer).filter(network=network_id).order_by("-last_import_at")
    return list(sources.values_list("name", flat=True))
