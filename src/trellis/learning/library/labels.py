"""What the values of the library's facets are called."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trellis.core.foundation.languages import language_name

from .models import Licence, Standing
from .search import SearchResults


def grade_name(number: int) -> str:
    """A school year by its number."""
    if number == 0:
        return _("Kindergarten")
    return _("After grade 12") if number == 13 else _("Grade %(n)d") % {"n": number}


def language_labels(tags: Iterable[str]) -> list[tuple[str, str]]:
    return [(tag, language_name(tag)) for tag in tags]


def label_facets(results: SearchResults) -> list[tuple[str, str, list[tuple[str, str, int, bool]]]]:
    """The facets as a page shows them: name, title, and of each value its label, count and whether it is chosen."""
    titles = {
        "standing": _("Status"),
        "grade": _("Grade"),
        "outcome": _("Outcomes"),
        "language": _("Language"),
        "licence": _("License"),
    }
    say = {
        "standing": lambda value: str(dict(Standing.choices).get(value, value)),
        "grade": lambda value: grade_name(int(value)),
        "outcome": lambda value: results.titles.get(value, value),
        "language": language_name,
        "licence": lambda value: str(dict(Licence.choices).get(value, value)).split(":")[0],
    }
    return [
        (
            name,
            title,
            [
                (choice.value, say[name](choice.value), choice.count, choice.on)
                for choice in results.facets[name]
            ],
        )
        for name, title in titles.items()
        if results.facets[name]
    ]
