"""What runs once a day. Apps register their tasks; `trellis daily` runs them.

Every task may run twice on a day without anybody getting a message twice: it looks at what was sent, never at a
clock of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .registry import Registry

PageUrlBuilder = Callable[..., str]
"""The whole address of a page: its name in the URL map, and the parts that it takes."""


@dataclass(frozen=True)
class DailyTask:
    """`run(now, address)` returns how many things it did; `label` stands before that number in the command's output."""

    key: str
    label: str
    run: Callable[[datetime, PageUrlBuilder], int]


DAILY_TASKS: Registry[str, DailyTask] = Registry("daily tasks", "what `trellis daily` runs")


def register(key: str, label: str, run: Callable[[datetime, PageUrlBuilder], int]) -> None:
    """Register a task. A key that is taken raises ValueError."""
    DAILY_TASKS.register(key, DailyTask(key, label, run))
