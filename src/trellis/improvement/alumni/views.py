"""After graduation: what became of each class, files of the Clearinghouse, and asking alumni."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Network, Role, School
from trellis.core.community.selectors import get_network_or_404
from trellis.core.community.viewer import LEADING_ROLES, NETWORK_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import asking, histories, outcome_tables, selectors
from .forms import (
    AskClassForm,
    AskForm,
    ConfirmFileForm,
    DegreeTitlesForm,
    DiscardFileForm,
    Scope,
    UndoFileForm,
    UploadForm,
)
from .models import ClearinghouseFile
from .persistence import class_days


def _led_school_or_404(request: Request, school_id: UUID) -> School:
    """The school, for its leaders and counselors."""
    if school_id not in request.viewer.to("school", *LEADING_ROLES):
        raise Http404
    schools = School.objects.seen_by(request.viewer).select_related("network")
    return get_object_or_404(schools, pk=school_id)


def _chosen_class(request: Request, classes: list[int]) -> int | None:
    """The class that the address names, or the newest; None where there is no class."""
    text = request.GET.get("class", "")
    return next((year for year in classes if str(year) == text), classes[0] if classes else None)


@page_for(Role.LEADER, Role.COUNSELOR)
def after_graduation(request: Request, school_id: UUID) -> HttpResponse:
    """What became of a school's classes. A principal opens it in November, when the new file is in, with ten minutes
    before the board meets; she leaves with the share of each class, what it would be at most, and what they had."""
    school = _led_school_or_404(request, school_id)
    graduates = histories.graduates_of(school.network, school)
    rows = outcome_tables.class_rows(graduates)
    chosen = _chosen_class(request, [int(row.key) for row in rows if not row.hidden])
    context = _tables_context(request, school.network, school) | {
        "school": school,
        "rows": rows,
        "groups": outcome_tables.group_rows(graduates),
        "chosen": chosen,
        "years": outcome_tables.year_rows(graduates, chosen) if chosen else [],
    }
    return render(request, "alumni/school.html", context)


@page_for(Role.NETWORK_STAFF, Role.LEADER)
def network_after_graduation(request: Request, network_id: UUID) -> HttpResponse:
    """The same for a network. Its lead opens it when she writes to funders, with an hour; she leaves with shares that
    others publish too, each with how sure it is, and with the schools side by side."""
    network = get_network_or_404(request.viewer, network_id, NETWORK_ROLES)
    schools = School.objects.seen_by(request.viewer).filter(network=network).order_by("name", "pk")
    graduates = histories.graduates_of(network)
    rows, schools_by_class = outcome_tables.network_rows(graduates, dict(schools.values_list("pk", "name")))
    chosen = _chosen_class(request, list(schools_by_class))
    context = _tables_context(request, network, None) | {
        "rows": rows,
        "classes": list(schools_by_class),
        "chosen": chosen,
        "school_rows": schools_by_class.get(chosen, []) if chosen else [],
        "may_upload": network.pk in request.viewer.to("network", Role.NETWORK_STAFF),
    }
    return render(request, "alumni/network.html", context)


def _tables_context(request: Request, network: Network, school: School | None) -> dict[str, object]:
    return {
        "network": network,
        "days": class_days(histories.classes_up_to(timezone.localdate())[-1]),
        "titles": list(outcome_tables.outcome_titles().values()),
        "states": list(outcome_tables.state_titles().values()),
        "measures": selectors.opportunity_measures(),
        "opportunities": selectors.opportunity_rows(request.viewer, network, school),
        "answers": selectors.answer_counts(network, school),
    }


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def alumni(request: Request, school_id: UUID) -> HttpResponse:
    """The graduates of a class by name, and what they let the school read. A counselor opens it once a year to ask
    them, with fifteen minutes; he leaves with emails sent, and with links for those who have no address."""
    school = _led_school_or_404(request, school_id)
    actions = PageActions(request, [AskForm, AskClassForm], school)
    address = actions.form(AskForm).address
    if actions.done and not address:  # a link is shown on this page, once
        return redirect(request.get_full_path())
    classes = list(reversed(histories.classes_up_to(timezone.localdate())))
    chosen = _chosen_class(request, classes)
    lines = asking.graduates_in_class(request.viewer, school, chosen) if chosen else []
    context = {
        "school": school,
        "classes": classes,
        "chosen": chosen,
        "lines": lines,
        "may_ask_all": any(line.may_be_asked and line.has_email for line in lines),
        "address": address,
        "actions": actions,
    }
    return render(request, "alumni/alumni.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
def clearinghouse_files(request: Request, network_id: UUID) -> HttpResponse:
    """Send a network's return file, and see those before. A data manager opens it three times a year with the file
    just downloaded and five minutes; she leaves with the numbers of what it would add."""
    network = get_network_or_404(request.viewer, network_id)
    return _files_page(request, Scope(network))


@page_for(Role.LEADER, Role.COUNSELOR)
def school_clearinghouse_files(request: Request, school_id: UUID) -> HttpResponse:
    """The same for a school that has an account of its own at the Clearinghouse: its counselor, with the file just
    downloaded and five minutes."""
    school = _led_school_or_404(request, school_id)
    return _files_page(request, Scope(school.network, school))


def _files_page(request: Request, scope: Scope) -> HttpResponse:
    actions = PageActions(request, [UploadForm], scope)
    if actions.done:
        return redirect(actions.form(UploadForm).clearinghouse_file)
    context = {
        "network": scope.network,
        "school": scope.school,
        "files": selectors.files_of(
            request.viewer, scope.network.pk, scope.school.pk if scope.school else None
        ),
        "actions": actions,
    }
    return render(request, "alumni/files.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF, Role.LEADER, Role.COUNSELOR)
def clearinghouse_file(request: Request, clearinghouse_file_id: UUID) -> HttpResponse:
    """What one file adds, in numbers. Whoever sent it reads them for a minute and leaves with the file imported, or
    with student IDs to correct first."""
    files = ClearinghouseFile.objects.seen_by(request.viewer).select_related(
        "network", "school", "uploaded_by"
    )
    row = get_object_or_404(files, pk=clearinghouse_file_id)
    actions = PageActions(request, [ConfirmFileForm, DiscardFileForm, UndoFileForm, DegreeTitlesForm], row)
    if actions.done and isinstance(actions.saved, DiscardFileForm):
        if row.school_id:
            return redirect("school-clearinghouse-files", row.school_id)
        return redirect("clearinghouse-files", row.network_id)
    if actions.done:
        return actions.redirect_to(row.get_absolute_url())
    context = {"file": row, "summary": row.summary, "actions": actions}
    return render(request, "alumni/file.html", context, status=actions.status)
