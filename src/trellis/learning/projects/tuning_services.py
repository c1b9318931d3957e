"""Tuning a project: arranging, moving and canceling sessions, inviting colleagues, their comments and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.revisions import save_if_current

from .models import Project, TuningComment, TuningInvitation, TuningSession
from .tuning_changes import TuningChange, announce_change

REASON = "keep one invitation of a colleague to a session"


@dataclass(frozen=True)
class SessionDetails:
    """When and where a session is. online_link: where people join it. focus: what colleagues look at."""

    starts: datetime
    minutes: int
    place: str = ""
    online_link: str = ""
    focus: str = ""


def arrange_session(project: Project, details: SessionDetails, by: Person) -> TuningSession:
    """Arrange a session. The same time again is the same session. Raises ActionError for a time that has passed."""
    _check_time(details.starts)
    with ledger.act("arrange a tuning session", by=by.pk, about=project.pk):
        sessions = TuningSession.objects.unscoped("arrange one session at a time")
        same = sessions.filter(project=project, starts=details.starts, deleted_at=None).first()
        return same or TuningSession.objects.create(project=project, arranged_by=by, **vars(details))


def change_session(
    session: TuningSession, details: SessionDetails, by: UUID, seen: int | None = None
) -> TuningSession:
    """Change a session. Raises EditConflict when somebody changed it since `seen`, ActionError for a new time that has
    passed."""
    values: dict[str, object] = dict(vars(details))
    before, is_moved = session.starts, details.starts != session.starts
    if is_moved:
        _check_time(details.starts)
        values["moved_at"] = timezone.now()
    with ledger.act("change a tuning session", by=by, about=session.pk):
        saved = save_if_current(session, values, seen, _session_labels())
        if is_moved:
            first = min(before, saved.starts) if before > timezone.now() else saved.starts
            announce_change(session.pk, _invited(session), TuningChange.MOVED, first)
    return saved


def _invited(session: TuningSession) -> list[UUID]:
    """The ids of those who are invited to a session."""
    rows = TuningInvitation.objects.unscoped("find whom a change of a session is announced to")
    return list(rows.filter(session=session, deleted_at=None).values_list("person_id", flat=True))


def _check_time(starts: datetime) -> None:
    if starts <= timezone.now():
        raise ActionError(_("This time has passed. Choose a later one."), field="starts")


def _session_labels() -> dict[str, str]:
    return {
        "starts": _("Starts"),
        "minutes": _("Minutes"),
        "place": _("Place"),
        "online_link": _("Link to join online"),
        "focus": _("What colleagues look at"),
    }


def cancel_session(session: TuningSession, by: UUID) -> None:
    """Cancel a session: whom it invited sees nothing of it any more. Comments stay with the project."""
    with ledger.act("cancel a tuning session", by=by, about=session.pk):
        sessions = TuningSession.objects.unscoped("cancel a session once")
        now = timezone.now()
        if sessions.filter(pk=session.pk, deleted_at=None).update(deleted_at=now, modified=now):
            announce_change(session.pk, _invited(session), TuningChange.CANCELED, session.starts)


def invite_colleague(session: TuningSession, person: Person, by: Person) -> TuningInvitation:
    """Invite a colleague. Twice is once; whoever was removed is invited again."""
    now = timezone.now()
    with ledger.act("invite to a tuning session", by=by.pk, about=session.pk):
        invitations = TuningInvitation.objects.unscoped(REASON)
        row, is_new = invitations.get_or_create(
            session=session, person=person, defaults={"invited_by": by, "invited_at": now}
        )
        if not is_new and row.deleted_at:
            invitations.filter(pk=row.pk).update(deleted_at=None, modified=now, invited_by=by, invited_at=now)
        if is_new or row.deleted_at:
            announce_change(session.pk, [person.pk], TuningChange.INVITED, session.starts)
    return row


def remove_invitation(session: TuningSession, invitation: TuningInvitation, by: UUID) -> None:
    """Remove a colleague from a session. What they said stays with the project."""
    with ledger.act("remove from a tuning session", by=by, about=session.pk):
        now = timezone.now()
        rows = TuningInvitation.objects.unscoped("remove an invitation once")
        if rows.filter(pk=invitation.pk, deleted_at=None).update(deleted_at=now, modified=now):
            announce_change(session.pk, [invitation.person_id], TuningChange.REMOVED, session.starts)


def add_comment(
    project: Project, step: str, words: str, by: Person, session: TuningSession | None = None
) -> TuningComment:
    """Add a colleague's feedback on the design, by a step of the protocol."""
    if step not in TuningComment.Step.values:
        raise ActionError(_("Choose a type of feedback."))
    words = clean_line(words, 600, _("Write your feedback. One sentence is enough."))
    with ledger.act("give tuning feedback", by=by.pk, about=project.pk):
        return TuningComment.objects.create(project=project, session=session, by=by, step=step, words=words)


def answer_comment(comment: TuningComment, words: str, by: UUID, seen: int | None = None) -> None:
    """The team answers. Raises EditConflict when a colleague answered since `seen`."""
    words = clean_line(words, 600, _("Write an answer. “Thank you, we changed it” is enough."))
    with ledger.act("answer tuning feedback", by=by, about=comment.project_id):
        values = {"answer": words, "answered_at": timezone.now()}
        save_if_current(comment, values, seen, {"answer": _("Answer")})
