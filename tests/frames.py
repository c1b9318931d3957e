"""Room for Python's frames, given to a whole test at once.

CPython keeps frames in pieces of 16 KB, and gives a piece back to the system as soon as its first frame returns. Where
a loop's calls happen to cross from one piece into the next, each call asks the system for memory and gives it back: a
page of ours did so some hundred times, which was a seventh of the time of the tests. A function that claims a large
frame gets a piece of a megabyte, and what it calls finds room in there. What is not used costs no memory.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType

ENOUGH = 66_000  # words of eight bytes: a little more than half a megabyte, so that the piece is a whole one


def give_room(function: Callable) -> None:
    """Let all that the function calls find room behind its own frame."""
    if isinstance(function, FunctionType):
        function.__code__ = function.__code__.replace(co_stacksize=ENOUGH)
