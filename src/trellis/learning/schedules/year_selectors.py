"""Reading the dates of a school's year: the plan of a year, its card, and the days with which a new year starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School, Term
from trellis.core.community.school_years import FIRST_MONTH, school_year_around
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.engines.timetable import year as engine

from .models import SchoolYearPlan, YearDate
from .permissions import may_design_at
from .services.year_dates import SAME_WEEKDAY, terms_from_elsewhere
from .year_lines import DateLine, adopted_lines, planned_lines
from .year_picture import YearPicture, draw_year
from .year_question import engine_dates, read_question
from .year_wording import isolated_year, kind_title, shortage_fix, shortage_sentence, spans_text, year_title

Kind = YearDate.Kind
CARD_KINDS = (Kind.INTERNSHIPS, Kind.EXHIBITIONS, Kind.PLAN_MEETINGS)
REASON = "read the school's calendar, which names no person"


@dataclass(frozen=True)
class YearCard:
    """A year on a page: its picture and its dates in words. is_adopted: everybody sees them, and may download them.

    picture: None where there are no dates. may_edit: the viewer plans the dates of this year.
    """

    school: School
    school_year: int
    title: str
    picture: YearPicture | None
    facts: list[tuple[str, str]]
    may_edit: bool
    is_adopted: bool

    @property
    def isolated_title(self) -> SafeString:
        """The title within a sentence."""
        return isolated_year(self.title)


def find_plan(viewer: Viewer, school: School, school_year: int) -> SchoolYearPlan | None:
    """The plan of a year, as far as the viewer may see it."""
    plans = SchoolYearPlan.objects.seen_by(viewer).filter(school=school, school_year=school_year)
    return plans.select_related("school").first()


def plan_dates(viewer: Viewer, plan: SchoolYearPlan) -> QuerySet[YearDate]:
    """The dates of a plan that the viewer may see, removed ones aside, in order."""
    rows = YearDate.objects.seen_by(viewer).filter(plan=plan, removed_at=None)
    return rows.order_by("starts", "ends", "pk")


def adopted_dates(viewer: Viewer, school: School) -> QuerySet[YearDate]:
    """Every date of a school that everybody there sees. One that was removed stays until the next adoption."""
    rows = YearDate.objects.seen_by(viewer).filter(plan__school=school, adopted_starts__isnull=False)
    return rows.order_by("adopted_starts", "adopted_ends", "pk")


def year_card(viewer: Viewer, school: School, school_year: int | None = None) -> YearCard:
    """The card of a year; without a number, of the year under way, else of the next one that is planned."""
    may_edit = may_design_at(viewer, school.pk)
    number = school_year or year_to_show(viewer, school)
    plan, words = find_plan(viewer, school, number), wording_of(school.pk)
    lines: list[DateLine] = []
    if plan and may_edit:
        rows = list(plan_dates(viewer, plan))
        lines = planned_lines(rows, words, read_question(plan, words.package, rows))
    elif plan:
        lines = adopted_lines(adopted_dates(viewer, school).filter(plan=plan), words)
    picture = draw_year(plan.first_day, plan.last_day, lines, words) if plan and lines else None
    facts = [(kind_title(kind, words), _spans_of(kind, lines)) for kind in CARD_KINDS]
    return YearCard(
        school,
        number,
        year_title(number, *year_days(school, number, plan)),
        picture,
        [(title, spans) for title, spans in facts if spans],
        may_edit,
        is_adopted=bool(plan and plan.adopted_at),
    )


def _spans_of(kind: str, lines: Iterable[DateLine]) -> str:
    return spans_text((line.starts, line.ends) for line in lines if line.kind == kind)


def year_to_show(viewer: Viewer, school: School) -> int:
    """The school year that a page shows by itself: the first planned one that is not over, else the one of today."""
    today = school_local_time(school, timezone.now()).date()
    plans = SchoolYearPlan.objects.seen_by(viewer).filter(school=school, last_day__gte=today)
    planned = plans.order_by("school_year").values_list("school_year", flat=True).first()
    if planned:
        return planned
    year = school_year_around(school, today)
    return year.number if year else today.year + (today.month >= FIRST_MONTH)


def usual_days(school: School, school_year: int) -> tuple[date, date]:
    """The first and the last day with which a new plan starts: those of this year's terms where a roster brought some,
    else last year's moved by 52 weeks, else the last Monday of August to a Friday in the middle of June."""
    own_terms = list(terms_from_elsewhere(school, school_year))
    if own_terms:
        return min(term.starts for term in own_terms), max(term.ends for term in own_terms)
    earlier = Term.objects.unscoped(REASON).filter(school_year=school_year - 1, deleted_at=None)
    terms = list(earlier.filter(school=school)) or list(
        earlier.filter(school=None, network=school.network_id)
    )
    if terms:
        first, last = min(term.starts for term in terms), max(term.ends for term in terms)
        return first + SAME_WEEKDAY, last + SAME_WEEKDAY
    august, june = date(school_year - 1, 8, 31), date(school_year, 6, 18)
    friday_after = (june.weekday() - 4) % 7
    return august - timedelta(days=august.weekday()), june - timedelta(days=friday_after)


def year_days(school: School, school_year: int, plan: SchoolYearPlan | None) -> tuple[date, date]:
    """The first and the last day of a year: as planned, else as usual."""
    return (plan.first_day, plan.last_day) if plan else usual_days(school, school_year)


def shortages_of(
    question: engine.YearQuestion, rows: Iterable[YearDate], words: Wording
) -> list[tuple[str, str]]:
    """What is short in the dates of a plan: each in a sentence, with what would help."""
    shortages = engine.count_shortages(question, engine_dates(rows))
    return [(shortage_sentence(each, words), shortage_fix(each, words)) for each in shortages]
