"""Backups that are read back, restores that delete nothing, and a doctor that says what to do."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from opened import open_installation, trellis
from trellis.core.foundation.errors import ActionError
from trellis.web.shell.operations import doctor

ADDRESS = {"TRELLIS_ADDRESS": "https://trellis.example.org", "TRELLIS_HOSTS": "trellis.example.org"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Path:
    """A folder with an installation of one network and one upload, as `trellis open` makes it."""
    folder = open_installation(tmp_path_factory.mktemp("school"))
    upload = folder / "data" / "files" / "days" / "boat.jpg"
    upload.parent.mkdir(parents=True, mode=0o700)
    upload.write_bytes(b"a picture")
    upload.chmod(0o600)
    return folder


def copy(opened: Path, folder: Path) -> Path:
    subprocess.run(["cp", "-a", f"{opened}/.", folder], check=True)
    return folder


@pytest.fixture
def school(opened, tmp_path) -> Path:
    """A copy of it for one test."""
    return copy(opened, tmp_path)


@pytest.fixture(scope="module")
def backup(opened, tmp_path_factory) -> Path:
    """A backup of such a copy: the installation itself stays one that has none."""
    folder = copy(opened, tmp_path_factory.mktemp("backup"))
    done = trellis(folder, "backup", "b.zip")
    assert done.returncode == 0, done.stderr
    return folder / "b.zip"


@pytest.fixture
def backed_up(school, backup) -> Path:
    """A copy of the installation with its backup, b.zip, beside it."""
    shutil.copy(backup, school)
    return school


def networks(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "data" / "trellis.sqlite3") as database:
        return [name for (name,) in database.execute("SELECT name FROM community_network")]


def test_backup_holds_database_files_and_key_and_is_private(school):
    done = trellis(school, "backup", "b.zip")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(school / "b.zip") as archive:
        names = set(archive.namelist())
    assert {"trellis.sqlite3", "secret.key", "files/days/boat.jpg", "manifest.json"} <= names
    assert (school / "b.zip").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in school.iterdir()) == ["b.zip", "data"]


def test_restore_brings_back_the_backup_and_keeps_the_old(backed_up):
    key = (backed_up / "data" / "secret.key").read_text()
    with sqlite3.connect(backed_up / "data" / "trellis.sqlite3") as database:
        database.execute("DROP TABLE django_session")
    (backed_up / "data" / "secret.key").write_text("another")
    refused = trellis(backed_up, "restore", "b.zip")
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    done = trellis(backed_up, "restore", "b.zip", "--replace")
    assert done.returncode == 0, done.stderr
    assert (backed_up / "data" / "secret.key").read_text() == key
    assert (backed_up / "data" / "files" / "days" / "boat.jpg").read_bytes() == b"a picture"
    assert networks(backed_up) == ["Harbor"]
    (aside,) = backed_up.glob("data.before-*")
    assert (aside / "secret.key").read_text() == "another"
    assert trellis(backed_up, "school", "list").returncode == 0


def test_a_backup_is_restored_into_an_empty_folder(backed_up, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = trellis(elsewhere, "restore", str(backed_up / "b.zip"))
    assert done.returncode == 0, done.stderr
    assert networks(elsewhere) == ["Harbor"]


def test_a_backup_made_while_somebody_writes_is_whole(school):
    with sqlite3.connect(school / "data" / "trellis.sqlite3", isolation_level=None) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("CREATE TABLE half_written (x)")
        assert trellis(school, "backup", "b.zip").returncode == 0
        database.execute("ROLLBACK")


@pytest.mark.parametrize("part", ["trellis.sqlite3", "files/days/boat.jpg", "secret.key"])
def test_a_damaged_backup_is_refused_and_touches_nothing(backed_up, part):
    with zipfile.ZipFile(backed_up / "b.zip") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] += b"x"
    with zipfile.ZipFile(backed_up / "bad.zip", "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    done = trellis(backed_up, "restore", "bad.zip", "--replace")
    assert done.returncode == 1
    assert f"{part} in bad.zip is damaged" in done.stderr
    assert list(backed_up.glob("data.*")) == []


def test_a_backup_that_names_a_file_outside_is_refused(backed_up):
    with zipfile.ZipFile(backed_up / "b.zip") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"]["../outside"] = manifest["parts"]["secret.key"]
    parts |= {"manifest.json": json.dumps(manifest).encode(), "../outside": parts["secret.key"]}
    with zipfile.ZipFile(backed_up / "bad.zip", "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    done = trellis(backed_up, "restore", "bad.zip", "--replace")
    assert done.returncode == 1
    assert not (backed_up / "outside").exists()
    assert networks(backed_up) == ["Harbor"]


@pytest.mark.parametrize("body", [b"", b"not a zip", b"PK\x03\x04"], ids=["empty", "text", "cut off"])
def test_what_is_no_backup_is_one_sentence(school, body):
    (school / "x.zip").write_bytes(body)
    done = trellis(school, "restore", "x.zip", "--replace")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "not a complete Trellis backup" in done.stderr


def test_a_backup_never_writes_over_a_file(school):
    (school / "b.zip").write_text("mine")
    done = trellis(school, "backup", "b.zip")
    assert (done.returncode, (school / "b.zip").read_text()) == (1, "mine")


def said_of(done: subprocess.CompletedProcess, title: str) -> str:
    return next(line for line in done.stdout.splitlines() if f" {title} " in line)


def test_a_new_installation_needs_no_fixing_and_is_told_what_to_set(school):
    done = trellis(school, "doctor")
    assert done.returncode == 0, done.stdout
    assert said_of(done, "Mail").startswith("warn")
    assert "TRELLIS_MAIL" in said_of(done, "Mail")
    assert "have never run" in said_of(done, "Daily tasks")


def test_the_doctor_finds_what_others_can_read_and_fixes_it_when_asked(school):
    (school / "data" / "trellis.sqlite3").chmod(0o644)
    result = trellis(school, "doctor")
    assert (result.returncode, "data/trellis.sqlite3" in said_of(result, "Permissions")) == (1, True)
    assert trellis(school, "doctor", "--fix").returncode == 0
    assert (school / "data" / "trellis.sqlite3").stat().st_mode & 0o077 == 0


def test_the_doctor_finds_a_ledger_that_was_written_to_from_outside(school):
    with sqlite3.connect(school / "data" / "trellis.sqlite3") as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("UPDATE foundation_act SET verb = 'nothing to see'")
    done = trellis(school, "doctor")
    assert (done.returncode, said_of(done, "Ledger").startswith("FIX")) == (1, True)


@pytest.mark.parametrize(
    ("environment", "title", "word"),
    [
        ({"TRELLIS_HOSTS": "*"}, "Hosts", "every name"),
        (
            {"TRELLIS_ADDRESS": "http://trellis.example.org", "TRELLIS_HOSTS": "trellis.example.org"},
            "Address",
            "https",
        ),
        (ADDRESS, "Address", "TRELLIS_HTTPS=1"),
        ({"TRELLIS_ADDRESS": "https://other.example.org"}, "Address", "does not include other.example.org"),
        ({"TRELLIS_MAIL": "smtp://127.0.0.1:1"}, "Mail", "can't be reached"),
        ({"TRELLIS_SECRET": "short"}, "Secret", "short"),
    ],
)
def test_the_doctor_says_what_to_set(school, environment, title, word):
    done = trellis(school, "doctor", **environment)
    assert (done.returncode, word in said_of(done, title)) == (1, True), done.stdout


def test_the_doctor_knows_when_the_daily_tasks_ran_and_how_old_figures_are(school):
    assert trellis(school, "daily", **ADDRESS).returncode in (0, 1)
    assert "Last ran" in said_of(trellis(school, "doctor", **ADDRESS, TRELLIS_HTTPS="1"), "Daily tasks")


def test_doctor_warns_about_missing_or_old_backups(school):
    assert said_of(trellis(school, "doctor"), "Backup").startswith("warn")
    assert not (school / "data" / "last-backup.json").exists()
    trellis(school, "backup", "b.zip")
    record = school / "data" / "last-backup.json"
    assert "Last made" in said_of(trellis(school, "doctor"), "Backup")
    assert record.stat().st_mode & 0o077 == 0
    for hours, word in ((47, "Last made"), (73, "3 days old")):
        record.write_text(json.dumps({"made": (datetime.now(UTC) - timedelta(hours=hours)).isoformat()}))
        assert word in said_of(trellis(school, "doctor"), "Backup")
    record.write_text("{")
    assert "No backup has been made yet" in said_of(trellis(school, "doctor"), "Backup")


def test_a_backup_that_failed_is_not_counted(school):
    (school / "b.zip").write_text("mine")
    trellis(school, "backup", "b.zip")
    assert not (school / "data" / "last-backup.json").exists()


def test_the_doctor_repairs_the_search_index_when_asked(school):
    with sqlite3.connect(school / "data" / "trellis.sqlite3") as database:
        database.execute("INSERT INTO library_words (rowid, title) VALUES (7, 'stray')")
    result = trellis(school, "doctor")
    assert (result.returncode, said_of(result, "Search").startswith("FIX")) == (1, True)
    assert trellis(school, "doctor", "--fix").returncode == 0
    assert said_of(trellis(school, "doctor"), "Search").startswith("ok")


@pytest.mark.parametrize("replace", [False, True])
def test_a_postgresql_database_is_saved_before_a_backup_takes_its_place(tmp_path, monkeypatch, replace):
    from trellis.web.shell.operations import restore as restoring

    backup = tmp_path / "old.zip"
    dump, digest = b"a dump", hashlib.sha256(b"a dump").hexdigest()
    with zipfile.ZipFile(backup, "w") as archive:
        archive.writestr("database.dump", dump)
        archive.writestr(
            "manifest.json",
            json.dumps({"database": "postgresql", "made": "", "parts": {"database.dump": digest}}),
        )
    done = []
    monkeypatch.setattr(restoring, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(restoring, "settings", SimpleNamespace(DATA=tmp_path / "data"))  # its folder is gone
    monkeypatch.setattr(restoring, "_postgres_has_tables", lambda: True)
    monkeypatch.setattr(restoring, "make_backup", lambda path: done.append(path.suffix))
    monkeypatch.setattr(restoring, "run_postgres", lambda program, *words: done.append(program))
    if replace:
        restoring.restore_backup(backup, replace=True)
        assert done == [".zip", "pg_restore"]
    else:
        with pytest.raises(ActionError, match="PostgreSQL database holds an installation"):
            restoring.restore_backup(backup, replace=False)
        assert done == []


def test_the_doctor_says_in_one_line_what_it_cannot_check(monkeypatch):
    def away():
        raise OperationalError("connection is bad\n\tIs the server running?")

    monkeypatch.setattr(doctor, "CHECKS", {"Ledger": away})
    (finding,) = doctor.run_checks()
    assert (finding.state, "\n" in finding.sentence, "see Database" in finding.sentence) == (
        "problem",
        False,
        True,
    )


def test_the_doctor_knows_names_that_are_allowed_by_their_domain(settings):
    settings.TRELLIS_ADDRESS, settings.ALLOWED_HOSTS = "https://trellis.example.org", [".example.org"]
    settings.SECURE = True
    assert doctor.CHECKS["Address"]() == ("ok", "https://trellis.example.org")


def test_the_doctor_asks_for_a_sender_where_mail_goes_out(settings, monkeypatch):
    monkeypatch.setattr(doctor.socket, "create_connection", lambda *_args, **_kwargs: nullcontext())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "trellis@localhost"
    state, sentence = doctor.CHECKS["Mail"]()
    assert (state, "TRELLIS_MAIL_FROM" in sentence) == ("warning", True)
    settings.DEFAULT_FROM_EMAIL = "trellis@example.org"
    assert doctor.CHECKS["Mail"]()[0] == "ok"
