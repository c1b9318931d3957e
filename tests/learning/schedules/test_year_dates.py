"""A principal plans the dates of next year: drafts them, changes some by hand, and uses them; then Today and every
calendar follow."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from trellis.assessment.exhibitions.models import Exhibition
from trellis.core.community.models import CalendarDay, RosterSource, Term
from trellis.core.community.viewer import Viewer
from trellis.learning.schedules.models import SchoolYearPlan, YearDate
from trellis.learning.schedules.year_selectors import year_card
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
FACTS = {
    "do": "start",
    "first_day": "2031-08-25",
    "last_day": "2032-06-11",
    "required_days": "180",
    "students": "160",
    "panels": "6",
    "exhibition_minutes_a_day": "300",
    "weeks_before_internships": "3",
}


@pytest.fixture
def home() -> Side:
    return make_world().home


def client(side: Side, who: str = "ines") -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def address(side: Side, year: int = 2032) -> str:
    return reverse("year-dates", args=[side.school.pk, year])


def press(side: Side, fields: dict[str, object], status: int = 302, year: int = 2032) -> str:
    response = client(side).post(address(side, year), fields)
    assert response.status_code == status, response.content.decode()[:4000]
    return response.content.decode()


def page(side: Side) -> str:
    return client(side).get(address(side)).content.decode()


def start(side: Side, **changes: str) -> SchoolYearPlan:
    press(side, FACTS | changes)
    return plan_of(side)


def plan_of(side: Side) -> SchoolYearPlan:
    return SchoolYearPlan.objects.unscoped(TEXT).get(school=side.school, school_year=2032)


def dates(side: Side, kind: str) -> list[YearDate]:
    rows = YearDate.objects.unscoped(TEXT).filter(plan__school=side.school, kind=kind, removed_at=None)
    return list(rows.filter(plan__school_year=2032).order_by("starts"))


def add(side: Side, kind: str, title: str, starts: str, ends: str = "") -> None:
    press(side, {"do": "add", "kind": kind, "title": title, "starts": starts, "ends": ends})


def adopt(side: Side) -> str:
    """Press the button, and press it twice."""
    shown = page(side).split('name="shown" value="')[1].split('"')[0]
    press(side, {"do": "adopt", "shown": shown})
    return press(side, {"do": "adopt", "shown": shown})


def calendar(side: Side) -> dict[date, str]:
    days = CalendarDay.objects.unscoped(TEXT).filter(school=side.school, date__gte=date(2031, 8, 1))
    return dict(days.values_list("date", "kind"))


def own_terms(side: Side) -> list[tuple[str, date, date]]:
    terms = Term.objects.unscoped(TEXT).filter(school=side.school, school_year=2032)
    return list(terms.order_by("starts", "-ends").values_list("title", "starts", "ends"))


def test_a_new_year_is_drafted_from_the_model_and_says_what_is_short(home):
    start(home, panels="2")
    assert [row.number for row in dates(home, "term")] == [1, 2, 3, 4]
    html = page(home)
    assert "Quarter 1" in html
    assert "Exhibitions in Quarter 1 need 14 days. Their dates have 10." in html
    assert "With 3 panels at the same time, they fit." in html


def test_a_new_year_suggests_last_years_days_moved_by_52_weeks(home):
    term = home.rows["Term"]
    html = client(home).get(address(home, term.school_year + 1)).content.decode()
    assert f'value="{term.starts + timedelta(weeks=52)}"' in html


def test_a_date_set_by_hand_stays_when_the_year_is_drafted_again(home):
    start(home)
    window = dates(home, "exhibitions")[0]
    changed = {"title": "", "starts": "2031-10-20", "ends": "2031-10-24"}
    press(home, {"do": "change", "date": window.pk, "revision": window.revision, **changed})
    press(home, {"do": "draft"})
    assert [f"{row.starts}" for row in dates(home, "exhibitions") if row.pk == window.pk] == ["2031-10-20"]


def test_two_people_who_change_one_date_see_both_texts(home):
    start(home)
    row = dates(home, "plan_meetings")[0]
    shown = {"do": "change", "date": row.pk, "revision": row.revision, "title": ""}
    press(home, shown | {"starts": "2031-09-08", "ends": "2031-09-12"})
    html = press(home, shown | {"starts": "2031-09-15", "ends": "2031-09-19"}, status=409)
    assert "Sep 8, 2031" in html
    assert "Sep 15, 2031" in html


def test_a_date_that_cannot_be_is_refused_in_words(home):
    start(home)
    first = dates(home, "term")[0]
    shown = {"do": "change", "date": first.pk, "revision": first.revision, "title": ""}
    html = press(home, shown | {"starts": "2031-08-25", "ends": "2032-01-30"}, status=422)
    assert "Quarter 2 overlaps this or is out of order. Check both." in html
    html = press(home, shown | {"starts": "2031-08-20", "ends": "2031-10-20"}, status=422)
    assert "This is outside of the school year. Check the days." in html
    html = press(home, {"do": "add", "kind": "term", "title": "", "starts": "2032-06-10"}, status=422)
    assert "All quarters have dates. Change one of them." in html


def test_a_removed_date_comes_back_by_undo(home):
    start(home)
    row = dates(home, "internships")[0]
    press(home, {"do": "remove", "date": row.pk})
    assert len(dates(home, "internships")) == 1
    assert "Removed dates" in page(home)
    press(home, {"do": "restore", "date": row.pk})
    assert row.pk in [each.pk for each in dates(home, "internships")]


def test_using_the_dates_writes_terms_and_calendar_once_and_updates_what_it_wrote(home):
    start(home)
    add(home, "closed", "Winter break", "2031-12-22", "2032-01-02")
    CalendarDay.objects.create(school=home.school, date=date(2031, 12, 24), kind=CalendarDay.Kind.SCHOOL)
    assert "Days with another entry, which stays" in page(home)
    adopt(home)
    kinds = calendar(home)
    assert kinds[date(2031, 12, 22)] == CalendarDay.Kind.CLOSED
    assert kinds[date(2031, 12, 24)] == CalendarDay.Kind.SCHOOL
    assert date(2031, 12, 27) not in kinds  # a Saturday
    assert kinds[dates(home, "exhibitions")[0].ends] == CalendarDay.Kind.EXHIBITION
    assert [title for title, _starts, _ends in own_terms(home)] == [
        "2031–32",
        *(f"Quarter {number}" for number in range(1, 5)),
    ]
    assert "Everyone at the school sees these dates." in page(home)

    removed = dates(home, "closed")[0]
    press(home, {"do": "remove", "date": removed.pk})
    assert "You changed dates. Everyone still sees the earlier ones." in page(home)
    terms_before = own_terms(home)
    adopt(home)
    kinds = calendar(home)
    assert date(2031, 12, 22) not in kinds
    assert kinds[date(2031, 12, 24)] == CalendarDay.Kind.SCHOOL
    assert own_terms(home) == terms_before


def test_a_term_with_work_in_it_is_not_removed(home):
    start(home)
    adopt(home)
    last = dates(home, "term")[-1]
    Exhibition.objects.unscoped(TEXT).filter(pk=home.rows["Exhibition"].pk).update(term=last.term_id)
    press(home, {"do": "remove", "date": last.pk})
    html = page(home)
    assert "Quarter 4 has no dates yet." in html
    shown = html.split('name="shown" value="')[1].split('"')[0]
    html = press(home, {"do": "adopt", "shown": shown}, status=422)
    assert "There is work in Quarter 4 already. Undo the removal, then use these dates." in html


def test_dates_that_changed_since_the_page_was_opened_are_not_used_unseen(home):
    start(home)
    shown = page(home).split('name="shown" value="')[1].split('"')[0]
    add(home, "closed", "Snow day", "2032-01-20")
    html = press(home, {"do": "adopt", "shown": shown}, status=422)
    assert "The dates changed while you had this page open. Check them again." in html
    assert calendar(home) == {}


def test_the_terms_of_a_roster_are_taken_over_and_stay(home):
    source = RosterSource.objects.unscoped(TEXT).filter(network=home.network).first()
    for number in range(4):
        Term.objects.create(
            network=home.network,
            school=home.school,
            roster_source=source,
            roster_id=f"q{number}",
            kind=Term.Kind.GRADING_PERIOD,
            title=f"MP {number + 1}",
            starts=date(2031, 9, 1) + timedelta(days=70 * number),
            ends=date(2031, 9, 1) + timedelta(days=70 * number + 60),
            school_year=2032,
        )
    before = own_terms(home)
    start(home)
    assert [row.title for row in dates(home, "term")] == ["MP 1", "MP 2", "MP 3", "MP 4"]
    assert "The terms from your roster stay as they are." in page(home)
    adopt(home)
    assert own_terms(home) == before


def test_a_closed_day_shows_on_today_and_in_my_week(home):
    """Amina would be at her site today; her school's year says that there is no school."""
    today = timezone.localdate()
    CalendarDay.objects.unscoped(TEXT).all().delete()
    year = home.rows["SchoolYearPlan"].school_year
    break_days = {"starts": f"{today - timedelta(days=1)}", "ends": f"{today + timedelta(days=15)}"}
    press(home, {"do": "add", "kind": "closed", "title": "Break", **break_days}, year=year)
    html = client(home).get(address(home, year)).content.decode()
    shown = html.split('name="shown" value="')[1].split('"')[0]
    site = home.rows["Site"].name
    assert site in client(home, "amina").get(reverse("my-week")).content.decode()
    press(home, {"do": "adopt", "shown": shown}, year=year)
    assert site not in client(home, "amina").get(reverse("my-week")).content.decode()
    assert "no school" in client(home, "ines").get(reverse("today")).content.decode().lower()


def test_a_family_downloads_what_was_adopted_and_nothing_else(home):
    def events(who: str) -> dict[str, tuple[date, date]]:
        response = client(home, who).get(reverse("year-calendar", args=[home.school.pk]))
        entries = Calendar.from_ical(response.content).walk("VEVENT")
        return {
            f"{each['uid']} {each['summary']}": (each["dtstart"].dt, each["dtend"].dt) for each in entries
        }

    start(home)
    assert not [key for key in events("carmen") if key.endswith("@trellis Quarter 1")]
    adopt(home)
    before = events("carmen")
    (key,) = [key for key in before if key.endswith("@trellis Quarter 1")]
    assert before[key][0] == date(2031, 8, 25)
    row = dates(home, "term")[0]
    assert before[key][1] == row.ends + timedelta(days=1)
    shorter = {"title": "", "starts": row.starts, "ends": row.ends - timedelta(days=3)}
    press(home, {"do": "change", "date": row.pk, "revision": row.revision, **shorter})
    assert events("carmen") == before
    adopt(home)
    assert events("carmen")[key][1] == row.ends - timedelta(days=2)


def test_a_year_that_is_not_used_yet_is_for_those_who_plan_it(home):
    start(home)
    assert client(home, "noor").get(address(home)).status_code == 200
    assert client(home, "tomas").get(address(home)).status_code == 404


def test_the_card_of_the_year_leads_those_who_plan_it_to_its_dates(home):
    def card(who: str) -> str:
        year = year_card(Viewer.of(home.people[who]), home.school, 2032)
        return render_to_string("schedules/year_card.html", {"card": year})

    assert address(home) in card("ines")
    start(home)
    assert "Exhibitions" in card("ines")
    assert "will be here once they are planned" in card("carmen")
    adopt(home)
    html = card("carmen")
    assert "Exhibitions" in html
    assert reverse("year-calendar", args=[home.school.pk]) in html
    assert address(home) not in html
