"""School details. Who: a principal or somebody of the network, once, after the first roster; they leave with the
school's own clock and its state's rules in force."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.revisions import check_unchanged

from .forms import SchoolDetailsForm
from .models import Role, School
from .services import update_school_details


@page_for(Role.LEADER, Role.NETWORK_STAFF)
@require_http_methods(["GET", "POST"])
@never_cache
def school_details(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """City, state and time zone of a school, for who leads it or works for its network."""
    viewer = request.viewer
    school = get_object_or_404(School.objects.seen_by(viewer).select_related("network"), pk=school_id)
    if school.pk not in viewer.to("school", Role.LEADER) and school.network_id not in viewer.to(
        "network", Role.NETWORK_STAFF
    ):
        raise Http404
    form = SchoolDetailsForm(request.POST or None, instance=school)
    if request.method == "POST" and form.is_valid():
        saved = School.objects.seen_by(viewer).get(pk=school.pk)
        labels = {name: str(field.label) for name, field in form.fields.items()}
        shown = {name: request.POST.get(f"shown-{name}", getattr(saved, name)) for name in labels}
        check_unchanged(saved, shown, form.cleaned_data, labels)
        update_school_details([saved], viewer.person_id, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("school", school.pk)
    shown = School.objects.seen_by(viewer).filter(pk=school.pk).values(*form.fields).get()
    context = {"school": school, "form": form, "shown": shown.items()}
    return render(request, "community/school_details.html", context, status=422 if form.errors else 200)
