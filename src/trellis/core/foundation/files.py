"""What people send: looked at by its bytes, never by its name, and cleaned of what nobody meant to send.

A photo is drawn anew: what a camera writes beside the picture (place, device, hour) does not survive it. How many
pixels it has is read from its first bytes and bounded before any is decoded: a file of 7 kB can hold 60 million.
"""

from __future__ import annotations

import re
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .errors import ActionError

MAX_BYTES = 12 * 1024 * 1024
LONGEST_SIDE = 1600
MAX_PIXELS = 16_000_000  # decoded whole: 64 MB
MAX_JPEG_PIXELS = 64_000_000  # a baseline JPEG is decoded at a half, a quarter or an eighth of its size
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
AUDIO_SIGNATURES = {
    b"\x1aE\xdf\xa3": ("webm", "audio/webm"),
    b"OggS": ("ogg", "audio/ogg"),
    b"ID3": ("mp3", "audio/mpeg"),
    b"RIFF": ("wav", "audio/wav"),
}
AUDIO_FRAME_BYTES = {
    **dict.fromkeys((b"\xfb", b"\xf3", b"\xf2", b"\xfa"), ("mp3", "audio/mpeg")),
    **dict.fromkeys((b"\xf1", b"\xf9", b"\xf0", b"\xf8"), ("aac", "audio/aac")),
}
"""The second byte of sound that comes without a head, as older phones record it."""
VIDEO_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)


def clean_photo_or_voice_note(sent: UploadedFile) -> tuple[ContentFile, str]:
    """A photo (drawn anew, at most 1600 pixels a side) or a voice note, and its media type.

    Raises ActionError for anything else, and for more than 12 MB.
    """
    if sent.size is None or sent.size > MAX_BYTES:
        raise ActionError(_("This file is larger than 12 MB. Send a smaller photo or a shorter note."))
    body = sent.read()
    kind = _audio_type(body)
    if kind:
        return ContentFile(body, name=f"note.{kind[0]}"), kind[1]
    return _redraw_photo(body), "image/jpeg"


def _audio_type(body: bytes) -> tuple[str, str] | None:
    if VIDEO_TRACK.search(body):
        return None  # a phone that films when asked to record: nobody meant to send the picture
    if body[4:8] == b"ftyp" and body[8:11] in (b"M4A", b"mp4", b"iso", b"das", b"3gp"):
        return "m4a", "audio/mp4"
    if body[:1] == b"\xff" and body[1:2] in AUDIO_FRAME_BYTES:
        return AUDIO_FRAME_BYTES[body[1:2]]
    if body[:4] == b"RIFF" and body[8:12] != b"WAVE":
        return None
    return next((kind for head, kind in AUDIO_SIGNATURES.items() if body.startswith(head)), None)


def _redraw_photo(body: bytes) -> ContentFile:
    try:
        _check_pixel_count(
            _webp_size(body)
        )  # before it is opened: its decoder sets the whole canvas aside then
        with Image.open(BytesIO(body), formats=["JPEG", "PNG", "WEBP"]) as image:
            baseline = image.format == "JPEG" and not image.info.get("progressive")
            _check_pixel_count(image.size, MAX_JPEG_PIXELS if baseline else MAX_PIXELS)
            if baseline:
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if image.mode in ("1", "P"):
                image = image.convert("RGB")
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=None)
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except Image.DecompressionBombError:
        raise _too_large_error() from None
    except (OSError, ValueError, SyntaxError):
        raise ActionError(_("We cannot open this file. Choose a photo or a voice note.")) from None
    drawn = BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(drawn, "JPEG", quality=82)
    return ContentFile(drawn.getvalue(), name="photo.jpg")


def _check_pixel_count(size: tuple[int, int], most: int = MAX_PIXELS) -> None:
    if size[0] * size[1] > most:
        raise _too_large_error()


def _too_large_error() -> ActionError:
    return ActionError(_("This photo is too large to open. Take it again at a smaller size."))


def _webp_size(body: bytes) -> tuple[int, int]:
    """Width and height as a WebP file's first bytes say (RFC 9649); (0, 0) for what is no WebP."""
    if body[:4] != b"RIFF" or body[8:12] != b"WEBP" or len(body) < 30:
        return 0, 0
    kind = body[12:16]
    if kind == b"VP8X":
        return int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(body[26:28], "little") & 0x3FFF, int.from_bytes(body[28:30], "little") & 0x3FFF
