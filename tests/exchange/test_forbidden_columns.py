"""What a roster may not hold, and containers that are not what they seem."""

import zipfile

import pytest

from exchange.test_roster_check import GOOD, check_with
from trellis.exchange.oneroster import check_roster

KEPT_OUT = [
    "metadata.ssn",
    "metadata.immigrationStatus",
    "metadata.US_EntryDate",
    "metadata.passportNumber",
    "metadata.countryOfCitizenship",
    "metadata.refugeeStatus",
    "metadata.dateEnteredUS",
]


@pytest.mark.parametrize("column", KEPT_OUT)
def test_a_column_that_no_school_should_send_refuses_the_file(tmp_path, column):
    errors, sentences = check_with(
        tmp_path, users=GOOD["users"].replace("familyName\n", f"familyName,{column}\n")
    )
    assert errors
    assert f"users.csv:1:{column}: Trellis never stores" in sentences


@pytest.mark.parametrize("column", ["cityOfBirth", "stateOfBirthAbbreviation", "countryOfBirthCode"])
def test_where_somebody_was_born_is_dropped_with_a_word(tmp_path, column):
    demographics = f"sourcedId,status,dateLastModified,sex,{column}\nu1,,,female,Conakry\n"
    manifest = GOOD["manifest"] + "file.demographics,bulk\n"
    errors, sentences = check_with(tmp_path, demographics=demographics, manifest=manifest)
    assert errors == 0
    assert f"demographics.csv:{column}" in sentences
    assert "Conakry" not in sentences


def with_column(column: str, cell: str) -> str:
    return (
        GOOD["users"].replace("familyName", f"familyName,{column}").replace("Al-Diallo", f"Al-Diallo,{cell}")
    )


def test_social_security_numbers_are_dropped(tmp_path):
    errors, sentences = check_with(tmp_path, users=with_column("userIds", "{SSN:123-45-6789}"))
    assert errors == 0
    assert "users.csv" in sentences
    assert "123-45-6789" not in sentences


def test_one_in_the_place_of_an_identifier_is_noticed_and_never_printed(tmp_path):
    _errors, sentences = check_with(tmp_path, users=with_column("identifier", "123-45-6789"))
    assert "users.csv:identifier: IDs that look like" in sentences
    assert "123-45-6789" not in sentences


def test_passwords_are_passed_over_with_a_word(tmp_path):
    errors, sentences = check_with(tmp_path, users=with_column("password", "hunter2"))
    assert errors == 0
    assert "users.csv:password: Trellis never reads passwords" in sentences
    assert "hunter2" not in sentences


def test_a_link_in_a_zip_is_not_followed(tmp_path):
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as file:
        for name, text in GOOD.items():
            entry = zipfile.ZipInfo(f"{name}.csv")
            entry.external_attr = (0o120777 if name == "users" else 0o100644) << 16
            file.writestr(entry, "/etc/passwd" if name == "users" else text)
    assert "has a link instead of the file" in "\n".join(check_roster(tmp_path / "r.zip").problems.lines())


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    away = tmp_path / "away"
    away.mkdir()
    roster = tmp_path / "roster"
    roster.mkdir()
    check_with(roster)
    (roster / "users.csv").rename(away / "users.csv")
    (roster / "users.csv").symlink_to(away / "users.csv")
    assert "It is a link to another folder" in "\n".join(check_roster(roster).problems.lines())


def test_a_locked_zip_says_to_make_one_without_a_password(tmp_path):
    path = tmp_path / "r.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, text in GOOD.items():
            file.writestr(f"{name}.csv", text)
    body = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # set the bit that says "encrypted"
        at = body.find(mark)
        while at >= 0:
            body[at + flags] |= 1
            at = body.find(mark, at + 4)
    path.write_bytes(body)
    assert "It has a password" in "\n".join(check_roster(path).problems.lines())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"users": [{"sourcedId": "u1"', "It is not complete JSON"),
        ('{"people": []}', "It has no list called"),
        ("[1, 2", "It is not complete JSON"),
    ],
)
def test_json_that_is_broken_says_so(tmp_path, text, sentence):
    (tmp_path / "users.json").write_text(text)
    checked = check_roster(tmp_path)
    assert not checked.good
    assert sentence in "\n".join(checked.problems.lines())


def test_one_file_of_a_roster_asks_for_its_folder(tmp_path):
    check_with(tmp_path)
    assert "give the folder" in "\n".join(check_roster(tmp_path / "users.csv").problems.lines())
