"""Catalogs of translations: which there are, and making what gettext reads (.mo) from what people write (.po).

No Django here: settings ask for this while they are being read.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

LANGUAGES = ("en", "es", "fr", "ht", "ar", "zh_Hans", "bn", "vi", "pt_BR")
CATALOG_FILE = Path("LC_MESSAGES", "django.po")


def catalog_folders(package: Path, data: Path) -> list[Path]:
    """Where catalogs lie, what wins first: the school's own corrections, Trellis' own, then the models'.

    A model's folder is one with a package.toml, shipped or above which TRELLIS_MODELS points.
    """
    homes = [package / "design" / "blueprint" / "packages"]
    homes += [Path(home) for home in os.environ.get("TRELLIS_MODELS", "").split(os.pathsep) if home]
    models = [toml.parent / "locale" for home in homes for toml in sorted(home.glob("*/package.toml"))]
    return [data / "locale", package / "locale", *models]


def has_catalog(language: str, places: list[Path]) -> bool:
    """Whether anybody has begun to say Trellis' own words in this language ("zh-hans"): a catalog lies there."""
    base, _hyphen, rest = language.partition("-")
    folder = f"{base}_{rest.title() if len(rest) == 4 else rest.upper()}" if rest else base
    return any((place / folder / CATALOG_FILE).exists() for place in places[:2])


def compile_stale_catalogs(places: list[Path]) -> int:
    """Write each .mo that is older than its .po, or not there; the number written.

    What is marked fuzzy is left out: nobody has checked it. A folder that cannot be written to is passed over.
    """
    done = 0
    for place in places:
        for source in place.glob(f"*/{CATALOG_FILE}"):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                done += _compile_catalog(source, compiled)
    return done


def _compile_catalog(source: Path, compiled: Path) -> bool:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    try:
        with tempfile.NamedTemporaryFile(dir=compiled.parent, delete=False) as whole:
            write_mo(whole, catalog)
        Path(whole.name).chmod(source.stat().st_mode & 0o666)  # whoever may read the one may read the other
        Path(whole.name).replace(compiled)  # whole or not at all: another process may read it now
    except OSError:  # a file system that is only read
        return False
    return True
