"""What is wrong with a return file, in sentences: what, where, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.foundation.formatting import format_number

from .nsc import FileError, Problem

MAX_SENTENCES = 4


def problem_sentences(error: FileError) -> str:
    """The first problems of a file, one after the other, and how many more there are."""
    listed = error.problems[:MAX_SENTENCES]
    sentences = [problem_sentence(problem) for problem in listed]
    if more := error.total - len(listed):
        sentences.append(
            ngettext("%(n)s more line has a problem.", "%(n)s more lines have problems.", more)
            % {"n": format_number(more, 0)}
        )
    return " ".join(sentences)


def problem_sentence(problem: Problem) -> str:
    """One problem in words."""
    values = {"line": problem.line, "column": problem.column, "value": problem.value}
    return _sentence(problem.code) % values


def _sentence(code: str) -> str:
    return _file_sentences().get(code) or _line_sentences()[code]


def _file_sentences() -> dict[str, str]:
    return {
        "not-csv": _("This is not a CSV file. Download the student detail report as CSV and upload that."),
        "no-header": _(
            "The first line does not have the columns of a Clearinghouse report. Upload the student detail "
            "report as you downloaded it, with its first line."
        ),
        "one-row-per-student": _(
            "This is the report with one row for each student. Upload the student detail report, which has one "
            "row for each term."
        ),
        "no-rows": _("This file has no students in it. Download it again."),
        "too-long": _("This file has more than %(value)s rows. Split it and upload the parts."),
    }


def _line_sentences() -> dict[str, str]:
    return {
        "missing-column": _(
            "The column “%(column)s” is missing. Download the report again with all columns."
        ),
        "too-many-cells": _(
            "Line %(line)s has more cells than the first line. Look for a comma in a name and put quotation "
            "marks around that cell."
        ),
        "no-identifier": _(
            "Line %(line)s has no “%(column)s”. Add the student ID, or remove the line if it is not one of "
            "your students."
        ),
        "not-yes-no": _(
            "Line %(line)s, column “%(column)s”: “%(value)s” is neither Y nor N. Correct it in the file."
        ),
        "not-a-date": _(
            "Line %(line)s, column “%(column)s”: “%(value)s” is not a date like 20250830. Correct it in the file."
        ),
        "end-before-begin": _(
            "Line %(line)s, column “%(column)s”: the term ends before it begins. Correct it in the file."
        ),
    }
