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
from typing import Any

import tomli_w
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from trellis.core.foundation.refusal import Refusal
from trellis.learning.projects.body import Body, Key, Title
from trellis.learning.projects.sent_files import Taken, taken

FORMAT = "trellis-project-1"
MOST = 60 * 1024 * 1024
MOST_OPEN = 200 * 1024 * 1024
MOST_MEMBERS = 200
SECTION = re.compile(r"sections/([a-z0-9][a-z0-9-]{0,79})\.md")
FILE = re.compile(r"files/([0-9a-f]{32})-[^/]+")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class _Section(BaseModel):
    key: Key
    title: Title


class _Sections(BaseModel):
    sections: tuple[_Section, ...] = ()


@dataclass(frozen=True)
class Package:
    """What was in a package. `about`: licence, language, authors, and where it comes from. `files`: by digest."""

    body: Body
    about: dict[str, Any]
    files: dict[str, Taken] = field(default_factory=dict)


def packed(body: Body, about: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The zip. about: licence, language, authors [{name, school}] and the like, as TOML takes them."""
    project = body.model_dump(mode="json")
    parts = project.pop("parts")
    project["sections"] = [{"key": part["key"], "title": part["title"]} for part in parts]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        head = {"format": FORMAT, "about": dict(about), "project": project}
        zipped.writestr("project.toml", tomli_w.dumps(head))
        for part in parts:
            zipped.writestr(f"sections/{part['key']}.md", f"# {part['title']}\n\n{part['text']}\n")
        for file in body.files:
            if file.digest in files:
                zipped.writestr(f"files/{file.digest}-{_plain(file.name)}", files[file.digest])
    return out.getvalue()


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name)[-80:] or "file"


def opened(sent: UploadedFile) -> Package:
    """What is in a package that somebody sent. Raises Refusal, in words, for whatever is not one."""
    if not sent.size or sent.size > MOST:
        raise Refusal(_("A package must be a zip file of up to 60 MB. Choose another file."))
    try:
        with zipfile.ZipFile(sent) as zipped:
            members = _members(zipped)
            head = tomllib.loads(zipped.read(members["project.toml"]).decode("utf-8"))
            body = _body(zipped, members, head)
            files = _files(zipped, members, body)
    except KeyError:
        raise Refusal(_("This zip file has no project.toml. Export the package again.")) from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal(_("project.toml could not be read: %(why)s.") % {"why": error}) from None
    except ValidationError as error:
        raise Refusal(_said(error)) from None
    except BROKEN:
        raise Refusal(_("This zip file has a password or is damaged. Export or copy it again.")) from None
    about = head.get("about", {})
    return Package(body, about if isinstance(about, dict) else {}, files)


def _members(zipped: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by name, before anything is unpacked."""
    members = [
        member
        for member in zipped.infolist()
        if not member.is_dir() and not member.filename.startswith("__MACOSX/")
    ]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_OPEN:
        raise Refusal(_("This zip file has too many files, or files that are too large, for one project."))
    names = {member.filename: member for member in members}
    strange = [
        name
        for name in names
        if name != "project.toml" and not SECTION.fullmatch(name) and not FILE.fullmatch(name)
    ]
    if strange and "project.toml" in names:
        raise Refusal(
            _("“%(name)s” does not belong in a package. Put sections in sections/ and files in files/.")
            % {"name": strange[0][:80]}
        )
    return names


def _body(zipped: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], head: dict[str, Any]) -> Body:
    if head.get("format") != FORMAT:
        raise Refusal(_("project.toml must say format = “%(format)s”.") % {"format": FORMAT})
    project = head.get("project")
    if not isinstance(project, dict):
        raise Refusal(_("project.toml has no [project] table."))
    named = _Sections.model_validate({"sections": project.pop("sections", ())})
    titles = {section.key: section.title for section in named.sections}
    parts = []
    for name in sorted(members, key=lambda member: _place(member, titles)):
        if match := SECTION.fullmatch(name):
            title, text = _section(zipped.read(members[name]).decode("utf-8"), match[1])
            parts.append({"key": match[1], "title": titles.get(match[1], title), "text": text})
    return Body.model_validate(project | {"parts": parts})


def _place(name: str, titles: dict[str, str]) -> tuple[int, str]:
    match = SECTION.fullmatch(name)
    order = list(titles)
    return (order.index(match[1]) if match and match[1] in order else len(order), name)


def _section(text: str, key: str) -> tuple[str, str]:
    """The title and the words of a Markdown file; without a first heading its name is the title."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    head, _line, rest = text.partition("\n")
    if head.startswith("# "):
        return head[2:].strip()[:160] or key, rest.strip()
    return key.replace("-", " ").capitalize(), text


def _files(zipped: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], body: Body) -> dict[str, Taken]:
    """Every file that the project names, looked at by its bytes as if somebody had sent it on a page."""
    names_by_digest = {match[1]: name for name in members if (match := FILE.fullmatch(name))}
    files_by_digest: dict[str, Taken] = {}
    for file in body.files:
        if file.digest not in names_by_digest:
            raise Refusal(
                _("“%(name)s” is listed in project.toml but is not in files/.") % {"name": file.name}
            )
        raw = SimpleUploadedFile(file.name, zipped.read(members[names_by_digest[file.digest]]))
        try:
            files_by_digest[file.digest] = taken(raw)
        except Refusal as error:
            raise Refusal(f"{file.name}: {error.sentence}") from None
    return files_by_digest


def _said(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"])) or "project"
    return _("In project.toml, %(where)s: %(why)s.") % {"where": where, "why": first["msg"]}
