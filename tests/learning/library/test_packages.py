"""A project as a package: what goes out comes in again, and what is none is refused in words."""

import io
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
import tomli_w
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.core.foundation.errors import ActionError
from trellis.learning.library.project_package import PACKAGE_FORMAT, open_package, pack_project
from trellis.learning.projects.body import (
    Benchmark,
    File,
    Part,
    Product,
    ProjectBody,
    Scaffold,
    TargetOutcome,
)

LETTERS = st.characters(exclude_categories=("C",), exclude_characters="\r\n")
LINE = st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: text.strip() == text)
KEY = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)


def sent(body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("project.zip", body, "application/zip")


@st.composite
def bodies(draw) -> ProjectBody:
    keys = draw(st.lists(KEY, max_size=4, unique=True))
    return ProjectBody(
        title=draw(LINE),
        driving_question=draw(LINE),
        days=draw(st.integers(1, 400)),
        parts=[Part(key=key, title=draw(LINE), text=draw(LINE)) for key in keys],
        outcomes=[TargetOutcome(key=key, title=draw(LINE)) for key in keys],
        products=[
            Product(key=key, title=draw(LINE), weights={key: draw(st.integers(1, 100))}) for key in keys
        ],
        benchmarks=[Benchmark(key=key, title=draw(LINE), day=draw(st.integers(0, 400))) for key in keys],
        scaffolds=[Scaffold(key=key, title=draw(LINE)) for key in keys],
    )


@given(bodies())
@settings(max_examples=60, deadline=None)
def test_what_goes_out_comes_in_again(body):
    assert open_package(sent(pack_project(body, {"licence": "CC0-1.0"}, {}))).body == body


def test_a_file_comes_along_and_is_looked_at_by_its_bytes():
    file = File(key="map", title="A map", name="map.txt", media_type="text/plain", digest="a" * 32)
    body = ProjectBody(title="Water", files=[file])
    whole = open_package(sent(pack_project(body, {}, {"a" * 32: b"a map"})))
    assert whole.files["a" * 32].media_type == "text/plain"
    with pytest.raises(ActionError, match=r"map\.txt: "):
        open_package(sent(pack_project(body, {}, {"a" * 32: b"MZ\x00\x00 a program"})))
    with pytest.raises(ActionError, match="is not in files/"):
        open_package(sent(pack_project(body, {}, {})))


def zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


HEAD = f'format = "{PACKAGE_FORMAT}"\n[project]\ntitle = "Water"\n'


def test_a_package_written_by_hand_is_taken():
    package = zipped(**{"project.toml": HEAD, "sections/entry-event.md": "# Entry event\n\nA letter.\n"})
    part = open_package(sent(package)).body.parts[0]
    assert (part.key, part.title, part.text) == ("entry-event", "Entry event", "A letter.")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "up to 60 MB"),
        (b"PK but no zip", "This zip file has a password or is damaged\\. Export or copy it again\\."),
        (zipped(readme="hello"), "no project.toml"),
        (
            zipped(**{"project.toml": "title = "}),
            "project\\.toml could not be read: Invalid value \\(at end of document\\)\\.",
        ),
        (
            zipped(**{"project.toml": 'format = "another"'}),
            "project\\.toml must say format = “trellis-project-1”\\.",
        ),
        (zipped(**{"project.toml": f'format = "{PACKAGE_FORMAT}"'}), r"no \[project\]"),
        (zipped(**{"project.toml": f'format = "{PACKAGE_FORMAT}"\nproject = 3'}), r"no \[project\]"),
        (zipped(**{"project.toml": HEAD + "sections = 5"}), "sections"),
        (zipped(**{"project.toml": HEAD + "students = []"}), "students"),
        (
            zipped(**{"project.toml": HEAD + "[[project.products]]\nkey = 'X Y'\ntitle = 'x'"}),
            r"products\.0\.key",
        ),
        (zipped(**{"project.toml": HEAD, "../../etc/passwd": "x"}), "does not belong"),
        (zipped(**{"project.toml": HEAD, "run.exe": "x"}), "does not belong"),
        (
            zipped(**{"project.toml": HEAD, "sections/a.md": b"\xff\xfe"}),
            "This zip file has a password or is damaged\\. Export or copy it again\\.",
        ),
        (
            zipped(**{"project.toml": HEAD, "files/" + "a" * 32 + "-b": b"0" * (201 * 1024 * 1024)}),
            "This zip file has too many files, or files that are too large, for one project\\.",
        ),
    ],
)
def test_what_is_no_package_is_refused_in_words(body, message):
    with pytest.raises(ActionError, match=message):
        open_package(sent(body))


def test_what_the_guide_shows_is_taken():
    guide = (Path(__file__).parents[3] / "docs" / "project-packages.md").read_text()
    smallest, whole = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert open_package(sent(zipped(**{"project.toml": smallest}))).body.days == 30
    manifest = tomllib.loads(whole)
    manifest["project"] |= {"title": "Clean water for our street"}
    manifest |= {"format": PACKAGE_FORMAT}
    file = manifest["project"]["files"][0]
    members = {
        "project.toml": tomli_w.dumps(manifest),
        "sections/entry-event.md": "A letter arrives.",
        f"files/{file['digest']}-{file['name']}": b"%PDF-1.4",
    }
    package = open_package(sent(zipped(**members)))
    assert package.body.parts[0].title == "Entry event"
    assert package.files[file["digest"]].media_type == "application/pdf"
