"""A design of the week. Who: a principal or counselor in May with half an hour; they leave with a week in which every
lesson has a teacher and a room, know what is short and what each request costs, and have moved what they know better.
A teacher who is shown a draft has five minutes, and leaves knowing when and where they would teach."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import week_selectors
from .findings import read_findings
from .growth_wording import school_year_title
from .models import WeekDesign
from .permissions import may_design_at
from .request_wording import request_rows
from .services.adoption import may_reopen
from .services.drafting import is_drafting
from .services.moving import last_change
from .week_forms import WEEK_FORMS, DiscardForm, moved_meeting
from .year_wording import isolated_year


@page_for(*SCHOOL_ROLES)
@never_cache
def week(request: Request, design_id: UUID) -> HttpResponse:
    """One design: what is short, the week itself, and what each request costs."""
    design = week_selectors.design_or_404(request.viewer, design_id)
    may_edit = may_design_at(request.viewer, design.school_id)
    actions = PageActions(request, WEEK_FORMS if may_edit else [], design)
    if actions.done:
        return redirect(_url_when_done(request, design.school_id, design_id, actions))
    if actions.sent:
        design = week_selectors.design_or_404(request.viewer, design_id)
    query = request.GET.dict()
    try:
        page = week_selectors.week_page(request.viewer, design, query)
    except ActionError as error:
        messages.error(request, error.message)
        page = week_selectors.week_page(request.viewer, design, {**query, "move": ""})
    findings = read_findings(design)
    context = {
        "page": page,
        "design": design,
        "school": design.school,
        "years": isolated_year(school_year_title(design.school_year)),
        "may_edit": may_edit and design.adopted_at is None,
        "may_design": may_edit,
        "may_reopen": may_edit and may_reopen(design),
        "is_drafting": is_drafting(design),
        "requests": request_rows(design, findings),
        "has_prices": findings.prices is not None,
        "may_undo": may_edit and _may_undo(design),
        "locked": sum(meeting.fixed for meeting in page.contents.meetings),
        "without_group": week_selectors.count_without_group(page.contents) if may_edit else 0,
        "rows_query": urlencode({key: query[key] for key in ("by", "team") if query.get(key)}),
        "section_messages": read_section_messages(request),
        "actions": actions,
    }
    return render(request, "schedules/week.html", context, status=actions.status)


def _may_undo(design: WeekDesign) -> bool:
    change = last_change(design)
    return change is not None and change.revision == design.week_revision


def _url_when_done(request: Request, school_id: UUID, design_id: UUID, actions: PageActions) -> str:
    """Back to the rows that were shown, and to the lesson that was moved."""
    if isinstance(actions.saved, DiscardForm):
        return reverse("school-year", args=[school_id])
    rows = {key: request.GET[key] for key in ("by", "team") if request.GET.get(key)}
    url = reverse("week-design", args=[design_id]) + (f"?{urlencode(rows)}" if rows else "")
    meeting = moved_meeting(actions)
    if meeting:
        return f"{url}#lesson-{meeting}"
    return f"{url}#{actions.section}" if actions.section else url
