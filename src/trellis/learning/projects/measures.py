"""What projects say about who works for a real audience."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.measures import Fact, Year, count_each_student, register

from .models import Feedback, Member, Product, StepSubmission


def _real_audience_facts(network: Network, year: Year) -> Iterator[Fact]:
    working = (
        Member.objects.in_projects_between(year.starts, year.ends)
        .system()
        .filter(student__network=network)
        .order_by()
        .values_list("student_id", flat=True)
        .distinct()
    )
    return count_each_student(working.exclude(project__audience=""), working)


FEEDBACK_PERIOD = timedelta(days=7)


def _feedback_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Of the work that was turned in, what somebody else commented on within a week. Newer work is left out,
    commented on or not: otherwise only the new work that went well would be counted."""
    first, after = year.moments
    answers = (
        Feedback.objects.system()
        .filter(piece=OuterRef("pk"), deleted_at=None, created__lte=OuterRef("created") + FEEDBACK_PERIOD)
        .exclude(by=OuterRef("member__student"))
    )
    handed_in = (
        StepSubmission.objects.system()
        .filter(member__student__network=network, deleted_at=None, member__deleted_at=None)
        .filter(created__gte=first, created__lt=min(after, timezone.now() - FEEDBACK_PERIOD))
        .annotate(answered=Exists(answers))
        .order_by()
        .values("member__student_id")
        .annotate(pieces=Count("pk"), in_time=Count("pk", filter=Q(answered=True)))
    )
    rows = handed_in.values_list("member__student_id", "in_time", "pieces")
    for student, in_time, pieces in rows.iterator(chunk_size=20_000):
        yield student.hex, in_time, pieces


def _product_variety_facts(network: Network, year: Year) -> Iterator[Fact]:
    """How many different products a student works on: of projects that overlap the year."""
    products = Product.objects.system().filter(deleted_at=None)
    counts = (
        Member.objects.in_projects_between(year.starts, year.ends)
        .system()
        .filter(student__network=network)
        .filter(project__products__in=products)
        .order_by()
        .values("student_id")
        .annotate(many=Count("project__products", distinct=True))
        .values_list("student_id", "many")
    )
    for student, many in counts.iterator(chunk_size=20_000):
        yield student.hex, many, 1


register(
    "feedback-within-a-week",
    _("Work that received feedback within a week"),
    _(
        "Among work that a student turned in this school year: the share that got feedback from "
        "someone else within seven days."
    ),
    "rate",
    _feedback_facts,
    direction="more",
    stage="time",
    everyone=False,
)
register(
    "product-variety",
    _("Number of different products made"),
    _("Products of the projects that a student works on this school year."),
    "mean",
    _product_variety_facts,
    direction="more",
    stage="audience",
    accumulates=True,
)
register(
    "project-authentic",
    _("Worked on a project for a real audience"),
    _("A student counts if one of their projects this school year is for someone outside the school."),
    "rate",
    _real_audience_facts,
    direction="more",
    stage="audience",
    accumulates=True,
)
