"""Hours at sites, for a school: sums on a page, and each day as CSV. Who: leaders, counselors and advisors."""

from __future__ import annotations

from io import StringIO
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.foundation import ledger
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import internship_hours
from .programs import program_or_404


@page_for(*sorted(internship_hours.HOURS_ROLES))
@never_cache
def internship_hours_page(request: Request, school_id: UUID) -> HttpResponse:
    """Hours by student; `?term=` chooses a term. A POST downloads each day, and the ledger says who did."""
    viewer = request.viewer
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools)
    school = get_object_or_404(schools, pk=school_id)
    program = program_or_404(school)
    terms = internship_hours.school_terms(viewer, school, program.today)
    chosen = request.GET.get("term", "")
    term = next((term for term in terms if str(term.pk) == chosen), None)
    days = internship_hours.days_at_sites(viewer, school, term)
    if request.method == "POST":
        with timezone.override(school_local_time(school, timezone.now()).tzinfo):
            file = StringIO()
            count = internship_hours.write_hours(days, file)
        with ledger.act("export internship hours", by=viewer.person_id, about=school.pk, days=count):
            headers = {"Content-Disposition": 'attachment; filename="internship-hours.csv"'}
            return HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv", headers=headers)
    context = {
        "school": school,
        "words": program.words,
        "terms": terms,
        "term": term,
        "rows": internship_hours.hours_by_student(days),
    }
    return render(request, "internships/internship_hours.html", context)
