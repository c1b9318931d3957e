"""Start `trellis` many times as a process of its own, without loading the libraries it stands on each time.

Run as a program, this loads them once and waits. For each line that it reads, it forks; the child becomes the command,
in the folder and with the environment that the line names. Nothing of Trellis itself is loaded before that, and no
settings: what a command reads, does and prints is what it would in a new process, half a second of work earlier.

So each command begins once in each process of the tests. From then on it is forked from a program that has loaded
Trellis too, and in which only the settings are read anew: another second earlier.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import runpy
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

LIBRARIES = (
    *(
        "asyncio",
        "babel.dates",
        "babel.lists",
        "click",
        "csv",
        "dj_database_url",
        "merge3",
        "numpy",
        "PIL.ImageOps",
    ),
    *(
        "pydantic.main",
        "pydantic.types",
        "smtplib",
        "snowballstemmer",
        "sqlparse",
        "tomllib",
        "whitenoise.base",
    ),
    *(
        "django.core.handlers.wsgi",
        "django.core.mail",
        "django.core.management",
        "django.forms",
        "django.urls",
    ),
    *("django.db.backends.sqlite3.base", "django.db.migrations", "django.views.generic", "zipfile"),
)


OWN_VARIABLES = ("TRELLIS_", "DJANGO_")
SETTINGS = "trellis.config.settings"
COMMANDS = ("trellis.web.shell.cli", "trellis.web.shell.operations.cli", "trellis.exchange.cli")
NOWHERE = str(Path(__file__).with_name("no installation"))
LOADED = "loaded"
_begun: set[str] = set()
"""The commands that have begun without anything of Trellis loaded."""


def run(folder: Path, words: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess:
    """Run `trellis` with these words in a folder and give what it printed, as `subprocess.run` does."""
    command = words[0]
    starter = _starter(LOADED if command in _begun else "")
    _begun.add(command)
    with TemporaryDirectory() as printed:
        files = [os.path.join(printed, name) for name in ("stdout", "stderr")]
        order = {"folder": str(folder), "words": words, "environment": environment, "files": files}
        starter.stdin.write(json.dumps(order) + "\n")
        starter.stdin.flush()
        code = int(starter.stdout.readline())
        out, err = (Path(file).read_text(encoding="utf-8") for file in files)
    return subprocess.CompletedProcess(["trellis", *words], code, out, err)


@cache
def _starter(loaded: str) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN_VARIABLES)}
    starter = subprocess.Popen(
        [sys.executable, __file__, loaded],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
        encoding="utf-8",
    )
    atexit.register(starter.communicate)  # it ends when its input does
    return starter


def _become(order: dict) -> None:
    """Go on as the command."""
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    for number, file in enumerate(order["files"], 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    sys.path.insert(0, order["folder"])
    sys.argv = ["trellis", *order["words"]]
    sys.stdin = os.fdopen(0)
    runpy.run_module("trellis", run_name="__main__", alter_sys=True)


def _load_trellis() -> None:
    """Load the apps, with the settings of an installation that isn't there, and forget these."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "TRELLIS_DATA": NOWHERE}
    import django
    from django.conf import settings
    from django.core.cache import caches
    from django.core.files.storage import storages
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader
    from django.utils.functional import empty
    from django.utils.translation import trans_real

    django.setup()
    for name in ("trellis.cli", *COMMANDS):
        importlib.import_module(name)
    MigrationLoader(None)  # most commands read all migrations
    for connection in connections.all(initialized_only=True):
        assert connection.connection is None, "An app connects while it is loaded."
        del connections[connection.alias]
    for handler in (connections, caches):
        handler._settings = None
        vars(handler).pop("settings", None)
    storages._backends = None
    vars(storages).pop("backends", None)
    trans_real._translations = {}
    trans_real.get_languages.cache_clear()
    settings._wrapped = empty
    del sys.modules[SETTINGS]


def _wait_for_orders(loaded: str) -> None:
    sys.path.pop(0)  # a module of the tests has the name of one of Python's
    for name in LIBRARIES:
        importlib.import_module(name)
    if loaded == LOADED:
        _load_trellis()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            return _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
    return None


if __name__ == "__main__":
    _wait_for_orders(sys.argv[1])
