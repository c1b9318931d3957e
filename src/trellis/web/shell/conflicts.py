"""The page that shows two texts when two people changed the same thing, and lets one of them choose or merge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from trellis.core.community.links import LINK_LANGUAGE
from trellis.core.foundation.requests import Request
from trellis.core.foundation.revisions import SHOWN_FIELD, EditConflict, FieldDifference

OMITTED_FIELDS = ("csrfmiddlewaretoken",)
SEVERAL_LINES_FROM = 60
"""Characters from which a text gets several lines."""


@dataclass(frozen=True)
class ConflictField:
    """One field of the conflict page. `posted` is its name in the form; "" where the form has no such text field."""

    label: str
    saved: str
    sent: str
    posted: str
    several_lines: bool


class ConflictMiddleware:
    """Answers 409 with both texts when a service raises EditConflict."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, EditConflict):
            return None
        with translation.override(getattr(request, LINK_LANGUAGE, translation.get_language())):
            response = render(
                request, "shell/conflict.html", conflict_context(request, exception), status=409
            )
        add_never_cache_headers(response)
        return response


def conflict_context(request: Request, conflict: EditConflict) -> dict[str, object]:
    """The fields to choose in, and everything else of the form, to be sent again unchanged."""
    posted = {name: request.POST.getlist(name) for name in request.POST if name not in OMITTED_FIELDS}
    choices = [_conflict_field(difference, posted, conflict.prefix) for difference in conflict.differences]
    if conflict.revision is not None:
        name = f"{conflict.prefix}revision"
        row = posted.get(name, [""])[0].rpartition(":")[0]
        posted[name] = [f"{row}:{conflict.revision}" if row else str(conflict.revision)]
        _update_shown_revisions(posted, conflict)
    for difference, choice in zip(conflict.differences, choices, strict=True):
        for name in (f"shown-{choice.posted}", f"shown-{difference.name}"):
            if name in posted:
                posted[name] = [_saved_text(difference)]
    edited = {choice.posted for choice in choices if choice.posted}
    return {
        "choices": choices,
        "same_person": conflict.same_person,
        "rest": [(name, value) for name, values in posted.items() if name not in edited for value in values],
        "files": [file.name for file in request.FILES.values()],
        "form_url": request.get_full_path(),
        "back_url": _form_url(request),
    }


def _update_shown_revisions(posted: dict[str, list[str]], conflict: EditConflict) -> None:
    """Where the form chose among rows, each as `id:revision`, this row was now seen as it is."""
    if conflict.row is None:
        return
    key, now = f"{conflict.row}:", f"{conflict.row}:{conflict.revision}"
    for name, values in posted.items():
        posted[name] = [now if value.startswith(key) else value for value in values]
    if SHOWN_FIELD in posted and now not in posted[SHOWN_FIELD]:
        posted[SHOWN_FIELD].append(now)


def _form_url(request: Request) -> str:
    """The page with the form."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return request.get_full_path()


def _conflict_field(difference: FieldDifference, posted: dict[str, list[str]], prefix: str) -> ConflictField:
    """The field as the page shows it. Dates, choices and ticks are not typed here: they are sent again as they were."""
    name, sent = "", difference.sent
    if difference.typed and isinstance(difference.sent_value, str):
        candidates = (f"{prefix}{difference.name}", difference.name)
        name = next((candidate for candidate in candidates if candidate in posted), "") or _rename_cell_field(
            difference, posted
        )
        same = (
            key
            for key, values in posted.items()
            if values and _normalize_spaces(values[0]) == _normalize_spaces(sent)
        )
        name = name or next(same, "")
        sent = posted[name][0] if name else sent
    several = "\n" in sent + difference.saved or max(len(sent), len(difference.saved)) > SEVERAL_LINES_FROM
    return ConflictField(difference.label, difference.saved, sent, name, several)


def _rename_cell_field(difference: FieldDifference, posted: dict[str, list[str]]) -> str:
    """The field of a table's cell, named "cell shown". It is named anew in `posted` after what is saved now."""
    for key in list(posted):
        cell, _space, _shown = key.rpartition(" ")
        if cell and cell == difference.name:
            name = f"{cell} {_saved_text(difference) or '-'}"
            posted[name] = posted.pop(key)
            return name
    return ""


def _saved_text(difference: FieldDifference) -> str:
    value = difference.saved_value
    return "" if value is None else str(value)


def _normalize_spaces(text: str) -> str:
    return " ".join(text.split())
