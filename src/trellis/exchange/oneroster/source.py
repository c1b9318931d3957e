"""Opening what was handed over, a folder or a zip, without trusting it: names, links, sizes, encryption."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO

from .problems import roster_read_error
from .spec import SPECS

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAX_BYTES = 2 * 1024**3  # unpacked, all files together
MAX_RATIO = 200  # of one file; real rosters pack 5 to 30 times
RATIO_FROM = 16 * 1024**2  # bytes below which the ratio does not matter
KNOWN_FILES = {name.lower(): name for name in (*SPECS, "manifest")}
READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Source:
    """Files by their OneRoster name ("users"); `label(name)` is what the person calls it ("users.csv")."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, str] = {}
        self.packed: dict[str, int] = {}
        self.read: dict[str, int] = {}
        self.zip: zipfile.ZipFile | None = None
        if path.is_dir():
            self._list_folder()
        elif path.is_file():
            self._list_zip()
        else:
            raise roster_read_error(path.name, "There is no such file or folder", "check the path")
        if not self.files:
            raise roster_read_error(
                path.name,
                "It has no OneRoster files (users.csv, orgs.csv, ...)",
                "choose the folder or zip file from the student information system",
            )

    def close(self) -> None:
        if self.zip:
            self.zip.close()

    @property
    def is_json(self) -> bool:
        return any(f.lower().endswith(".json") for n, f in self.files.items() if n != "manifest")

    def label(self, name: str) -> str:
        return _member_path(self.files.get(name, f"{name}.csv")).name

    def open(self, name: str) -> BinaryIO:
        """A buffered stream of bytes that stops with a sentence at a broken or endless file."""
        try:
            if self.zip:
                raw: IO[bytes] = self.zip.open(self.files[name])
            else:
                raw = (self.path / self.files[name]).open("rb", buffering=0)
        except READ_ERRORS as error:
            raise self._unreadable(name, error) from None
        return io.BufferedReader(_CountedStream(self, name, raw), 1 << 17)

    def _keep(self, member: str) -> None:
        path = _member_path(member)
        name = KNOWN_FILES.get(path.stem.lower())
        if name is None or path.suffix.lower() not in (".csv", ".json"):
            return
        if name in self.files:
            raise roster_read_error(
                path.name, f"It is there twice, also as {self.files[name]}", "remove one of the two"
            )
        self.files[name] = member

    def _list_folder(self) -> None:
        root = self.path.resolve()
        for entry in sorted(self.path.iterdir()):
            if not entry.is_file() or entry.stem.lower() not in KNOWN_FILES:
                continue
            if entry.resolve().parent != root:
                raise roster_read_error(
                    entry.name, "It is a link to another folder", "put the file itself in the folder"
                )
            self._keep(entry.name)

    def _list_zip(self) -> None:
        if self.path.suffix.lower() in (".csv", ".json"):
            raise roster_read_error(
                self.path.name, "This is one file of a roster", "give the folder with all the files"
            )
        try:
            self.zip = zipfile.ZipFile(self.path)
        except READ_ERRORS:
            raise roster_read_error(
                self.path.name,
                "This is not a complete zip file; the transfer may have stopped early",
                "export or copy it again",
            ) from None
        folders = set()
        for info in self.zip.infolist():
            self._check_member(info)
            path = _member_path(info.filename)
            if info.is_dir() or not path.parts or path.parts[0] == "__MACOSX" or path.name.startswith("."):
                continue
            self._keep(info.filename)
            if info.filename in self.files.values():
                folders.add(path.parent)
                self.packed[info.filename] = max(info.compress_size, 1)
        if len(folders) > 1:
            raise roster_read_error(
                self.path.name, "Its files are in more than one folder", "zip one roster at a time"
            )

    def _check_member(self, info: zipfile.ZipInfo) -> None:
        path = _member_path(info.orig_filename)
        if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
            raise roster_read_error(
                self.path.name,
                f"It has a file whose path points outside the zip file ({info.orig_filename[:80]})",
                "zip the folder of CSV files again",
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise roster_read_error(
                self.path.name, f"It has a link instead of the file {path.name}", "zip the files themselves"
            )
        if info.flag_bits & 0x1:
            raise roster_read_error(self.path.name, "It has a password", "make a zip without a password")

    def count(self, name: str, more: int) -> None:
        """Note bytes that were really unpacked; stop when they are too many."""
        read = self.read[name] = self.read.get(name, 0) + more
        packed = self.packed.get(self.files[name])
        if packed and read > RATIO_FROM and read > packed * MAX_RATIO:
            raise roster_read_error(
                self.label(name),
                f"It unpacks to more than {MAX_RATIO} times its size, which is not normal for a roster",
                "export it again, and check where the file comes from",
            )
        if sum(self.read.values()) > MAX_BYTES:
            raise roster_read_error(
                self.label(name),
                f"The roster unpacks to more than {MAX_BYTES // 1024**3} GB",
                "export one district or school at a time",
            )

    def _unreadable(self, name: str, error: Exception) -> Exception:
        return roster_read_error(
            self.label(name),
            f"It can't be read to the end ({error or type(error).__name__})",
            "the file may be damaged or incomplete; export or copy it again",
        )


def _member_path(member: str) -> PurePosixPath:
    """The path of a zip's member. Zips made on Windows may separate folders by backslashes."""
    return PurePosixPath(member.replace("\\", "/"))


class _CountedStream(io.RawIOBase):
    """Passes bytes on and has the source count them."""

    def __init__(self, source: Source, name: str, raw: IO[bytes]) -> None:
        self.source, self.name, self.raw = source, name, raw
        source.read[name] = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        try:
            data = self.raw.read(len(view))
        except READ_ERRORS as error:
            raise self.source._unreadable(self.name, error) from None
        view[: len(data)] = data
        self.source.count(self.name, len(data))
        return len(data)

    def close(self) -> None:
        self.raw.close()
        super().close()
