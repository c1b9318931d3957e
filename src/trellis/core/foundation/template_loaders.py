"""Load our templates without the indentation of their lines: no browser shows it, and it was half of a long page.

It is taken away once, when a template is first used. Line breaks stay, so that an error names the right line.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders import app_directories, filesystem

import trellis

OURS = Path(trellis.__file__).parent
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


def _without_indentation(origin: Origin, contents: str) -> str:
    """Others' templates stay as they are: in allauth's, messages to translate have indented lines."""
    path = Path(origin.name)
    ours = path.suffix == ".html" and path.is_relative_to(OURS)
    return INDENTATION.sub("", contents) if ours else contents


class FilesystemLoader(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        return _without_indentation(origin, super().get_contents(origin))


class AppDirectoriesLoader(app_directories.Loader):
    def get_contents(self, origin: Origin) -> str:
        return _without_indentation(origin, super().get_contents(origin))
