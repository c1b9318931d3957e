"""The service worker of a page that opens without a signal: one script, told which pages it stores."""

from __future__ import annotations

import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse

WORKER = "shell/offline/worker.js"


def worker_response(cache: str, pages: str) -> HttpResponse:
    """The script as a page registers it. cache: the name of its store; pages: which addresses it stores, as a regular
    expression of JavaScript. It is served from the folder of those pages."""
    path = finders.find(WORKER)
    if not isinstance(path, str):
        raise Http404
    settings = json.dumps({"cache": cache, "pages": pages})
    script = Path(path).read_text(encoding="utf-8")
    response = HttpResponse(f"const SETTINGS = {settings};\n{script}", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
