"""A design of a week as a whole: found open, renamed, shared, discarded."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger, revisions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line

from ..models import WeekDesign
from ..requests_of_week import REQUEST_KEYS

REASON = "change a design of a week, for whom the page has been opened"
MOST_CONSECUTIVE = 10


def lock_open_design(design: WeekDesign) -> WeekDesign:
    """The design as it is now, locked until the act ends. Raises ActionError where it is adopted or discarded."""
    now = WeekDesign.objects.unscoped(REASON).select_for_update().filter(pk=design.pk).first()
    if now is None or now.deleted_at:
        raise ActionError(_("This draft was discarded."))
    if now.adopted_at:
        raise ActionError(_("This week is in use. Copy it to change it."))
    return now


def rename_design(design: WeekDesign, title: str, by: UUID, seen: int | None = None) -> WeekDesign:
    """Give a design another name. Raises EditConflict when somebody changed the design since `seen`."""
    title = clean_line(title, 120, _("Enter a name for the draft."))
    with ledger.act("rename a week", by=by, about=design.pk):
        now = lock_open_design(design)
        return revisions.save_if_current(now, {"title": title}, seen, {"title": _("Name")})


def share_design(design: WeekDesign, is_shared: bool, by: UUID) -> None:
    """Let the school's staff see a draft, or no longer."""
    with ledger.act("share a week" if is_shared else "stop sharing a week", by=by, about=design.pk):
        now = lock_open_design(design)
        if bool(now.shared_at) != is_shared:
            now.shared_at = timezone.now() if is_shared else None
            now.save()


def discard_design(design: WeekDesign, by: UUID) -> None:
    """Put a draft away. It can be brought back."""
    with ledger.act("discard a week", by=by, about=design.pk):
        now = lock_open_design(design)
        now.deleted_at = timezone.now()
        now.save()


def restore_design(design: WeekDesign, by: UUID) -> None:
    """Bring a discarded draft back."""
    with ledger.act("restore a week", by=by, about=design.pk):
        rows = WeekDesign.objects.unscoped(REASON).filter(pk=design.pk, adopted_at=None)
        rows.update(deleted_at=None, modified=timezone.now())


def save_requests(
    design: WeekDesign, changes: dict[str, int], most_consecutive: int, free_periods: bool, by: UUID
) -> None:
    """Say what is asked of the week: 1 or 0 by request, of those that somebody changed. The next draft meets it.

    Requests that are not among the changes stay as they are now, so that two people who check different ones lose none.
    """
    if not 1 <= most_consecutive <= MOST_CONSECUTIVE:
        raise ActionError(
            _("Enter a number from 1 to %(most)d.") % {"most": MOST_CONSECUTIVE}, "most_consecutive"
        )
    with ledger.act("change the requests of a week", by=by, about=design.pk):
        now = lock_open_design(design)
        weights = {key: int(bool(changes.get(key, now.requests.get(key, 1)))) for key in REQUEST_KEYS}
        after = (weights, most_consecutive, free_periods)
        if (now.requests, now.most_consecutive, now.free_periods) != after:
            now.requests, now.most_consecutive, now.free_periods = after
            now.inputs_revision += 1
            now.save()
