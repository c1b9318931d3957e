"""Before anything is written, a roster's problems are said by file, line and column."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from trellis.exchange.cli import roster
from trellis.exchange.oneroster import check_roster

GOOD = {
    "manifest": "propertyName,value\noneroster.version,1.2\nfile.orgs,bulk\nfile.users,bulk\nfile.roles,bulk\n",
    "orgs": "sourcedId,status,dateLastModified,name,type\ns1,,,Harbor High,school\n",
    "users": "sourcedId,status,dateLastModified,enabledUser,givenName,familyName\nu1,,,true,Amina,Al-Diallo\n",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,role,beginDate,orgSourcedId\nr1,,,u1,student,,s1\n",
}


def check_with(folder: Path, **files: str | bytes | None) -> tuple[int, str]:
    """How many errors, and every sentence, with some files of the good roster replaced or left out (None)."""
    for name, text in {**GOOD, **files}.items():
        if text is not None:
            (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    checked = check_roster(folder)
    return checked.problems.errors, "\n".join(checked.problems.lines())


def test_a_good_roster_passes_with_a_hyphenated_name(tmp_path):
    assert check_with(tmp_path) == (0, "")


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("users", ",familyName", "", "users.csv:1:familyName: This column is missing"),
        ("users", ",Al-Diallo", "", "users.csv:2: The row is too short"),
        ("users", "Al-Diallo", "Al-Diallo,x", "users.csv:2: The row is too long"),
        ("users", "Amina", "=HYPERLINK()", "users.csv:2:givenName: It starts with '='"),
        ("users", "Amina", "A" * 10_001, "users.csv:2:givenName: The cell has more than 10,000"),
        ("users", "Amina", "A" * 10_000_000, "users.csv:2: This line is longer than"),
        ("users", "Amina", "Am\0ina", "users.csv:2: There is a NUL byte at byte"),
        (
            "users",
            "familyName",
            "familyName,metadata.studentSSN",
            "users.csv:1:metadata.studentSSN: Trellis never stores",
        ),
        (
            "roles",
            ",student,",
            ",pupil,",
            "roles.csv:2:role: “pupil” is not a value that the standard allows",
        ),
        ("roles", ",student,", ",true,", "roles.csv:2:role: “true” is not a value that the standard allows"),
        ("roles", "student,,", "student,2026-02-30,", "2026-02-30 is not a real date"),
        ("roles", ",u1,", ",u9,", "roles.csv:2:userSourcedId: “u9” is not in users.csv"),
        ("orgs", "school\n", "school\ns1,,,Again,school\n", "orgs.csv:3:sourcedId: “s1” is used twice"),
        ("manifest", "1.2", "3.0", "The version is “3.0”"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, name, old, new, sentence):
    errors, sentences = check_with(tmp_path, **{name: GOOD[name].replace(old, new)})
    assert errors
    assert sentence in sentences


def test_a_wrong_encoding_says_line_and_byte(tmp_path):
    errors, sentences = check_with(tmp_path, users=GOOD["users"].replace("Amina", "Zoë").encode("latin-1"))
    assert errors
    assert "users.csv:2: The text is not UTF-8: byte 0xeb" in sentences


def test_a_byte_order_mark_is_accepted(tmp_path):
    assert check_with(tmp_path, users=b"\xef\xbb\xbf" + GOOD["users"].encode())[0] == 0


def test_a_missing_manifest_is_said_and_passed_over(tmp_path):
    errors, sentences = check_with(tmp_path, manifest=None)
    assert errors == 0
    assert "manifest.csv: It is missing" in sentences


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        ("../users.csv", "points outside"),
        ("/users.csv", "points outside"),
        ("C:\\users.csv", "points outside"),
    ],
)
def test_a_zip_that_climbs_out_is_refused(tmp_path, member, sentence):
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as file:
        file.writestr(member, GOOD["users"])
    assert sentence in "\n".join(check_roster(tmp_path / "r.zip").problems.lines())


def test_a_zip_bomb_is_refused_while_reading(tmp_path):
    with zipfile.ZipFile(tmp_path / "r.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in GOOD.items():
            file.writestr(
                f"roster/{name}.csv", text + ((" " * 999 + "\n") * 17_000 if name == "users" else "")
            )
    assert "times its size" in "\n".join(check_roster(tmp_path / "r.zip").problems.lines())


def test_a_zip_with_one_folder_is_read_and_a_cut_one_is_refused(tmp_path):
    whole = tmp_path / "r.zip"
    with zipfile.ZipFile(whole, "w") as file:
        for name, text in GOOD.items():
            file.writestr(f"roster/{name}.csv", text)
    assert check_roster(whole).good
    whole.write_bytes(whole.read_bytes()[:200])
    assert "not a complete zip file" in "\n".join(check_roster(whole).problems.lines())


def test_the_command_ends_with_1_when_something_is_wrong(tmp_path):
    check_with(tmp_path)
    assert CliRunner().invoke(roster, ["check", str(tmp_path)]).exit_code == 0
    (tmp_path / "users.csv").unlink()
    assert CliRunner().invoke(roster, ["check", str(tmp_path)]).exit_code == 1
