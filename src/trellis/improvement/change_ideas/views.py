"""The library of change ideas, one idea, and sharing what a cycle showed."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.improvement.cycles.models import Cycle
from trellis.improvement.cycles.permissions import READER_ROLES
from trellis.improvement.cycles.views import network_or_404

from . import selectors
from .forms import IDEA_FORMS, SHARE_FORMS, PreviewForm, ShareForm
from .models import DECISION_TITLES
from .proposals import proposals_of

PAGE_SIZE = 20


def _words(request: Request) -> str:
    return " ".join(request.GET.get("words", "").replace("\x00", "").split())[:120]


def _filter(request: Request) -> selectors.LibraryFilter:
    sent = {name: request.GET.get(name, "").replace("\x00", "")[:80] for name in ("measure", "group")}
    decision, scale = request.GET.get("decision", ""), request.GET.get("scale", "")
    return selectors.LibraryFilter(
        _words(request),
        sent["measure"],
        sent["group"],
        decision if decision in DECISION_TITLES else "",
        scale if scale in Cycle.Scale.values else "",
    )


@page_for(*READER_ROLES)
@require_safe
@never_cache
def change_ideas(request: Request, network_id: UUID) -> HttpResponse:
    """The library. A team's lead opens it before planning a change, with five minutes, and leaves with an idea to try,
    or knowing that it did not work elsewhere."""
    network = network_or_404(request.viewer, network_id)
    sent = _filter(request)
    ideas = selectors.matching_ideas(request.viewer, network.pk, sent)
    page = Paginator(ideas, PAGE_SIZE).get_page(request.GET.get("page"))
    measures, groups = selectors.filters_in_use(request.viewer, network)
    context = {
        "network": network,
        "sent": sent,
        "filtered": any(asdict(sent).values()),
        "page": page,
        "cards": selectors.cards_of(request.viewer, page.object_list),
        "filters": urlencode(asdict(sent)) + "&",
        "measures": measures,
        "groups": groups,
        "decisions": list(DECISION_TITLES.items()),
        "scales": Cycle.Scale.choices,
    }
    return render(request, "change_ideas/library.html", context)


@page_for(*READER_ROLES)
@never_cache
def change_idea(request: Request, idea_id: UUID) -> HttpResponse:
    """One idea. A principal opens it from the library with five minutes, and leaves with a cycle that tries it, or
    knowing why not. The network's lead proposes it for the model from here."""
    page = selectors.idea_page_or_404(request.viewer, idea_id)
    actions = PageActions(request, IDEA_FORMS, page)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "idea": page.idea,
        "card": page.card,
        "proposals": proposals_of(page.idea),
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    return render(request, "change_ideas/idea.html", context, status=actions.status)


@page_for(*READER_ROLES)
@never_cache
def share_cycle(request: Request, cycle_id: UUID) -> HttpResponse:
    """Sharing what a cycle showed. Who decided opens it from the decision with two minutes, reads exactly what others
    will read, and shares it."""
    subject = selectors.share_page_or_404(request.viewer, cycle_id, _words(request))
    actions = PageActions(request, SHARE_FORMS, subject)
    if isinstance(actions.saved or actions.sent, PreviewForm):
        return _render_share(request, subject, actions.form(PreviewForm), actions)
    if actions.done:
        if isinstance(actions.saved, ShareForm):
            return redirect("change-idea", actions.saved.test.idea_id)
        return redirect("cycle", cycle_id)
    return _render_share(request, subject, actions.form(ShareForm), actions)


def _render_share(
    request: Request, subject: selectors.SharePage, form: ShareForm, actions: PageActions
) -> HttpResponse:
    idea = form.ideas.get(form["same_as"].value() or "")
    names = ("title", "how", "conditions", "adaptations")
    text = {name: getattr(idea, name) if idea else form[name].value() or "" for name in names}
    context = {
        "subject": subject,
        "cycle": subject.cycle,
        "form": form,
        "actions": actions,
        "text": text,
        "preview": subject.preview(cast("str", form["decision_words"].value() or "")),
    }
    return render(request, "change_ideas/share.html", context, status=actions.status)
