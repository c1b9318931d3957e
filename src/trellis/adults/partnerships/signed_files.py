"""The signed document of an agreement: a PDF by its first bytes, never run in a browser."""

from __future__ import annotations

from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from trellis.core.foundation.errors import ActionError

MAX_BYTES = 25 * 1024 * 1024
MEDIA_TYPE = "application/pdf"


def accept_signed_file(sent: UploadedFile) -> tuple[ContentFile, str]:
    """The document and its name as it was sent. Raises ActionError for what is no PDF, and for more than 25 MB."""
    if not sent.size:
        raise ActionError(_("The file is empty."), field="file")
    if sent.size > MAX_BYTES:
        raise ActionError(_("This file is larger than 25 MB. Choose a smaller file."), field="file")
    body = sent.read()
    if not body.startswith(b"%PDF-"):
        raise ActionError(_("This file is not a PDF. Save the signed agreement as a PDF."), field="file")
    name = PurePath((sent.name or "agreement.pdf").replace("\\", "/")).name
    name = "".join(character for character in name if character.isprintable())[-120:] or "agreement.pdf"
    return ContentFile(body), name
