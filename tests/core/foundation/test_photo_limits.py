"""No picture costs a worker more memory than a photo does, however many pixels its few bytes claim."""

import io
import subprocess
import sys
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.files import LONGEST_SIDE, _webp_size, clean_photo_or_voice_note

MEASURE = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from django.core.files.uploadedfile import SimpleUploadedFile
from trellis.core.foundation.files import clean_photo_or_voice_note
from trellis.core.foundation.errors import ActionError
body = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    clean_photo_or_voice_note(SimpleUploadedFile("photo", body))
except ActionError:
    pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
"""Prints how many MiB one upload took at its peak."""


def chunk(kind, data):
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png_bomb(width, height):
    """One bit a pixel, all of them white: 60 million in about 7 kB."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def picture(kind, width, height, **how):
    out = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 60)).save(out, kind, **how)
    return out.getvalue()


def webp_claiming(width, height):
    body = bytearray(picture("WEBP", 8, 8, lossless=True))
    body[21:25] = ((width - 1) | (height - 1) << 14).to_bytes(4, "little")
    return bytes(body)


def peak(body):
    out = subprocess.run([sys.executable, "-c", MEASURE], input=body, capture_output=True, check=True)
    return int(out.stdout)


BOMBS = {
    "png of 59 million": lambda: png_bomb(7700, 7700),
    "png of 900 million": lambda: png_bomb(30000, 30000),
    "png of 17 million": lambda: png_bomb(4200, 4200),
    "webp of 268 million": lambda: webp_claiming(16383, 16383),
    "progressive jpeg of 20 million": lambda: picture("JPEG", 5000, 4000, progressive=True, quality=20),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(name):
    body = BOMBS[name]()
    assert len(body) < 1_000_000
    with pytest.raises(ActionError, match="too large to open"):
        clean_photo_or_voice_note(SimpleUploadedFile("photo", body))
    assert peak(body) < 40


@pytest.mark.parametrize(
    ("body", "most"),
    [
        pytest.param(lambda: picture("JPEG", 9000, 7000, quality=30), 120, id="63 million in a phone's JPEG"),
        pytest.param(lambda: png_bomb(4000, 3900), 160, id="15 million in a PNG"),
        pytest.param(lambda: picture("PNG", 4000, 3900), 200, id="15 million in a PNG of colors"),
    ],
)
def test_the_largest_that_are_taken_cost_little_and_come_out_small(body, most):
    photo, kind = clean_photo_or_voice_note(SimpleUploadedFile("photo", body()))
    assert kind == "image/jpeg"
    assert max(Image.open(photo).size) == LONGEST_SIDE
    assert peak(body()) < most


def test_a_turned_photo_comes_out_upright():
    image = Image.new("RGB", (2000, 1000))
    exif = image.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    photo, _kind = clean_photo_or_voice_note(SimpleUploadedFile("photo", out.getvalue()))
    width, height = Image.open(photo).size
    assert (width, height) == (800, 1600)


@pytest.mark.parametrize(
    "how", [{"lossless": True}, {"quality": 50}, {"save_all": True, "append_images": "two"}]
)
def test_the_size_of_a_webp_is_read_from_its_head(how):
    if "append_images" in how:
        how = how | {"append_images": [Image.new("RGB", (311, 77), (1, 2, 3))]}
    assert _webp_size(picture("WEBP", 311, 77, **how)) == (311, 77)


def test_what_is_no_webp_has_no_size():
    assert _webp_size(picture("PNG", 3, 4)) == _webp_size(b"RIFF") == (0, 0)
