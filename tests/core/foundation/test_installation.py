"""A command that can't run says why in one sentence, and one that only reads makes nothing."""

import pytest

from opened import trellis

NOTHING_LISTENS = "postgresql://trellis:hidden-word@127.0.0.1:1/school"


@pytest.mark.parametrize(
    "words",
    [
        ("school", "list"),
        ("invite", "codes.csv", "--role", "student"),
        ("daily",),
        ("serve",),
        ("upgrade",),
        ("roster", "import", "."),
        ("backup", "b.zip"),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_without_an_installation_a_command_says_so_and_makes_nothing(tmp_path, words):
    done = trellis(tmp_path, *words)
    assert done.returncode == 1
    assert "There is no Trellis installation in" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("model", "list"), ("roster", "check", "."), ("--help",)], ids=" ".join)
def test_a_command_that_needs_no_installation_makes_nothing(tmp_path, words):
    trellis(tmp_path, *words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (NOTHING_LISTENS, "can't be reached"),
        ("mysql://a:hidden-word@localhost/x", "is not a kind of database"),
        ("postgresql://a:hidden-word@localhost:port/x", "can't be read"),
        ("postgresql://a:hidden-word@localhost", "has no database name"),
        ("school", "is not a kind of database"),
    ],
)
def test_database_errors_are_one_sentence_without_password(tmp_path, url, sentence):
    done = trellis(tmp_path, "school", "list", TRELLIS_DATABASE=url)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "TRELLIS_DATABASE" in done.stderr
    assert "hidden-word" not in done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_an_older_version_asks_for_the_upgrade(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "trellis.sqlite3").touch()
    done = trellis(tmp_path, "school", "list")
    assert "Run `trellis upgrade`" in done.stderr
