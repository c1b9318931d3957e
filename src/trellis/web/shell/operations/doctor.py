"""Whether an installation is well: one line for each thing that can be wrong, with what to do."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http.request import validate_host
from django.utils import timezone

from trellis.core.foundation import file_permissions, installation, ledger_chain
from trellis.core.foundation.models import Act

from .backup import last_backup_time

DAILY_VERB = "run daily tasks"
"""The verb under which the ledger notes a run of `trellis daily`."""

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1", "[::1]", ""}


@dataclass(frozen=True)
class Finding:
    """The result of one check. `state`: "ok", "warning" or "problem"; `sentence`: what is so, and what to do."""

    state: str
    title: str
    sentence: str


Check = Callable[[], tuple[str, str]]


def run_checks() -> Iterator[Finding]:
    """Run every check, in the order in which one depends on another. A check that fails to run is a problem."""
    for title, check in CHECKS.items():
        try:
            state, sentence = check()
        except DatabaseError:
            state, sentence = "problem", "This could not be checked: see Database and Migrations."
        except Exception as error:  # whatever is wrong with it, the other checks are still to be read
            first = next(iter(str(error).splitlines()), "")
            state, sentence = "problem", f"This could not be checked ({type(error).__name__}: {first})."
        yield Finding(state, title, sentence)


def _check_folder() -> tuple[str, str]:
    data: Path = settings.DATA
    if not os.access(data, os.W_OK | os.X_OK):
        return (
            "problem",
            f"{data} can't be written to by this account. Run Trellis as the account that owns it.",
        )
    free = os.statvfs(data)
    free_mb = free.f_bavail * free.f_frsize // 1_000_000
    if free_mb < 500:
        return (
            "problem",
            f"{data} has {free_mb} MB left. Free some space, or soon nothing can be saved.",
        )
    return "ok", f"{data}, {free_mb:,} MB free."


def _check_permissions() -> tuple[str, str]:
    loose = file_permissions.loose_paths(settings.DATA)
    if loose:
        some = ", ".join(str(path.relative_to(settings.DATA.parent)) for path in loose[:3])
        return (
            "problem",
            f"{len(loose)} files or folders can be read by other accounts ({some}). Run `trellis doctor --fix`.",
        )
    return "ok", "Only this account can read the data."


def _check_secret() -> tuple[str, str]:
    if os.environ.get("TRELLIS_SECRET"):
        short = len(os.environ["TRELLIS_SECRET"]) < 32
        return (
            ("problem", "TRELLIS_SECRET is short. Use 50 random characters.")
            if short
            else ("ok", "From TRELLIS_SECRET.")
        )
    if not (settings.DATA / "secret.key").is_file():
        return (
            "problem",
            "There is no secret.key, so everyone is signed out each time Trellis starts. Restore it from a backup.",
        )
    return "ok", "secret.key is there."


def _check_database() -> tuple[str, str]:
    if sentence := installation.problem_if_unreachable():
        return "problem", sentence
    path = installation.database_file()
    if path is None:
        return "ok", f"{connection.vendor} answers."
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        return (
            "problem",
            f"The database is damaged ({verdict[:120]}). Stop Trellis and restore the last backup.",
        )
    return "ok", f"{path.name} is intact, {path.stat().st_size / 1e6:,.0f} MB."


def _check_migrations() -> tuple[str, str]:
    sentence = installation.problem_if_outdated()
    return ("problem", sentence) if sentence else ("ok", "The tables match this version.")


def _check_ledger() -> tuple[str, str]:
    problems = ledger_chain.verify()
    if problems:
        return (
            "problem",
            f"{len(problems)} entries were changed or removed outside Trellis. The first: {problems[0].what}",
        )
    return "ok", "No entries were changed."


def _check_search() -> tuple[str, str]:
    from trellis.learning.library.index_check import find_differences

    differing = len(find_differences())
    if differing:
        return (
            "problem",
            f"The library's search index differs from the library in {differing} "
            f"{'place' if differing == 1 else 'places'}. Run `trellis doctor --fix`.",
        )
    return "ok", "The library's search index is up to date."


def _check_mail() -> tuple[str, str]:
    if "filebased" in settings.EMAIL_BACKEND:
        return (
            "warning",
            "Email is only written to files. Set TRELLIS_MAIL, such as smtp://user:password@host:587.",
        )
    try:
        with socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5):
            pass
    except OSError as error:
        place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        return "problem", f"{place} can't be reached ({error}). Correct TRELLIS_MAIL."
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return (
            "warning",
            "Email has no valid sender. Set TRELLIS_MAIL_FROM, such as trellis@example.org.",
        )
    return "ok", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers."


def _check_hosts() -> tuple[str, str]:
    hosts = {host.strip() for host in settings.ALLOWED_HOSTS}
    if "*" in hosts:
        return "problem", "TRELLIS_HOSTS allows every name. List the names that people use to reach Trellis."
    if hosts <= LOCAL_HOSTS:
        return (
            "warning",
            "Only this machine can use it. Set TRELLIS_HOSTS to its name, such as trellis.example.org.",
        )
    return "ok", ", ".join(sorted(hosts - LOCAL_HOSTS))


def _check_address() -> tuple[str, str]:
    parts = urlsplit(settings.TRELLIS_ADDRESS)
    if not parts.hostname:
        return "warning", "Links in emails need TRELLIS_ADDRESS, such as https://trellis.example.org."
    if not validate_host(parts.hostname, settings.ALLOWED_HOSTS):
        return (
            "problem",
            f"TRELLIS_HOSTS does not include {parts.hostname}, the address in email links. Add it.",
        )
    if parts.scheme != "https" and parts.hostname not in LOCAL_HOSTS:
        return (
            "problem",
            f"{settings.TRELLIS_ADDRESS} is not https. Set up nginx with a certificate in front of Trellis.",
        )
    if parts.scheme == "https" and not settings.SECURE:
        return (
            "problem",
            "The address is https. Set TRELLIS_HTTPS=1, so that cookies are sent only over HTTPS.",
        )
    return "ok", settings.TRELLIS_ADDRESS


def _check_daily_tasks() -> tuple[str, str]:
    last = Act.objects.system().filter(verb=DAILY_VERB).order_by("-at").first()
    if last is None:
        return (
            "warning",
            "The daily tasks have never run. Set up cron or a timer to run `trellis daily` each night.",
        )
    age = timezone.now() - last.at
    if age > timedelta(hours=36):
        return "problem", f"The daily tasks last ran {age.days} days ago. Check cron or the timer."
    failed = last.details.get("failed") if isinstance(last.details, dict) else None
    if failed:
        return "problem", f"In the last run, these daily tasks failed: {', '.join(failed)}."
    return "ok", f"Last ran {last.at:%Y-%m-%d %H:%M} UTC."


def _check_backup() -> tuple[str, str]:
    backed_up_at = last_backup_time()
    if backed_up_at is None:
        return (
            "warning",
            "No backup has been made yet. Set up cron or a timer to run `trellis backup` each night.",
        )
    age = timezone.now() - backed_up_at
    if age > timedelta(hours=48):
        return "warning", f"The last backup is {age.days} days old. Check cron or the timer."
    return "ok", f"Last made {backed_up_at:%Y-%m-%d %H:%M} UTC."


def _check_figures() -> tuple[str, str]:
    from trellis.core.community.models import Network
    from trellis.improvement.opportunity.models import Snapshot

    networks = Network.objects.system()
    stale = []
    for network in networks:
        taken = Snapshot.objects.system().filter(network=network)
        newest = taken.order_by("-taken_at").first()
        if newest is None or timezone.now() - newest.taken_at > timedelta(hours=48):
            stale.append(network.name)
    if not networks:
        return "warning", "There is no network yet. Create one with `trellis open`."
    if stale:
        return (
            "warning",
            f"Figures are older than two days: {', '.join(stale)}. Run `trellis daily` to update them.",
        )
    return "ok", "Updated within two days."


CHECKS: dict[str, Check] = {
    "Folder": _check_folder,
    "Permissions": _check_permissions,
    "Secret": _check_secret,
    "Database": _check_database,
    "Migrations": _check_migrations,
    "Ledger": _check_ledger,
    "Search": _check_search,
    "Mail": _check_mail,
    "Hosts": _check_hosts,
    "Address": _check_address,
    "Daily tasks": _check_daily_tasks,
    "Backup": _check_backup,
    "Figures": _check_figures,
}
