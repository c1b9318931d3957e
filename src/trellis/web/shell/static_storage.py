"""Static files as they are served: named for what is in them, compressed, and the sheets of every page in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage  # ty: ignore[missing-module-member]
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = "shell/css/every-page.css"
IMPORT = re.compile(r'^@import "([\w./-]+)";$', re.MULTILINE)
Paths = dict[str, tuple[Storage, str]]


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Puts the text of each imported sheet in place of its @import: on a phone, every file is another wait."""

    def post_process(self, paths: Paths, dry_run: bool = False, **options: object) -> Iterator[tuple]:
        if JOINED in paths:
            joined = InMemoryStorage()
            joined.save(JOINED, ContentFile(_join_imports(paths).encode()))
            paths = paths | {JOINED: (joined, JOINED)}
        yield from super().post_process(paths, dry_run, **options)


def _join_imports(paths: Paths) -> str:
    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    return IMPORT.sub(lambda line: read(join(dirname(JOINED), line[1])), read(JOINED))
