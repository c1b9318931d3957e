"""Nobody else on the machine reads an installation's files, whatever umask it was started with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trellis.core.foundation.file_permissions import loose_paths, restrict_permissions

FIRST_DAY = """
import os
os.umask(0)
from click.testing import CliRunner
from trellis.cli import main

def run(*command):
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output

run("open", "--name", "Harbor", "--slug", "harbor", "--package", "big-picture", "--leader-name", "Imani Cole")
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from trellis.core.community.models import Network, Person
from trellis.exchange.services import save_upload
from django.core.files.uploadedfile import SimpleUploadedFile
import io, zipfile

default_storage.save("days/2026/11/photo.jpg", ContentFile(b"..."))
send_mail("Subject", "Body", None, ["imani@example.org"])
run("invite", str(settings.DATA / "codes.csv"), "--role", "network-staff", "--again")
body = io.BytesIO()
with zipfile.ZipFile(body, "w") as roster:
    roster.writestr("orgs.csv", "sourcedId")
imani = Person.objects.unscoped("test").get()
network = Network.objects.unscoped("test").get()
save_upload(SimpleUploadedFile("roster.zip", body.getvalue()), network, "PowerSchool", imani.pk)
run("manage", "collectstatic", "--no-input", "-v0")
"""


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_files_are_private_despite_an_open_umask(tmp_path):
    data = tmp_path / "data"
    environment = {
        **os.environ,
        "TRELLIS_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "trellis.config.settings",
    }
    environment.pop("TRELLIS_DATABASE", None)
    subprocess.run([sys.executable, "-c", FIRST_DAY], check=True, env=environment, timeout=240)
    names = {path.name for path in data.rglob("*")}
    assert {"trellis.sqlite3", "secret.key", "mail", "codes.csv", "photo.jpg", "rosters", "static"} <= names
    assert loose_paths(data) == []
    assert {mode(path) for path in data.rglob("*") if path.is_file()} == {0o600}
    assert {mode(path) for path in [data, *data.rglob("*")] if path.is_dir()} == {0o700}


def test_loose_paths_are_found_and_tightened(tmp_path):
    data = tmp_path / "data"
    (data / "mail").mkdir(parents=True, mode=0o755)
    database = data / "trellis.sqlite3"
    database.touch()
    private = data / "secret.key"
    private.touch(mode=0o600)
    (data / "link").symlink_to("/etc/passwd")
    data.chmod(0o750)
    (data / "mail").chmod(0o755)
    database.chmod(0o644)
    assert loose_paths(data) == [data, data / "mail", database]
    assert restrict_permissions(data) == [data, data / "mail", database]
    assert loose_paths(data) == []
    assert (mode(data), mode(data / "mail"), mode(database)) == (0o700, 0o700, 0o600)


@pytest.mark.parametrize("name", ["missing", "missing/deeper"])
def test_a_folder_that_is_not_there_has_no_loose_paths(tmp_path, name):
    assert loose_paths(tmp_path / name) == restrict_permissions(tmp_path / name) == []
