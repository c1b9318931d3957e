"""A project as one open package: a zip with `project.toml`, a Markdown file for each section, and its files.

    project.toml        what it is: title, question, licence, authors, products, benchmarks, scaffolds
    sections/KEY.md     the words of each section of the design, in Markdown; the first line is its title
    files/DIGEST-NAME   what comes along

Anybody can open it without Trellis, and write one by hand.
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import tomli_w
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from trellis.core.foundation.errors import ActionError
from trellis.learning.projects.body import ProjectBody, Slug, Title
from trellis.learning.projects.sent_files import AcceptedFile, accept_file

PACKAGE_FORMAT = "trellis-project-1"
MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_MEMBERS = 200
SECTION_PATH = re.compile(r"sections/([a-z0-9][a-z0-9-]{0,79})\.md")
FILE_PATH = re.compile(r"files/([0-9a-f]{32})-[^/]+")
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


class _Section(BaseModel):
    key: Slug
    title: Title


class _Sections(BaseModel):
    sections: tuple[_Section, ...] = ()


@dataclass(frozen=True)
class ProjectPackage:
    """What was in a package. `about`: licence, language, authors, and where it comes from. `files`: by digest."""

    body: ProjectBody
    about: dict[str, object]
    files: dict[str, AcceptedFile] = field(default_factory=dict)


def pack_project(body: ProjectBody, about: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """The zip. about: licence, language, authors [{name, school}] and the like, as TOML takes them."""
    project = body.model_dump(mode="json")
    parts = project.pop("parts")
    project["sections"] = [{"key": part["key"], "title": part["title"]} for part in parts]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        head = {"format": PACKAGE_FORMAT, "about": dict(about), "project": project}
        zipped.writestr("project.toml", tomli_w.dumps(head))
        for part in parts:
            zipped.writestr(f"sections/{part['key']}.md", f"# {part['title']}\n\n{part['text']}\n")
        for file in body.files:
            if file.digest in files:
                zipped.writestr(f"files/{file.digest}-{_safe_file_name(file.name)}", files[file.digest])
    return out.getvalue()


def _safe_file_name(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name)[-80:] or "file"


def open_package(sent: UploadedFile) -> ProjectPackage:
    """Read a package that somebody uploaded. Raises ActionError, in words, for anything else."""
    if not sent.size or sent.size > MAX_BYTES:
        raise ActionError(_("A package must be a zip file of up to 60 MB. Choose another file."))
    try:
        with zipfile.ZipFile(sent) as zipped:
            members = _checked_members(zipped)
            head = tomllib.loads(zipped.read(members["project.toml"]).decode("utf-8"))
            body = _read_body(zipped, members, head)
            files = _read_files(zipped, members, body)
    except KeyError:
        raise ActionError(_("This zip file has no project.toml. Export the package again.")) from None
    except tomllib.TOMLDecodeError as error:
        raise ActionError(_("project.toml could not be read: %(why)s.") % {"why": error}) from None
    except ValidationError as error:
        raise ActionError(_error_message(error)) from None
    except ZIP_ERRORS:
        raise ActionError(_("This zip file has a password or is damaged. Export or copy it again.")) from None
    about = head.get("about", {})
    return ProjectPackage(body, about if isinstance(about, dict) else {}, files)


def _checked_members(zipped: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by name, before anything is unpacked."""
    members = [
        member
        for member in zipped.infolist()
        if not member.is_dir() and not member.filename.startswith("__MACOSX/")
    ]
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise ActionError(
            _("This zip file has too many files, or files that are too large, for one project.")
        )
    names = {member.filename: member for member in members}
    strange = [
        name
        for name in names
        if name != "project.toml" and not SECTION_PATH.fullmatch(name) and not FILE_PATH.fullmatch(name)
    ]
    if strange and "project.toml" in names:
        raise ActionError(
            _("“%(name)s” does not belong in a package. Put sections in sections/ and files in files/.")
            % {"name": strange[0][:80]}
        )
    return names


def _read_body(
    zipped: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], head: dict[str, object]
) -> ProjectBody:
    if head.get("format") != PACKAGE_FORMAT:
        raise ActionError(_("project.toml must say format = “%(format)s”.") % {"format": PACKAGE_FORMAT})
    project = head.get("project")
    if not isinstance(project, dict):
        raise ActionError(_("project.toml has no [project] table."))
    named = _Sections.model_validate({"sections": project.pop("sections", ())})
    titles = {section.key: section.title for section in named.sections}
    parts = []
    for name in sorted(members, key=lambda member: _section_position(member, titles)):
        if match := SECTION_PATH.fullmatch(name):
            title, text = _parse_section(zipped.read(members[name]).decode("utf-8"), match[1])
            parts.append({"key": match[1], "title": titles.get(match[1], title), "text": text})
    return ProjectBody.model_validate(project | {"parts": parts})


def _section_position(name: str, titles: dict[str, str]) -> tuple[int, str]:
    match = SECTION_PATH.fullmatch(name)
    order = list(titles)
    return (order.index(match[1]) if match and match[1] in order else len(order), name)


def _parse_section(text: str, key: str) -> tuple[str, str]:
    """The title and the words of a Markdown file; without a first heading its name is the title."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    head, _line, rest = text.partition("\n")
    if head.startswith("# "):
        return head[2:].strip()[:160] or key, rest.strip()
    return key.replace("-", " ").capitalize(), text


def _read_files(
    zipped: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], body: ProjectBody
) -> dict[str, AcceptedFile]:
    """Every file that the project names, looked at by its bytes as if somebody had sent it on a page."""
    names_by_digest = {match[1]: name for name in members if (match := FILE_PATH.fullmatch(name))}
    files_by_digest: dict[str, AcceptedFile] = {}
    for file in body.files:
        if file.digest not in names_by_digest:
            raise ActionError(
                _("“%(name)s” is listed in project.toml but is not in files/.") % {"name": file.name}
            )
        raw = SimpleUploadedFile(file.name, zipped.read(members[names_by_digest[file.digest]]))
        try:
            files_by_digest[file.digest] = accept_file(raw)
        except ActionError as error:
            raise ActionError(f"{file.name}: {error.message}") from None
    return files_by_digest


def _error_message(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"])) or "project"
    return _("In project.toml, %(where)s: %(why)s.") % {"where": where, "why": first["msg"]}
