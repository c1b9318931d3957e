"""Writing into a project's design: many people at once, no word lost, and a choice where two texts conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_number

from .models import Part, Project, TextVersion
from .text_merge import merge_texts

MAX_LENGTH = 6000
MIRRORED_COLUMNS = {
    "title": ("title", 160),
    "driving-question": ("driving_question", 300),
    "audience": ("audience", 160),
}
"""Parts that other pages show: the column that holds them too, and its length."""


@dataclass(frozen=True)
class Base:
    """What a writer had seen: a revision of a part, or their own earlier version, which was merged or set aside while
    they typed on from it."""

    revision: int = 0
    version: UUID | None = None

    @classmethod
    def parse(cls, text: str) -> Base:
        """Read `revision` or `revision:version`, as a page sends it. Anything else is revision 0."""
        number, _colon, version = text.partition(":")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return cls()
        try:
            return cls(int(number), UUID(version) if version else None)
        except ValueError:
            return cls(int(number))


def write_part(
    project: Project, key: str, sent: str, base: int, by: UUID, version: UUID | None = None
) -> TextVersion | None:
    """Write a text into a part, by somebody who had seen revision `base` of it; None when nothing changed.

    version: their own earlier version, from which they typed on (`Base`). What others wrote meanwhile is merged in.
    Where the two conflict, the text is set aside (`became`), and the current text does not change; what its writer
    types on goes into the version that was set aside. Raises ActionError for a text that is too long and for a
    revision that never was.
    """
    sent = clean_part(sent)
    most = MIRRORED_COLUMNS.get(key, ("", MAX_LENGTH))[1]
    _check_text(key, sent, most)
    with ledger.act("edit a project", by=by, about=project.pk, part=key):
        part = _lock_part(project, key)
        _check_base(base, part)
        earlier = _earlier_version(part, version, by)
        if earlier and earlier.became == TextVersion.Became.ASIDE and not earlier.settled_at:
            return _update_aside(earlier, sent)
        before = earlier.sent if earlier else _text_at_revision(part, base)
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


def _check_text(key: str, text: str, most: int) -> None:
    if len(text) > most:
        message = _("This is too long. The limit is %(most)s characters.")
        raise ActionError(message % {"most": format_number(most)})
    if key == "title" and not text:
        raise ActionError(_("Enter a name for the project."))


def clean_part(text: str) -> str:
    """A text as a part stores it."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _earlier_version(part: Part, version: UUID | None, by: UUID) -> TextVersion | None:
    if version is None:
        return None
    versions = TextVersion.objects.unscoped("find the writer's own earlier version of a locked part")
    earlier = versions.filter(part=part, by=by, pk=version).first()
    if earlier:
        earlier.part = part
    return earlier


def _update_aside(aside: TextVersion, sent: str) -> TextVersion | None:
    """Write on in a version that was set aside and not chosen or discarded yet."""
    if sent == aside.sent:
        return None
    aside.sent = sent
    aside.save(update_fields=["sent", "modified"])
    return aside


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
    if revision == part.revision:
        return part.text
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


def write_parts(project: Project, sent: Mapping[str, tuple[str, Base]], by: UUID) -> list[TextVersion]:
    """Write many parts at once, by key: the text and what it is based on. All or nothing."""
    with ledger.act("edit a project", by=by, about=project.pk):
        done = [
            write_part(project, key, text, base.revision, by, base.version)
            for key, (text, base) in sent.items()
        ]
    return [writing for writing in done if writing]
