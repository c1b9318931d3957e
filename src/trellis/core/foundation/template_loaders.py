"""Load our templates without the indentation of their lines: no browser shows it, and it was up to two thirds of a page.

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


class _UnindentedTemplates:
    """Others' templates stay as they are: in allauth's, the messages to translate have indented lines."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)  # ty: ignore[unresolved-attribute]
        path = Path(origin.name)
        if path.suffix == ".html" and path.is_relative_to(OURS):
            return INDENTATION.sub("", contents)
        return contents


class FilesystemLoader(_UnindentedTemplates, filesystem.Loader):
    pass


class AppDirectoriesLoader(_UnindentedTemplates, app_directories.Loader):
    pass
