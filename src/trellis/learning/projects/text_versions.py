"""Writing into a project's design: many people at once, no word lost, and a choice where two texts conflict."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import Part, Project, TextVersion
from .text_merge import merge_texts

MAX_LENGTH = 6000
MIRRORED_COLUMNS = {
    "title": ("title", 160),
    "driving-question": ("driving_question", 300),
    "audience": ("audience", 160),
}
"""Parts that other pages show: the column that holds them too, and its length."""


def write_part(project: Project, key: str, sent: str, base: int, by: UUID) -> TextVersion | None:
    """Write a text into a part, by somebody who had seen revision `base` of it; None when nothing changed.

    What others wrote meanwhile is merged in. Where the two conflict, the text is set aside (`became`),
    and the current text does not change. Raises ActionError for a text that is too long and for a revision
    that never was.
    """
    sent = sent.replace("\x00", "").replace("\r\n", "\n").strip()
    most = MIRRORED_COLUMNS.get(key, ("", MAX_LENGTH))[1]
    if len(sent) > most:
        raise ActionError(_("This is too long. The limit is %(most)d characters.") % {"most": most})
    if key == "title" and not sent:
        raise ActionError(_("Enter a name for the project."))
    with ledger.act("edit a project", by=by, about=project.pk, part=key):
        part = _lock_part(project, key)
        _check_base(base, part)
        before = part.text if base == part.revision else _text_at_revision(part, base)
        if sent in (before, part.text):
            return None
        stood = part.text
        text = merge_texts(before, stood, sent)
        fits = text is not None and len(text) <= most
        became = _merge_result(sent, text if fits else None)
        if fits and text is not None:
            _save_part(project, part, text)
        return TextVersion.objects.create(
            part=part,
            by_id=by,
            base=base,
            sent=sent,
            became=became,
            revision=part.revision,
            before=stood,
            text=part.text,
        )


def _check_base(base: int, part: Part) -> None:
    if not 0 <= base <= part.revision:
        raise ActionError(
            _(
                "The project has changed since you opened this page. Open the page again. Your text is "
                "still here."
            )
        )


def _merge_result(sent: str, text: str | None) -> str:
    if text is None:
        return TextVersion.Became.ASIDE
    return TextVersion.Became.KEPT if text == sent else TextVersion.Became.MERGED


def _lock_part(project: Project, key: str) -> Part:
    """The part, locked for this act; made from what the project says when nobody wrote it yet."""
    parts = Part.objects.unscoped("lock the row while it is written").select_for_update()
    column = MIRRORED_COLUMNS.get(key, ("",))[0]
    fresh = Project.objects.unscoped("lock the part while a conflict is settled").get(pk=project.pk)
    part, _created = parts.get_or_create(
        project=project, key=key, defaults={"text": getattr(fresh, column) if column else ""}
    )
    return part


def _text_at_revision(part: Part, revision: int) -> str:
    """The text of a part at a revision. Revision 0 is the text before anybody wrote into the part."""
    writings = TextVersion.objects.unscoped("read the text that the writer had seen").filter(part=part)
    taken = (
        writings.filter(revision__lte=revision).exclude(became=TextVersion.Became.ASIDE).order_by("-revision")
    )
    text = taken.values_list("text", flat=True).first()
    if text is not None:
        return text
    first = writings.exclude(became=TextVersion.Became.ASIDE).order_by("revision").first()
    return first.before if first else part.text


def _save_part(project: Project, part: Part, text: str) -> None:
    part.text, part.revision = text, part.revision + 1
    part.save()
    if part.key in MIRRORED_COLUMNS:
        column = MIRRORED_COLUMNS[part.key][0]
        projects = Project.objects.unscoped("write the texts that other pages show").filter(pk=project.pk)
        projects.update(**{column: text, "modified": timezone.now()})


def settle_writing(aside: TextVersion, choice: str, by: UUID) -> None:
    """Settle a text that was set aside: "mine" replaces the current text with it, "theirs" leaves the current text,
    "both" adds it below. Either way it stays in the history."""
    if choice not in ("mine", "theirs", "both"):
        raise ActionError(_("Choose which version to keep, or keep both."))
    with ledger.act("choose between two texts", by=by, about=aside.part_id, choice=choice):
        fresh = TextVersion.objects.unscoped("settle it only once").filter(pk=aside.pk, settled_at=None)
        if not fresh.update(settled_at=timezone.now(), modified=timezone.now()):
            raise ActionError(_("Someone else already chose a version. Check the current version."))
        parts = Part.objects.unscoped("find the part that a text in conflict belongs to").select_related(
            "project"
        )
        part = parts.get(pk=aside.part_id)
        if choice == "theirs":
            return
        text = aside.sent if choice == "mine" else f"{part.text}\n\n{aside.sent}".strip()
        write_part(part.project, part.key, text, part.revision, by)


def write_parts(project: Project, sent: Mapping[str, tuple[str, int]], by: UUID) -> list[TextVersion]:
    """Write many parts at once, by key: the text and the revision it is based on. All or nothing."""
    with ledger.act("edit a project", by=by, about=project.pk):
        done = [write_part(project, key, text, base, by) for key, (text, base) in sent.items()]
    return [writing for writing in done if writing]
