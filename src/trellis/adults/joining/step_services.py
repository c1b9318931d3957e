"""Writing about one step: done, open again, another owner or day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_sentence_list
from trellis.core.foundation.revisions import save_if_current
from trellis.learning.projects.sent_files import accept_file

from .due_dates import today_at
from .models import JoiningStep
from .plans import plan_for
from .requirements import check_requirement
from .services import steps_of


@dataclass(frozen=True)
class Evidence:
    """What shows that a step is done: words, a link, a file."""

    text: str = ""
    link: str = ""
    file: UploadedFile | None = None


def complete_step(
    step: JoiningStep,
    evidence: Evidence,
    done_on: date | None,
    seen: int | None,
    by: UUID | None,
    name: str,
) -> None:
    """Mark a step done, with its evidence. Again with the same words changes nothing.

    Raises ActionError for a school that is not on its way, for steps that come first, for what Trellis checks and does
    not find, and for a day to come; EditConflict where somebody wrote since.
    """
    upload = accept_file(evidence.file) if evidence.file else None
    with ledger.act("complete a joining step", by=by, about=step.joining_id, step=step.key):
        _check_step(step)
        today = today_at(step.joining)
        if done_on and done_on > today:
            raise ActionError(_("This day has not come yet."), field="done_on")
        values: dict[str, object] = {
            "done_on": done_on or today,
            "done_by_id": by,
            "done_by_name": name[:120],
            "evidence": evidence.text,
            "evidence_link": evidence.link,
        }
        if upload:
            step.evidence_file.save(upload.stored, upload.content, save=False)
            values |= {
                "evidence_file": step.evidence_file.name,
                "evidence_file_name": upload.name[:160],
                "evidence_media_type": upload.media_type,
            }
        labels = {"evidence": _("Evidence"), "evidence_link": _("Link")}
        save_if_current(step, values, seen, labels)


def _check_step(step: JoiningStep) -> None:
    joining = step.joining
    if not joining.is_active:
        raise ActionError(_("This school is not joining now."))
    if missing := unmet_needs(step):
        raise ActionError(_("Do this first: %(steps)s.") % {"steps": format_sentence_list(missing)})
    planned = plan_for(joining).step(step.key)
    requirement = check_requirement(planned.check if planned else None, joining)
    if requirement and not requirement.met:
        raise ActionError(requirement.sentence)


def unmet_needs(step: JoiningStep) -> list[str]:
    """The titles of the steps that come first and are not done."""
    planned = plan_for(step.joining).step(step.key)
    if planned is None or not planned.needs:
        return []
    rows = steps_of(step.joining).filter(key__in=planned.needs, done_on=None).order_by("position")
    return [gettext(title) for title in rows.values_list("title", flat=True)]


def reopen_step(step: JoiningStep, seen: int | None, by: UUID) -> None:
    """Mark a step not done after all. Its evidence stays."""
    with ledger.act("reopen a joining step", by=by, about=step.joining_id, step=step.key):
        save_if_current(step, {"done_on": None, "done_by_id": None, "done_by_name": ""}, seen, {})


def change_step(
    step: JoiningStep, owner: Person | None, due: date | None, obstacle: str, seen: int | None, by: UUID
) -> None:
    """Another owner, another day, and what is in the way. Raises EditConflict where somebody wrote since."""
    with ledger.act("change a joining step", by=by, about=step.joining_id, step=step.key):
        values: dict[str, object] = {
            "owner_id": owner.pk if owner else None,
            "due": due,
            "obstacle": obstacle,
            "due_by_hand": step.due_by_hand or due != step.due,
        }
        save_if_current(step, values, seen, {"due": _("Due"), "obstacle": _("What is in the way")})
