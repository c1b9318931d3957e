"""The guide for operators and the files in deploy/ name commands and settings that exist, and work as they stand."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from trellis.cli import main
from trellis.core.foundation import boot, files
from trellis.exchange import services as rosters
from trellis.learning.library import project_package
from trellis.learning.projects import sent_files

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
GUIDE = ROOT / "docs" / "operate.md"
PAGES = [GUIDE, ROOT / "README.md", ROOT / "docs" / "rosters.md"]
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SERVICES = sorted(DEPLOY.glob("*.service"))
CODE = re.compile(r"^    (.+)$|`([^`\n]+)`", re.M)
COMMAND = re.compile(r"(?:^|bin/|root )trellis ((?:[a-z]+)(?: .*)?)$")


def commands_named() -> list[tuple[str, str]]:
    """(file, what follows `trellis`) of each command in the pages' code and in deploy/."""
    commands = []
    for page in PAGES:
        for block, inline in CODE.findall(page.read_text()):
            line = re.split(r"\s+# |\s+\| |; ", block or inline)[0]
            if match := COMMAND.search(line):
                commands.append((page.name, match[1]))
    for file in DEPLOY.iterdir():
        commands += [
            (file.name, words) for words in re.findall(r"bin/trellis ([a-z][^\n'\"]*)", file.read_text())
        ]
    return commands


def environment_variables() -> set[str]:
    """Every TRELLIS_ variable that the program reads from its environment."""
    lines = (
        line
        for path in (ROOT / "src").rglob("*.py")
        for line in path.read_text().splitlines()
        if "environ" in line
    )
    return set(re.findall(r"TRELLIS_[A-Z_]+", "\n".join(lines))) | {boot.CREATE_ENV_VAR}


@pytest.mark.parametrize(("file", "line"), commands_named())
def test_every_command_that_is_named_exists_with_its_options(file, line):
    words = line.split()
    command: click.Command | None = main.get_command(click.Context(main), words.pop(0))
    assert command is not None, line
    if isinstance(command, click.Group) and words and words[0].isalpha():
        command = command.get_command(click.Context(command), words.pop(0))
        assert command is not None, line
    options = {opt for param in command.params for opt in param.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= options, line


def test_commands_are_found_at_all():
    named = {words.split()[0] for _file, words in commands_named()}
    assert named >= {
        "open",
        "serve",
        "doctor",
        "backup",
        "restore",
        "upgrade",
        "daily",
        "school",
        "roster",
        "invite",
    }


def test_every_setting_is_in_the_guide_and_none_that_does_not_exist():
    variables = environment_variables()
    texts = [path.read_text() for path in [*PAGES, *DEPLOY.iterdir()]]
    assert set(re.findall(r"TRELLIS_[A-Z_]+", GUIDE.read_text())) >= variables
    assert set(re.findall(r"TRELLIS_[A-Z_]+", "\n".join(texts))) <= variables


def test_every_file_of_deploy_is_in_the_guide_and_every_make_target_exists():
    guide = GUIDE.read_text()
    for file in DEPLOY.iterdir():
        assert f"deploy/{file.name}" in guide or f"deploy/*{file.suffix}" in guide, file.name
    targets = re.findall(r"^ +make(?: -C \S+)? ([a-z]+)", guide, re.M)
    makefile = (ROOT / "Makefile").read_text()
    assert targets
    assert all(re.search(rf"^{target}:", makefile, re.M) for target in targets)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_services_run_as_their_own_account_and_write_only_to_the_data(path):
    unit = configparser.ConfigParser(strict=True, interpolation=None)
    unit.optionxform = str
    unit.read(path)
    service = unit["Service"]
    expected = {"User": "trellis", "UMask": "0077", "NoNewPrivileges": "yes", "ProtectSystem": "strict"}
    assert {key: service[key] for key in expected} == expected
    assert (service["PrivateTmp"], service["ProtectHome"]) == ("yes", "yes")
    assert service["EnvironmentFile"] == "/etc/trellis/trellis.env"
    assert set(service["ReadWritePaths"].split()) <= {"/var/lib/trellis", "/var/backups/trellis"}


def test_trellis_listens_on_this_machine_only():
    assert "--host 127.0.0.1 --port 8000" in (DEPLOY / "trellis.service").read_text()
    assert "server 127.0.0.1:8000;" in (DEPLOY / "nginx.conf").read_text()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path):
    for unit in UNITS:  # the program and its account are those of another machine
        text = unit.read_text().replace("/opt/trellis/.venv/bin/trellis", sys.executable)
        (tmp_path / unit.name).write_text(re.sub(r"^(User|Group)=trellis$", r"\1=root", text, flags=re.M))
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, str(tmp_path) in done.stderr) == (0, False), done.stderr


def test_nginx_lets_through_what_trellis_takes():
    whole, roster = (
        int(size) * 1024**2
        for size in re.findall(r"client_max_body_size (\d+)m", (DEPLOY / "nginx.conf").read_text())
    )
    assert (
        max(project_package.MAX_BYTES, sent_files.MAX_BYTES, files.MAX_BYTES)
        < whole
        <= 2 * project_package.MAX_BYTES
    )
    assert rosters.MAX_UPLOAD_BYTES < roster < rosters.MAX_UPLOAD_BYTES + 64 * 1024**2


def test_the_shell_wrapper_parses():
    assert subprocess.run(["sh", "-n", DEPLOY / "trellis"], check=False).returncode == 0
