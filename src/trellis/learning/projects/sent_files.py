"""Files that students turn in: known kinds by their first bytes, of a size, and never run in a browser."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.files import clean_photo_or_voice_note

MAX_BYTES = 25 * 1024 * 1024
OFFICE_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
TEXT_TYPES = {".txt": "text/plain", ".md": "text/plain", ".csv": "text/plain"}
VIDEO_TYPES = {".mp4": "video/mp4", ".mov": "video/quicktime"}


@dataclass(frozen=True)
class AcceptedFile:
    """A file that was accepted. `name` is shown, `stored` is what the disk calls it."""

    content: ContentFile
    media_type: str
    name: str
    stored: str
    digest: str


def accept_file(sent: UploadedFile) -> AcceptedFile:
    """The file, once it is known for what it is. Photos are drawn anew.

    Raises ActionError for more than 25 MB, for an empty file, and for a kind that is not accepted.
    """
    if not sent.size:
        raise ActionError(_("The file is empty."))
    if sent.size > MAX_BYTES:
        raise ActionError(_("This file is larger than 25 MB. Choose a smaller file, or add a link to it."))
    name = PurePath((sent.name or "file").replace("\\", "/")).name
    name = "".join(character for character in name if character.isprintable())[-120:] or "file"
    body = sent.read()
    kind = _media_type(body, PurePath(name).suffix.lower())
    if kind:
        content, stored = ContentFile(body), f"piece{PurePath(name).suffix.lower()}"
    else:
        sent.seek(0)
        content, kind = clean_photo_or_voice_note(sent)
        stored = content.name or "piece"
    return AcceptedFile(content, kind, name, stored, hashlib.blake2b(body, digest_size=16).hexdigest())


def _media_type(body: bytes, ending: str) -> str | None:
    """The media type of a document or film; None for what may be a photo or a voice note."""
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    if body.startswith(b"PK\x03\x04") and ending in OFFICE_TYPES:
        if b"vbaProject.bin" in body:
            raise ActionError(_("This document has macros. Save it without macros, or as a PDF."))
        return OFFICE_TYPES[ending]
    if body[4:8] == b"ftyp" and ending in VIDEO_TYPES:
        return VIDEO_TYPES[ending]
    if ending in TEXT_TYPES:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            raise ActionError(_("We cannot read this text file. Save it as UTF-8, or as a PDF.")) from None
        if b"\x00" not in body:
            return TEXT_TYPES[ending]
    return None
