"""Agreements and dates: the waivers that the school lives by, the agreements that cover it, checks that end soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from trellis.adults.partnerships.models import AgreementSchool, DistrictPolicy, PartnerAgreement, PolicySchool
from trellis.adults.partnerships.selectors import in_force
from trellis.core.community.models import School
from trellis.learning.internships.models import Clearance, Placement
from trellis.learning.internships.querysets import under_way_on

from ..handover_facts import GATHERING, Fact, text, words
from .students import students_of

AHEAD, MOST_CHECKS = timedelta(days=60), 8
"""Checks of sites that end within this time are told, the first ones of them."""


def waivers(school: School, today: date) -> Iterator[Fact]:
    """The waivers that hold at the school or were asked for: until when, by when to renew them, and what if not."""
    named = PolicySchool.objects.unscoped(GATHERING)
    everywhere = Q(district=school.district_id) & ~Q(pk__in=named.values("policy"))
    rows = DistrictPolicy.objects.unscoped(GATHERING).filter(
        Q(pk__in=named.filter(school=school).values("policy")) | everywhere,
        status__in=(DistrictPolicy.Status.GRANTED, DistrictPolicy.Status.ASKED),
        deleted_at=None,
        district__isnull=False,
    )
    if not school.district_id:
        return
    for row in rows.order_by("ends", "pk"):
        title, lines, dates = words("waiver", title=words("topic", topic=row.topic)), [text(row.needs)], []
        if row.ends:
            apply_by = row.ends - timedelta(days=row.lead_days)
            lines += [words("until", day=row.ends), words("renew-by", day=apply_by)]
            dates = [(words("renew", title=title), apply_by), (words("ends", title=title), row.ends)]
        if row.lapse:
            lines.append(words("lapse", effect=row.lapse))
        yield Fact(
            "waiver", str(row.pk), title, tuple(lines), tuple(dates), ("school-policies", str(school.pk))
        )


def signed_agreements(school: School, today: date) -> Iterator[Fact]:
    """The signed agreements that cover the school: only what they are about and their days."""
    covering = AgreementSchool.objects.unscoped(GATHERING).filter(school=school, deleted_at=None)
    rows = PartnerAgreement.objects.unscoped(GATHERING).filter(
        in_force(today), pk__in=covering.values("agreement")
    )
    for row in rows.order_by("ends", "pk"):
        title, lines, dates = text(row.title), [words("agreement-kind", kind=row.kind)], []
        if row.ends:
            lines += [words("until", day=row.ends), words("renewal", renewal=row.renewal)]
            dates.append((words("ends", title=title), row.ends))
        if row.notice_by:
            lines.append(words("notice-by", day=row.notice_by))
            dates.append((words("notice", title=title), row.notice_by))
        yield Fact("agreement", str(row.pk), title, tuple(lines), tuple(dates))


def site_checks(school: School, today: date) -> Iterator[Fact]:
    """Checks of the sites where students are now that end in the next months: one item, with a line for each."""
    placements = Placement.objects.unscoped(GATHERING).filter(
        under_way_on(today), student__in=students_of(school)
    )
    rows = Clearance.objects.unscoped(GATHERING).filter(
        site__in=placements.values("site"), expires__gte=today, expires__lte=today + AHEAD, deleted_at=None
    )
    rows = list(rows.select_related("site").order_by("expires", "pk")[:MOST_CHECKS])
    titles = [words("pair", title=row.site.name, text=row.kind) for row in rows]
    if rows:
        yield Fact(
            "site-checks",
            str(school.pk),
            words("site-checks"),
            tuple(
                words("ends-on", title=title, day=row.expires)
                for title, row in zip(titles, rows, strict=True)
            ),
            tuple((words("ends", title=title), row.expires) for title, row in zip(titles, rows, strict=True)),
            ("sites",),
        )
